-- People, rights, customers, tickets and what hangs on them. Times are UTC microseconds. Columns that
-- end in _enc are sealed with the row's data key (data_key is that key, wrapped by the master key; erasing
-- it erases them). Only masked text is stored in the clear.

CREATE TABLE departments (
  id {INT} PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  code TEXT NOT NULL UNIQUE,
  parent_id {INT} REFERENCES departments(id),
  calendar_id TEXT NOT NULL DEFAULT 'cn_standard',
  active {INT} NOT NULL DEFAULT 1,
  version {INT} NOT NULL DEFAULT 1
) {STRICT};

CREATE TABLE roles (
  role TEXT PRIMARY KEY,
  label_zh TEXT NOT NULL,
  label_en TEXT NOT NULL,
  permissions TEXT NOT NULL,          -- JSON array of permission ids
  two_factor_required {INT} NOT NULL DEFAULT 0,
  version {INT} NOT NULL DEFAULT 1
) {STRICT};

CREATE TABLE users (
  id {INT} PRIMARY KEY,
  login TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  department_id {INT} REFERENCES departments(id),
  roles TEXT NOT NULL DEFAULT '[]',   -- JSON array
  tier TEXT NOT NULL DEFAULT 'junior',
  skills TEXT NOT NULL DEFAULT '[]',
  capacity {INT} NOT NULL DEFAULT 20,
  active {INT} NOT NULL DEFAULT 1,
  online {INT} NOT NULL DEFAULT 0,
  email TEXT NOT NULL DEFAULT '',
  locale TEXT NOT NULL DEFAULT 'zh-CN',
  password_hash TEXT NOT NULL,
  must_change_password {INT} NOT NULL DEFAULT 0,
  totp_enc {BLOB},                    -- sealed secret; NULL: no second factor
  totp_pending_enc {BLOB},
  totp_last_step {INT} NOT NULL DEFAULT 0,
  recovery_codes TEXT NOT NULL DEFAULT '[]',
  failed_logins {INT} NOT NULL DEFAULT 0,
  locked_until {INT} NOT NULL DEFAULT 0,
  created_at {INT} NOT NULL,
  version {INT} NOT NULL DEFAULT 1
) {STRICT};

CREATE TABLE sessions (
  token_hash {BLOB} PRIMARY KEY,
  user_id {INT} NOT NULL REFERENCES users(id),
  csrf TEXT NOT NULL,
  created_at {INT} NOT NULL,
  last_seen_at {INT} NOT NULL,
  expires_at {INT} NOT NULL
) {STRICT};
CREATE INDEX sessions_user ON sessions(user_id);

CREATE TABLE tokens (
  id {INT} PRIMARY KEY,
  user_id {INT} NOT NULL REFERENCES users(id),
  name TEXT NOT NULL,
  token_hash {BLOB} NOT NULL UNIQUE,
  scopes TEXT NOT NULL,               -- comma separated
  created_at {INT} NOT NULL,
  expires_at {INT} NOT NULL,
  revoked_at {INT}
) {STRICT};

CREATE TABLE customers (
  id {INT} PRIMARY KEY,
  data_key {BLOB},                    -- NULL: erased
  name_enc {BLOB}, mobile_enc {BLOB}, email_enc {BLOB},
  name_masked TEXT NOT NULL DEFAULT '',
  mobile_masked TEXT NOT NULL DEFAULT '',
  email_masked TEXT NOT NULL DEFAULT '',
  mobile_index {BLOB},                -- keyed hash for exact lookup
  email_index {BLOB},
  tier TEXT NOT NULL DEFAULT 'standard',
  created_at {INT} NOT NULL,
  erased_at {INT}
) {STRICT};
CREATE INDEX customers_mobile ON customers(mobile_index) WHERE mobile_index IS NOT NULL;
CREATE INDEX customers_email ON customers(email_index) WHERE email_index IS NOT NULL;

