-- name: ticket_insert
INSERT INTO tickets (id, ticket_no, channel, category, complaint_kind, sentiment, emotion_intensity, sensitive,
  priority, state, sub_state, title, content_masked, content_enc, data_key, fingerprint, lang, product, order_no,
  department_id, owner_id, first_owner_id, customer_id, received_at, created_at, updated_at, next_due_at,
  next_due_clock, next_timer_at, breached, cycle, topics, tags, custom)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23,
  ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34)

-- name: ticket_project
UPDATE tickets SET category = ?2, complaint_kind = ?3, sentiment = ?4, emotion_intensity = ?5, sensitive = ?6,
  priority = ?7, state = ?8, sub_state = ?9, close_reason = ?10, department_id = ?11, owner_id = ?12,
  first_owner_id = ?13, merged_into = ?14, parent_id = ?15, received_at = ?16, updated_at = ?17, next_due_at = ?18,
  next_due_clock = ?19, next_timer_at = ?20, breached = ?21, cycle = ?22, rating = ?23, title = ?24, product = ?25,
  order_no = ?26, topics = ?27, tags = ?28, custom = ?29, version = version + 1
WHERE id = ?1 AND version = ?30

-- name: ticket_touch_version
UPDATE tickets SET version = version + 1, updated_at = ?2 WHERE id = ?1

-- name: ticket_by_id
SELECT id, ticket_no, channel, category, complaint_kind, sentiment, emotion_intensity, sensitive, priority, state,
  sub_state, close_reason, title, content_masked, content_enc, data_key, lang, product, order_no, department_id,
  owner_id, first_owner_id, customer_id, parent_id, merged_into, received_at, created_at, updated_at, next_due_at,
  next_due_clock, next_timer_at, breached, cycle, rating, topics, tags, custom, version, fingerprint
FROM tickets WHERE id = ?1

-- name: ticket_events
SELECT seq, at, actor, kind, payload, leaf_hash FROM events WHERE ticket_id = ?1 ORDER BY seq

-- name: ticket_recent_of_customer
SELECT id, ticket_no, fingerprint FROM tickets
WHERE customer_id = ?1 AND received_at >= ?2 ORDER BY received_at DESC LIMIT 20

-- name: tickets_of_customer
SELECT id, ticket_no, title, state, received_at FROM tickets WHERE customer_id = ?1 ORDER BY received_at DESC LIMIT 50

-- name: ticket_count_of_customer
SELECT count(*) FROM tickets WHERE customer_id = ?1

-- name: tickets_timer_due
SELECT id FROM tickets WHERE next_timer_at IS NOT NULL AND next_timer_at <= ?1 ORDER BY next_timer_at LIMIT ?2

-- name: tickets_children
SELECT id, ticket_no, title, state FROM tickets WHERE parent_id = ?1 ORDER BY id

-- name: incidents_open
SELECT c.parent_id, count(*), CAST(sum(CASE WHEN c.state IN ('resolved','closed') THEN 0 ELSE 1 END) AS BIGINT),
  min(c.next_due_at), CAST(sum(c.breached) AS BIGINT), max(c.received_at)
FROM tickets c JOIN tickets p ON p.id = c.parent_id
WHERE c.parent_id IS NOT NULL AND p.state <> 'closed'
  AND (CAST(?1 AS BIGINT) = 1 OR p.department_id = ?2 OR p.owner_id = ?3 OR p.first_owner_id = ?3)
GROUP BY c.parent_id ORDER BY max(c.received_at) DESC, c.parent_id LIMIT ?4

-- name: ticket_ids_after
SELECT id FROM tickets WHERE id > ?1 ORDER BY id LIMIT ?2

-- name: open_tickets_of_leavers
SELECT t.id, t.owner_id FROM users u JOIN tickets t ON t.owner_id = u.id
WHERE u.active = 0 AND t.owner_id IS NOT NULL AND t.state <> 'closed'
  AND t.state IN ('pending','in_progress','to_be_tested') ORDER BY t.received_at LIMIT ?1

-- name: open_count_by_owner
SELECT owner_id, count(*) FROM tickets WHERE owner_id IS NOT NULL AND state IN ('pending','in_progress','to_be_tested') AND state <> 'closed' GROUP BY owner_id

-- name: message_insert
INSERT INTO messages (id, ticket_id, at, author_kind, author_id, visibility, kind, channel, text_masked, text_enc)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)

