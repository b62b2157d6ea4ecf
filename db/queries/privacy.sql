-- Rights of the people the data is about: what is held, and taking it away (app/erase_subject.h).

-- name: subject_customer
SELECT data_key, name_enc, mobile_enc, email_enc, tier, created_at, erased_at FROM customers WHERE id = ?1

-- name: subjects_by_mobile
SELECT id FROM customers WHERE mobile_index = ?1 ORDER BY id

-- name: subjects_by_email
SELECT id FROM customers WHERE email_index = ?1 ORDER BY id

-- name: subject_tickets
SELECT id, ticket_no, state, tags, content_masked, data_key IS NOT NULL FROM tickets WHERE customer_id = ?1 ORDER BY id

-- name: subject_message_texts
SELECT id, text_masked FROM messages WHERE ticket_id = ?1 ORDER BY id

-- name: subject_counts
SELECT (SELECT count(*) FROM messages m JOIN tickets t ON t.id = m.ticket_id WHERE t.customer_id = ?1),
  (SELECT count(*) FROM attachments a JOIN tickets t ON t.id = a.ticket_id WHERE t.customer_id = ?1)

-- name: subject_attachments
SELECT id, created_by, name, content_type, size_bytes, created_at, sha256, bytes_enc FROM attachments
WHERE ticket_id = ?1 ORDER BY id

-- name: subject_notices
SELECT created_at, template, state, sent_at FROM outbox WHERE ticket_id = ?1 ORDER BY id

-- name: erased_subjects
SELECT id, erased_at FROM customers WHERE erased_at IS NOT NULL ORDER BY id

-- name: erase_customer
UPDATE customers SET data_key = NULL, name_enc = NULL, mobile_enc = NULL, email_enc = NULL, name_masked = '',
  mobile_masked = '', email_masked = '', mobile_index = NULL, email_index = NULL, tier = 'standard', erased_at = ?2
WHERE id = ?1 AND erased_at IS NULL

-- name: erase_ticket
UPDATE tickets SET title = '', content_masked = '', content_enc = NULL, data_key = NULL, fingerprint = 0,
  product = NULL, order_no = NULL, topics = '[]', tags = '[]', custom = '{}' WHERE id = ?1

-- name: erase_messages
UPDATE messages SET text_masked = '', text_enc = NULL WHERE ticket_id = ?1

-- name: erase_attachments
UPDATE attachments SET name = '', sha256 = ?2, bytes_enc = NULL WHERE ticket_id = ?1

-- name: erase_tasks
UPDATE tasks SET title = '', result = '' WHERE ticket_id = ?1

-- name: erase_approvals
UPDATE approvals SET comment = '' WHERE ticket_id = ?1

-- name: erase_outbox
DELETE FROM outbox WHERE ticket_id = ?1

-- name: erase_idempotency
DELETE FROM idempotency WHERE answer = ?1

-- name: search_forget @sqlite
INSERT INTO ticket_search (ticket_search, rowid, grams)
SELECT 'delete', ?1, ?2 WHERE EXISTS (SELECT 1 FROM ticket_search_docsize WHERE id = ?1)
-- name: search_forget @postgres
DELETE FROM ticket_search WHERE rowid = ?1 AND CAST(?2 AS TEXT) IS NOT NULL

-- name: total_changes @sqlite
SELECT total_changes()
-- name: total_changes @postgres
SELECT CAST(0 AS BIGINT)

-- name: search_merge @sqlite
INSERT INTO ticket_search (ticket_search, rank) VALUES ('merge', -500)
-- name: search_merge @postgres
DELETE FROM ticket_search WHERE rowid < 0