CREATE TABLE tickets (
  id {INT} PRIMARY KEY,
  ticket_no TEXT NOT NULL,            -- carries the id, so it needs no index of its own
  channel TEXT NOT NULL,
  category TEXT NOT NULL,
  complaint_kind TEXT,
  sentiment TEXT NOT NULL,
  emotion_intensity {INT} NOT NULL DEFAULT 0,
  sensitive {INT} NOT NULL DEFAULT 0,
  priority TEXT NOT NULL,
  state TEXT NOT NULL,
  sub_state TEXT,
  close_reason TEXT,
  title TEXT NOT NULL,
  content_masked TEXT NOT NULL,
  content_enc {BLOB},
  data_key {BLOB},
  fingerprint {INT} NOT NULL DEFAULT 0,
  lang TEXT NOT NULL,
  product TEXT,
  order_no TEXT,
  department_id {INT} REFERENCES departments(id),
  owner_id {INT} REFERENCES users(id),
  first_owner_id {INT} REFERENCES users(id),
  customer_id {INT} REFERENCES customers(id),
  parent_id {INT},
  merged_into {INT},
  received_at {INT} NOT NULL,
  created_at {INT} NOT NULL,
  updated_at {INT} NOT NULL,
  next_due_at {INT},                  -- next clock that can still be missed
  next_due_clock TEXT,
  next_timer_at {INT},                -- next instant the timer job must look at this ticket
  breached {INT} NOT NULL DEFAULT 0,
  cycle {INT} NOT NULL DEFAULT 1,
  rating {INT},
  topics TEXT NOT NULL DEFAULT '[]',
  tags TEXT NOT NULL DEFAULT '[]',
  custom TEXT NOT NULL DEFAULT '{}',
  version {INT} NOT NULL DEFAULT 1
) {STRICT};
-- Every list view in one covering order: filters are decided inside the index.
CREATE INDEX tickets_list ON tickets(received_at, state, priority, category, department_id, owner_id,
                                     sentiment, channel);
CREATE INDEX tickets_open ON tickets(department_id, received_at) WHERE state <> 'closed';
CREATE INDEX tickets_owner ON tickets(owner_id, received_at) WHERE owner_id IS NOT NULL
                                                             AND state <> 'closed';