-- name: messages_of_ticket
SELECT id, at, author_kind, author_id, visibility, kind, channel, text_masked, text_enc, moved_to
FROM messages WHERE ticket_id = ?1 ORDER BY id

-- name: message_by_id
SELECT id, ticket_id, kind, text_masked, text_enc, visibility, author_kind, moved_to FROM messages WHERE id = ?1

-- name: ticket_parent
SELECT parent_id FROM tickets WHERE id = ?1

-- name: message_move
UPDATE messages SET moved_to = ?2 WHERE id = ?1

-- name: link_insert
INSERT INTO links (ticket_id, other_id, kind, at, by) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (ticket_id, other_id, kind) DO NOTHING

-- name: link_delete
DELETE FROM links WHERE ticket_id = ?1 AND other_id = ?2 AND kind = ?3

-- name: links_of_ticket
SELECT l.kind, t.ticket_no, t.title, t.state, coalesce(t.department_id, 0), coalesce(t.owner_id, 0),
  coalesce(t.first_owner_id, 0) FROM links l JOIN tickets t ON t.id = l.other_id
WHERE l.ticket_id = ?1 ORDER BY l.at, t.id

-- name: task_insert
INSERT INTO tasks (id, ticket_id, title, department_id, owner_id, due_at, created_at, created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)

-- name: task_done
UPDATE tasks SET done_at = ?2, done_by = ?3, result = ?4 WHERE id = ?1 AND done_at IS NULL

-- name: tasks_of_ticket
SELECT k.id, k.title, k.department_id, k.owner_id, k.due_at, k.created_at, k.done_at, k.result, u.display_name
FROM tasks k LEFT JOIN users u ON u.id = k.owner_id WHERE k.ticket_id = ?1 ORDER BY k.id

-- name: task_of_user_on_ticket
SELECT count(*) FROM tasks WHERE ticket_id = ?1 AND (owner_id = ?2 OR department_id = ?3)

-- name: watcher_insert
INSERT INTO watchers (ticket_id, user_id) VALUES (?1, ?2) ON CONFLICT (ticket_id, user_id) DO NOTHING

-- name: watcher_delete
DELETE FROM watchers WHERE ticket_id = ?1 AND user_id = ?2

-- name: watchers_of_ticket
SELECT u.id, u.display_name FROM watchers w JOIN users u ON u.id = w.user_id WHERE w.ticket_id = ?1 ORDER BY u.id

-- name: mention_insert
INSERT INTO mentions (user_id, message_id, ticket_id, at) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (user_id, message_id) DO NOTHING

-- name: mentions_seen
UPDATE mentions SET seen_at = ?3 WHERE user_id = ?1 AND ticket_id = ?2 AND seen_at IS NULL

-- name: ticket_read_mark
INSERT INTO ticket_reads (user_id, ticket_id, version) VALUES (?1, ?2, ?3)
ON CONFLICT (user_id, ticket_id) DO UPDATE SET version = excluded.version

-- One's own change does not make unread what one had read.
-- name: ticket_read_follow
UPDATE ticket_reads SET version = ?4 WHERE user_id = ?1 AND ticket_id = ?2 AND version = ?3

-- name: approval_insert
INSERT INTO approvals (id, ticket_id, cycle, step, role, requested_by, requested_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)

-- name: approval_decide
UPDATE approvals SET decision = ?3, decided_by = ?4, decided_at = ?5, comment = ?6
WHERE ticket_id = ?1 AND step = ?2 AND decision IS NULL

-- name: approvals_withdraw
UPDATE approvals SET decision = 'withdrawn', decided_at = ?2 WHERE ticket_id = ?1 AND decision IS NULL

-- name: approvals_of_ticket
SELECT a.step, a.role, a.decision, a.decided_at, a.comment, u.display_name, a.cycle, a.requested_at
FROM approvals a LEFT JOIN users u ON u.id = a.decided_by WHERE a.ticket_id = ?1 ORDER BY a.id

-- name: approvals_waiting
SELECT a.ticket_id, a.step, a.role, a.requested_at, u.display_name, t.ticket_no, t.title, t.priority, t.department_id, t.owner_id, t.first_owner_id
FROM approvals a JOIN tickets t ON t.id = a.ticket_id JOIN users u ON u.id = a.requested_by
WHERE a.decision IS NULL ORDER BY a.requested_at, a.id

-- name: escalation_insert
INSERT INTO escalations (ticket_id, clock, cycle, level, at) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (ticket_id, clock, cycle, level) DO NOTHING

