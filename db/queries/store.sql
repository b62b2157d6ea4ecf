-- The log, rollups and counters: used by src/store only, except the readers at the end.

-- name: ledger_lock @sqlite
SELECT size, frontier, last_at, log_id FROM ledger_state WHERE id = 1
-- name: ledger_lock @postgres
SELECT size, frontier, last_at, log_id FROM ledger_state WHERE id = 1 FOR UPDATE

-- name: ledger_read
SELECT size, frontier, last_at, log_id FROM ledger_state WHERE id = 1

-- name: ledger_seed
INSERT INTO ledger_state (id, size, frontier, last_at, log_id) VALUES (1, 0, ?1, 0, ?2)
ON CONFLICT (id) DO NOTHING

-- name: ledger_write
UPDATE ledger_state SET size = ?1, frontier = ?2, last_at = ?3 WHERE id = 1

-- name: event_insert
INSERT INTO events (seq, at, ticket_id, ticket_no, actor, kind, payload, leaf_hash)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)

-- name: tile_insert
INSERT INTO tree_tiles (level, idx, hash) VALUES (?1, ?2, ?3)

-- name: head_put
INSERT INTO tree_heads (second, tree_size, root, at, signature) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (second) DO UPDATE SET tree_size = excluded.tree_size, root = excluded.root,
  at = excluded.at, signature = excluded.signature

-- name: rollup_add
INSERT INTO rollups (hour, metric, dims, bucket, n, sum) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (hour, metric, dims, bucket) DO UPDATE SET n = rollups.n + excluded.n,
  sum = rollups.sum + excluded.sum

-- name: id_block @sqlite
UPDATE counters SET value = value + 100 WHERE name = 'id' RETURNING value - 99
-- name: id_block @postgres
SELECT nextval('id_blocks')

-- name: migrations_applied
SELECT number, name, checksum FROM schema_migrations ORDER BY number

-- name: migration_record
INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES (?1, ?2, ?3, ?4)

-- name: log_events
SELECT seq, at, ticket_id, ticket_no, actor, kind, payload, leaf_hash FROM events
WHERE seq >= ?1 ORDER BY seq LIMIT ?2

-- name: log_event
SELECT seq, at, ticket_id, ticket_no, actor, kind, payload, leaf_hash FROM events WHERE seq = ?1

-- name: log_leaf_hashes
SELECT leaf_hash FROM events WHERE seq >= ?1 ORDER BY seq LIMIT ?2

-- name: log_tiles
SELECT hash FROM tree_tiles WHERE level = ?1 AND idx >= ?2 ORDER BY idx LIMIT ?3

-- name: log_tiles_ending
SELECT level, idx, hash FROM tree_tiles WHERE level = ?1 AND idx >= ?2 AND idx < ?3 ORDER BY idx

-- name: log_heads
SELECT tree_size, root, at, signature, second FROM tree_heads WHERE second > ?1 ORDER BY second LIMIT ?2

-- name: log_head_newest
SELECT tree_size, root, at, signature FROM tree_heads ORDER BY second DESC LIMIT 1

-- name: instance_get
SELECT value FROM instance WHERE key = ?1

-- name: instance_put
INSERT INTO instance (key, value) VALUES (?1, ?2)
ON CONFLICT (key) DO UPDATE SET value = excluded.value

-- name: rollups_between
SELECT hour, metric, dims, bucket, n, sum FROM rollups
WHERE hour >= ?1 AND hour < ?2 AND metric = ?3 ORDER BY hour, dims, bucket

-- name: rollups_all
SELECT hour, metric, dims, bucket, n, sum FROM rollups
