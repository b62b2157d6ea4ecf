-- name: customer_insert
INSERT INTO customers (id, data_key, name_enc, mobile_enc, email_enc, name_masked, mobile_masked, email_masked,
  mobile_index, email_index, tier, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)

-- name: customer_by_mobile
SELECT id, tier FROM customers WHERE mobile_index = ?1 ORDER BY id LIMIT 1

-- name: customer_by_email
SELECT id, tier FROM customers WHERE email_index = ?1 ORDER BY id LIMIT 1

-- name: customer_by_both
SELECT id, tier FROM customers WHERE mobile_index = ?1 AND email_index = ?2 ORDER BY id LIMIT 1

-- name: customer_by_id
SELECT id, data_key, name_enc, mobile_enc, email_enc, name_masked, mobile_masked, email_masked, tier, erased_at
FROM customers WHERE id = ?1

-- name: customer_masked
SELECT name_masked, mobile_masked, email_masked FROM customers WHERE id = ?1

-- name: user_insert
INSERT INTO users (id, login, display_name, department_id, roles, tier, skills, capacity, email, locale, password_hash,
  must_change_password, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)

-- name: user_by_login
SELECT id, login, display_name, department_id, roles, tier, skills, capacity, active, online, email, locale,
  password_hash, must_change_password, totp_enc, totp_pending_enc, totp_last_step, recovery_codes, failed_logins,
  locked_until, version FROM users WHERE login = ?1

-- name: user_by_id
SELECT id, login, display_name, department_id, roles, tier, skills, capacity, active, online, email, locale,
  password_hash, must_change_password, totp_enc, totp_pending_enc, totp_last_step, recovery_codes, failed_logins,
  locked_until, version FROM users WHERE id = ?1

-- name: users_all
SELECT id, login, display_name, department_id, roles, tier, skills, capacity, active, online, email, locale,
  password_hash, must_change_password, totp_enc, totp_pending_enc, totp_last_step, recovery_codes, failed_logins,
  locked_until, version FROM users ORDER BY id

-- name: user_update
UPDATE users SET display_name = ?2, department_id = ?3, roles = ?4, tier = ?5, skills = ?6, capacity = ?7, active = ?8,
  email = ?9, locale = ?10, version = version + 1 WHERE id = ?1 AND version = ?11

-- name: user_set_online
UPDATE users SET online = ?2 WHERE id = ?1

-- name: user_set_password
UPDATE users SET password_hash = ?2, must_change_password = ?3, failed_logins = 0, locked_until = 0 WHERE id = ?1

-- name: user_login_failed
UPDATE users SET failed_logins = failed_logins + 1, locked_until = ?2 WHERE id = ?1

-- name: user_login_ok
UPDATE users SET failed_logins = 0, locked_until = 0, totp_last_step = ?2, recovery_codes = ?3 WHERE id = ?1

-- name: user_unlock
UPDATE users SET failed_logins = 0, locked_until = 0 WHERE id = ?1

-- name: user_totp_pending
UPDATE users SET totp_pending_enc = ?2 WHERE id = ?1

-- name: user_totp_confirm
UPDATE users SET totp_enc = totp_pending_enc, totp_pending_enc = NULL, totp_last_step = ?2, recovery_codes = ?3 WHERE id = ?1

-- name: user_totp_clear
UPDATE users SET totp_enc = NULL, totp_pending_enc = NULL, recovery_codes = '[]' WHERE id = ?1

-- name: session_insert
INSERT INTO sessions (token_hash, user_id, csrf, created_at, last_seen_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)

-- name: session_by_hash
SELECT user_id, csrf, created_at, last_seen_at, expires_at FROM sessions WHERE token_hash = ?1

-- name: session_touch
UPDATE sessions SET last_seen_at = ?2 WHERE token_hash = ?1

-- name: session_delete
DELETE FROM sessions WHERE token_hash = ?1

-- name: sessions_delete_of_user
DELETE FROM sessions WHERE user_id = ?1

-- name: sessions_purge
DELETE FROM sessions WHERE expires_at < ?1 OR last_seen_at < ?2

-- name: token_insert
INSERT INTO tokens (id, user_id, name, token_hash, scopes, created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)

-- name: token_by_hash
SELECT id, user_id, scopes, expires_at, revoked_at FROM tokens WHERE token_hash = ?1

-- name: tokens_all
SELECT t.id, t.name, t.scopes, t.created_at, t.expires_at, t.revoked_at, u.login FROM tokens t
JOIN users u ON u.id = t.user_id ORDER BY t.id

-- name: token_revoke
UPDATE tokens SET revoked_at = ?2 WHERE id = ?1 AND revoked_at IS NULL

-- name: department_insert
INSERT INTO departments (id, name, code, parent_id, calendar_id) VALUES (?1, ?2, ?3, ?4, ?5)

-- name: department_update
UPDATE departments SET name = ?2, parent_id = ?3, calendar_id = ?4, active = ?5, version = version + 1
WHERE id = ?1 AND version = ?6

-- name: departments_all
SELECT id, name, code, parent_id, calendar_id, active, version FROM departments ORDER BY id