-- name: escalations_of_ticket
SELECT clock, cycle, level, at FROM escalations WHERE ticket_id = ?1

-- name: escalations_recent
SELECT e.at, t.ticket_no, e.level, e.clock, t.department_id, t.owner_id, t.first_owner_id
FROM escalations e JOIN tickets t ON t.id = e.ticket_id WHERE e.at >= ?1 ORDER BY e.at DESC LIMIT 50

-- name: idempotency_get
SELECT body_hash, answer FROM idempotency WHERE key_hash = ?1

-- name: idempotency_put
INSERT INTO idempotency (key_hash, body_hash, answer, at) VALUES (?1, ?2, ?3, ?4)

-- name: idempotency_purge
DELETE FROM idempotency WHERE at < ?1

-- name: attachment_insert
INSERT INTO attachments (id, ticket_id, message_id, name, content_type, size_bytes, sha256, bytes_enc, created_at, created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)

-- name: attachments_of_ticket
SELECT id, created_by, name, content_type, size_bytes, created_at FROM attachments WHERE ticket_id = ?1 ORDER BY id

-- name: attachment_by_id
SELECT bytes_enc, sha256 FROM attachments WHERE id = ?1

-- name: attachment_same
SELECT id, created_at FROM attachments
WHERE ticket_id = ?1 AND sha256 = ?2 AND name = ?3 AND created_by = ?4 ORDER BY id

-- name: attachment_count
SELECT count(*), CAST(coalesce(sum(size_bytes), 0) AS BIGINT) FROM attachments WHERE ticket_id = ?1

-- name: attachment_count_by
SELECT count(*), CAST(coalesce(sum(size_bytes), 0) AS BIGINT) FROM attachments
WHERE ticket_id = ?1 AND created_by = ?2

-- name: search_insert @sqlite
INSERT INTO ticket_search (rowid, grams) VALUES (?1, ?2)
-- name: search_insert @postgres
INSERT INTO ticket_search (rowid, grams) VALUES (?1, array_to_tsvector(string_to_array(?2, ' '))) ON CONFLICT (rowid) DO NOTHING

-- name: search_candidates @sqlite
SELECT rowid FROM ticket_search WHERE ticket_search MATCH ?1 AND rowid < ?2 ORDER BY rowid DESC LIMIT ?3
-- name: search_candidates @postgres
SELECT rowid FROM ticket_search WHERE grams @@ CAST(?1 AS tsquery) AND rowid < ?2 ORDER BY rowid DESC LIMIT ?3

-- name: search_tickets @sqlite
SELECT h.id, coalesce(t.id, o.id), coalesce(t.received_at, o.received_at)
FROM (SELECT rowid AS id FROM ticket_search WHERE ticket_search MATCH ?1 AND rowid < ?2 ORDER BY rowid DESC LIMIT ?3) h
LEFT JOIN tickets t ON t.id = h.id
LEFT JOIN messages m ON t.id IS NULL AND m.id = h.id LEFT JOIN tickets o ON o.id = m.ticket_id
ORDER BY h.id DESC
-- name: search_tickets @postgres
SELECT h.id, coalesce(t.id, o.id), coalesce(t.received_at, o.received_at)
FROM (SELECT rowid AS id FROM ticket_search WHERE grams @@ CAST(?1 AS tsquery) AND rowid < ?2 ORDER BY rowid DESC LIMIT ?3) h
LEFT JOIN tickets t ON t.id = h.id
LEFT JOIN messages m ON t.id IS NULL AND m.id = h.id LEFT JOIN tickets o ON o.id = m.ticket_id
ORDER BY h.id DESC

-- name: search_text
SELECT t.id, t.received_at, t.content_masked, t.title FROM tickets t WHERE t.id = ?1
UNION ALL
SELECT t.id, t.received_at, m.text_masked, '' FROM messages m JOIN tickets t ON t.id = m.ticket_id
WHERE m.id = ?1

-- name: events_after
SELECT seq, at, ticket_id, ticket_no, actor, kind, payload FROM events WHERE seq > ?1 ORDER BY seq LIMIT ?2

-- name: event_heads_between
SELECT seq, at, ticket_id, ticket_no, actor, kind FROM events WHERE seq >= ?1 AND seq < ?2 ORDER BY seq LIMIT ?3

-- name: events_newest
SELECT coalesce(max(seq), -1) FROM events

-- name: ticket_place
SELECT department_id, owner_id, first_owner_id FROM tickets WHERE id = ?1

