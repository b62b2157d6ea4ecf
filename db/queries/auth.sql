-- Sessions, tokens and the people behind them.

-- name: session_person
SELECT s.user_id, s.csrf, s.created_at, s.last_seen_at, s.expires_at, u.active, u.roles, u.department_id,
  u.display_name, u.login, u.locale, u.must_change_password, CASE WHEN u.totp_enc IS NULL THEN 0 ELSE 1 END
FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token_hash = ?1

-- name: sessions_delete_others
DELETE FROM sessions WHERE user_id = ?1 AND token_hash <> ?2

-- name: sessions_keep_newest
DELETE FROM sessions WHERE user_id = ?1 AND token_hash NOT IN
  (SELECT n.token_hash FROM sessions n WHERE n.user_id = ?1 ORDER BY n.last_seen_at DESC, n.created_at DESC LIMIT ?2)

-- name: sessions_count_of_user
SELECT count(*) FROM sessions WHERE user_id = ?1

-- name: token_person
SELECT t.id, t.user_id, t.scopes, t.expires_at, t.revoked_at, u.active, u.roles, u.department_id, u.display_name
FROM tokens t JOIN users u ON u.id = t.user_id WHERE t.token_hash = ?1

-- name: token_by_id
SELECT t.user_id, t.name, t.scopes, t.revoked_at FROM tokens t WHERE t.id = ?1

-- name: users_rights
SELECT id, login, roles, active FROM users ORDER BY id

-- name: users_count
SELECT count(*) FROM users

-- name: users_active_of_department
SELECT count(*) FROM users WHERE department_id = ?1 AND active = 1

-- name: departments_children_active
SELECT count(*) FROM departments WHERE parent_id = ?1 AND active = 1

-- name: department_by_id
SELECT id, name, code, parent_id, calendar_id, active, version FROM departments WHERE id = ?1

-- name: departments_open_tickets
SELECT department_id, count(*) FROM tickets WHERE state <> 'closed' AND department_id IS NOT NULL GROUP BY department_id

-- name: role_by_id
SELECT role, label_zh, label_en, permissions, two_factor_required, version FROM roles WHERE role = ?1

-- name: role_update
UPDATE roles SET permissions = ?2, two_factor_required = ?3, label_zh = ?4, label_en = ?5, version = version + 1
WHERE role = ?1 AND version = ?6

-- name: document_history
SELECT version, body, at, by FROM documents WHERE kind = ?1 AND id = ?2 ORDER BY version DESC LIMIT ?3

-- name: document_version
SELECT version, body, at, by FROM documents WHERE kind = ?1 AND id = ?2 AND version = ?3