-- name: role_upsert
INSERT INTO roles (role, label_zh, label_en, permissions, two_factor_required) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (role) DO UPDATE SET permissions = excluded.permissions,
  two_factor_required = excluded.two_factor_required, version = roles.version + 1

-- name: roles_all
SELECT role, label_zh, label_en, permissions, two_factor_required, version FROM roles ORDER BY role

-- name: document_latest
SELECT version, body, at, by FROM documents WHERE kind = ?1 AND id = ?2 ORDER BY version DESC LIMIT 1

-- name: documents_of_kind
SELECT d.id, d.version, d.body, d.at, d.by FROM documents d
WHERE d.kind = ?1 AND d.version = (SELECT max(version) FROM documents x WHERE x.kind = d.kind AND x.id = d.id)
ORDER BY d.id

-- name: document_versions_of_kind
SELECT id, version, body FROM documents WHERE kind = ?1 ORDER BY id, version

-- name: document_insert
INSERT INTO documents (kind, id, version, body, at, by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)

-- name: outbox_insert
INSERT INTO outbox (id, created_at, kind, ticket_id, template, dedup_key, payload_enc, state, next_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'waiting', ?8) ON CONFLICT (dedup_key) DO NOTHING

-- name: outbox_due
SELECT id, kind, ticket_id, template, payload_enc, attempts FROM outbox
WHERE kind = 'email' AND next_at IS NOT NULL AND next_at <= ?1 AND leased_until < ?1 ORDER BY next_at LIMIT ?2

-- name: webhook_due
SELECT id, template, payload_enc, attempts FROM outbox
WHERE kind = 'webhook' AND next_at IS NOT NULL AND next_at <= ?1 AND leased_until < ?1 AND template LIKE ?2
ORDER BY id LIMIT ?3

-- name: webhook_drop
UPDATE outbox SET state = 'dead', next_at = NULL, last_error = ?2
WHERE kind = 'webhook' AND state = 'waiting' AND template LIKE ?1

-- name: webhook_deliveries
SELECT o.id, o.created_at, o.template, o.state, o.attempts, o.next_at, o.sent_at, o.last_error, t.ticket_no
FROM outbox o LEFT JOIN tickets t ON t.id = o.ticket_id
WHERE o.kind = 'webhook' AND o.template LIKE ?1 ORDER BY o.id DESC LIMIT ?2

-- name: outbox_lease
UPDATE outbox SET leased_until = ?2 WHERE id = ?1 AND leased_until < ?3 AND state = 'waiting'

-- name: outbox_sent
UPDATE outbox SET state = 'sent', sent_at = ?2, next_at = NULL, attempts = attempts + 1, last_error = '' WHERE id = ?1

-- name: outbox_failed
UPDATE outbox SET state = ?2, next_at = ?3, leased_until = 0, attempts = attempts + 1, last_error = ?4 WHERE id = ?1

-- name: outbox_retry
UPDATE outbox SET state = 'waiting', next_at = ?2, leased_until = 0 WHERE id = ?1 AND state <> 'sent'

-- name: outbox_list
SELECT o.id, o.created_at, o.kind, o.template, o.state, o.attempts, o.next_at, o.sent_at, o.last_error, t.ticket_no
FROM outbox o LEFT JOIN tickets t ON t.id = o.ticket_id
WHERE (?1 = '' OR o.state = ?1) AND o.id < ?2 ORDER BY o.id DESC LIMIT ?3

-- name: quarantine_insert
INSERT INTO quarantine (id, at, source, reason, raw_enc, state) VALUES (?1, ?2, ?3, ?4, ?5, 'waiting')

-- name: quarantine_list
SELECT id, at, source, reason, state, attempts FROM quarantine WHERE id < ?1 ORDER BY id DESC LIMIT ?2

-- name: quarantine_by_id
SELECT id, source, reason, raw_enc, state, attempts FROM quarantine WHERE id = ?1

-- name: quarantine_set
UPDATE quarantine SET state = ?2, reason = ?3, attempts = attempts + 1 WHERE id = ?1

-- name: lease_take
INSERT INTO leases (name, holder, until) VALUES (?1, ?2, ?3)
ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
WHERE leases.until < ?4 OR leases.holder = excluded.holder

-- name: lease_until
SELECT until FROM leases WHERE name = ?1

-- name: lease_release
UPDATE leases SET until = 0 WHERE name = ?1 AND holder = ?2

-- name: saved_view_insert
INSERT INTO saved_views (id, user_id, shared, name, query) VALUES (?1, ?2, ?3, ?4, ?5)

-- name: saved_view_update
UPDATE saved_views SET shared = ?2, name = ?3, query = ?4 WHERE id = ?1

-- The reader ?1 and his department ?2: his own, those for everybody (1), those for his owner's
-- department (2), which follow the owner when he moves.
-- name: saved_views_for
SELECT v.id, v.user_id, v.shared, v.name, v.query, u.display_name
FROM saved_views v JOIN users u ON u.id = v.user_id
WHERE v.user_id = ?1 OR v.shared = 1 OR (v.shared = 2 AND u.department_id = ?2)
ORDER BY v.id

-- name: saved_view_delete
DELETE FROM saved_views WHERE id = ?1