-- name: open_by_state
SELECT state, count(*), min(received_at) FROM tickets WHERE state <> 'closed' GROUP BY state

-- name: open_by_department_state
SELECT state, count(*), min(received_at) FROM tickets WHERE state <> 'closed' AND department_id = ?1 GROUP BY state

-- name: open_ages
SELECT received_at, channel, owner_id, breached FROM tickets WHERE state <> 'closed' AND state <> 'resolved'

-- name: due_before
SELECT count(*) FROM tickets WHERE next_due_at IS NOT NULL AND next_due_at >= ?1 AND next_due_at <= ?2

-- name: events_filtered
SELECT seq, at, ticket_no, actor, kind, payload, leaf_hash FROM events
WHERE seq > ?1 AND (?2 = '' OR kind = ?2) AND (?3 = '' OR ticket_no = ?3) ORDER BY seq LIMIT ?4

-- name: tickets_for_dry_run
SELECT ticket_no, channel, category, complaint_kind, sentiment, emotion_intensity, sensitive, priority,
  content_masked, lang, product, topics, tags FROM tickets ORDER BY received_at DESC, id DESC LIMIT ?1

-- name: events_text_after
SELECT seq, ticket_id, kind, payload FROM events WHERE seq > ?1 ORDER BY seq LIMIT ?2

-- name: messages_after
SELECT id, text_masked FROM messages WHERE ticket_id = ?1 AND id = ?2

-- name: ticket_text
SELECT content_masked FROM tickets WHERE id = ?1

-- name: unassigned_open
SELECT id FROM tickets WHERE department_id = ?1 AND state <> 'closed' AND owner_id IS NULL
  AND state IN ('pending','in_progress','to_be_tested') ORDER BY received_at LIMIT ?2

-- name: online_users
SELECT count(*) FROM users WHERE online = 1 AND active = 1

-- name: ticket_steps_after
SELECT ticket_id, seq, at, ticket_no, actor, kind, payload FROM events
WHERE (ticket_id, seq) > (?1, ?2) ORDER BY ticket_id, seq LIMIT ?3

-- name: created_texts_after
SELECT e.seq, t.id, t.content_masked FROM events e JOIN tickets t ON t.id = e.ticket_id
WHERE e.seq > ?1 AND e.kind = 'ticket_created' ORDER BY e.seq LIMIT ?2

-- name: texts_received_since
SELECT id, content_masked FROM tickets t WHERE received_at >= ?1 AND parent_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM tickets c WHERE c.parent_id = t.id) ORDER BY received_at DESC, id DESC LIMIT ?2

-- name: open_tickets_after
SELECT id, ticket_no FROM tickets WHERE id > ?1 AND state <> 'closed' ORDER BY id LIMIT ?2

-- name: bulk_notice_insert
INSERT INTO bulk_notices (id, incident_id, incident_no, author_id, state, message_enc, tickets, hidden, report,
  created_at, comment) VALUES (?1, ?2, ?3, ?4, 'waiting', ?5, ?6, ?7, '[]', ?8, '')

-- name: bulk_notice_by_id
SELECT id, incident_id, incident_no, author_id, state, message_enc, tickets, hidden, report, created_at, decided_by,
  decided_at, comment, next_at FROM bulk_notices WHERE id = ?1

-- The newest of a state ('': any) and an incident (0: any).
-- name: bulk_notices_newest
SELECT id, incident_id, incident_no, author_id, state, message_enc, tickets, hidden, report, created_at, decided_by,
  decided_at, comment, next_at FROM bulk_notices
WHERE (?1 = '' OR state = ?1) AND (CAST(?2 AS BIGINT) = 0 OR incident_id = CAST(?2 AS BIGINT))
  ORDER BY id DESC LIMIT ?3

-- name: bulk_notice_decide
UPDATE bulk_notices SET state = ?2, decided_by = ?3, decided_at = ?4, comment = ?5, next_at = ?6
WHERE id = ?1 AND state = 'waiting'

-- name: bulk_notices_due
SELECT id, incident_id, incident_no, author_id, state, message_enc, tickets, hidden, report, created_at, decided_by,
  decided_at, comment, next_at FROM bulk_notices WHERE state = 'sending' AND next_at <= ?1 ORDER BY next_at, id LIMIT ?2

-- name: bulk_notice_progress
UPDATE bulk_notices SET state = ?2, report = ?3, next_at = ?4 WHERE id = ?1 AND state = 'sending'