CREATE INDEX tickets_due ON tickets(next_due_at) WHERE next_due_at IS NOT NULL;
CREATE INDEX tickets_timer ON tickets(next_timer_at) WHERE next_timer_at IS NOT NULL;
CREATE INDEX tickets_customer ON tickets(customer_id, received_at) WHERE customer_id IS NOT NULL;
CREATE INDEX tickets_parent ON tickets(parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE messages (
  id {INT} PRIMARY KEY,
  ticket_id {INT} NOT NULL REFERENCES tickets(id),
  at {INT} NOT NULL,
  author_kind TEXT NOT NULL,          -- customer, user, system
  author_id {INT},
  visibility TEXT NOT NULL,           -- customer, internal
  kind TEXT NOT NULL,                 -- message, note, solution, question, progress, …
  channel TEXT NOT NULL,
  text_masked TEXT NOT NULL,
  text_enc {BLOB},                    -- sealed with the ticket's data key
  moved_to {INT}                      -- split: the ticket it went to
) {STRICT};
CREATE INDEX messages_ticket ON messages(ticket_id, id);

CREATE TABLE attachments (
  id {INT} PRIMARY KEY,
  ticket_id {INT} REFERENCES tickets(id),
  message_id {INT},
  name TEXT NOT NULL,
  content_type TEXT NOT NULL,
  size_bytes {INT} NOT NULL,
  sha256 {BLOB} NOT NULL,
  bytes_enc {BLOB},
  created_at {INT} NOT NULL,
  created_by TEXT NOT NULL
) {STRICT};
CREATE INDEX attachments_ticket ON attachments(ticket_id) WHERE ticket_id IS NOT NULL;

CREATE TABLE tasks (
  id {INT} PRIMARY KEY,
  ticket_id {INT} NOT NULL REFERENCES tickets(id),
  title TEXT NOT NULL,
  department_id {INT} REFERENCES departments(id),
  owner_id {INT} REFERENCES users(id),
  due_at {INT},
  created_at {INT} NOT NULL,
  created_by {INT},
  done_at {INT},
  done_by {INT},
  result TEXT NOT NULL DEFAULT ''
) {STRICT};
CREATE INDEX tasks_ticket ON tasks(ticket_id);

CREATE TABLE links (
  ticket_id {INT} NOT NULL REFERENCES tickets(id),
  other_id {INT} NOT NULL REFERENCES tickets(id),
  kind TEXT NOT NULL,                 -- duplicate, related, parent, child, merged, merged_from, split, split_from
  at {INT} NOT NULL,
  by TEXT NOT NULL,
  PRIMARY KEY (ticket_id, other_id, kind)
) {STRICT};

CREATE TABLE watchers (
  ticket_id {INT} NOT NULL REFERENCES tickets(id),
  user_id {INT} NOT NULL REFERENCES users(id),
  PRIMARY KEY (ticket_id, user_id)
) {STRICT};
CREATE INDEX watchers_user ON watchers(user_id);

CREATE TABLE mentions (
  user_id {INT} NOT NULL REFERENCES users(id),
  message_id {INT} NOT NULL REFERENCES messages(id),
  ticket_id {INT} NOT NULL REFERENCES tickets(id),
  at {INT} NOT NULL,
  seen_at {INT},
  PRIMARY KEY (user_id, message_id)
) {STRICT};

CREATE TABLE approvals (
  id {INT} PRIMARY KEY,
  ticket_id {INT} NOT NULL REFERENCES tickets(id),
  cycle {INT} NOT NULL,
  step {INT} NOT NULL,
  role TEXT NOT NULL,
  requested_by {INT} NOT NULL,
  requested_at {INT} NOT NULL,
  decision TEXT,                      -- approved, rejected, NULL: waiting
  decided_by {INT},
  decided_at {INT},
  comment TEXT NOT NULL DEFAULT ''
) {STRICT};
CREATE INDEX approvals_ticket ON approvals(ticket_id);
CREATE INDEX approvals_waiting ON approvals(role, requested_at) WHERE decision IS NULL;

CREATE TABLE escalations (
  ticket_id {INT} NOT NULL REFERENCES tickets(id),
  clock TEXT NOT NULL,
  cycle {INT} NOT NULL,
  level TEXT NOT NULL,
  at {INT} NOT NULL,
  PRIMARY KEY (ticket_id, clock, cycle, level)
) {STRICT};
CREATE INDEX escalations_at ON escalations(at);

CREATE TABLE idempotency (
  key_hash {BLOB} PRIMARY KEY,        -- caller + route + key
  body_hash {BLOB} NOT NULL,
  answer TEXT NOT NULL,
  at {INT} NOT NULL
) {STRICT};

CREATE TABLE outbox (
  id {INT} PRIMARY KEY,
  created_at {INT} NOT NULL,
  kind TEXT NOT NULL,                 -- email, webhook, head
  ticket_id {INT},
  template TEXT NOT NULL DEFAULT '',
  dedup_key TEXT NOT NULL,            -- ticket, stage, cycle: a notice goes out once
  payload_enc {BLOB} NOT NULL,
  state TEXT NOT NULL,                -- waiting, sent, dead
  attempts {INT} NOT NULL DEFAULT 0,
  next_at {INT},
  leased_until {INT} NOT NULL DEFAULT 0,
  sent_at {INT},
  last_error TEXT NOT NULL DEFAULT ''
) {STRICT};
CREATE INDEX outbox_waiting ON outbox(next_at) WHERE next_at IS NOT NULL;
CREATE UNIQUE INDEX outbox_dedup ON outbox(dedup_key);

CREATE TABLE quarantine (
  id {INT} PRIMARY KEY,
  at {INT} NOT NULL,
  source TEXT NOT NULL,
  reason TEXT NOT NULL,
  raw_enc {BLOB} NOT NULL,
  state TEXT NOT NULL,                -- waiting, done, dismissed
  attempts {INT} NOT NULL DEFAULT 0
) {STRICT};

CREATE TABLE leases (
  name TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  until {INT} NOT NULL
) {STRICT};

-- Versioned documents of the instance: routing rules, SLA policies, templates, macros, calendars, forms,
-- settings. The highest version is in force; the others are its history.
CREATE TABLE documents (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  version {INT} NOT NULL,
  body TEXT NOT NULL,
  at {INT} NOT NULL,
  by TEXT NOT NULL,
  PRIMARY KEY (kind, id, version)
) {STRICT};

CREATE TABLE saved_views (
  id {INT} PRIMARY KEY,
  user_id {INT} NOT NULL REFERENCES users(id),
  shared {INT} NOT NULL DEFAULT 0,
  name TEXT NOT NULL,
  query TEXT NOT NULL
) {STRICT};

-- Full text. Bigrams of the masked text; search_state remembers the last event that was indexed.
--@sqlite
CREATE VIRTUAL TABLE ticket_search USING fts5(grams, content='', detail=none,
                                              tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co So'");
--@end
--@postgres
CREATE TABLE ticket_search (rowid BIGINT PRIMARY KEY, grams tsvector NOT NULL);
CREATE INDEX ticket_search_grams ON ticket_search USING gin(grams);
--@end
