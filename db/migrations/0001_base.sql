-- The event log with its Merkle tree, rollups, counters and the record of migrations. Times are UTC
-- microseconds, hashes 32 raw bytes.

CREATE TABLE schema_migrations (
  number {INT} PRIMARY KEY,
  name TEXT NOT NULL,
  checksum TEXT NOT NULL,             -- SHA-256 of the released file, hexadecimal
  applied_at {INT} NOT NULL
) {STRICT};

CREATE TABLE instance (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) {STRICT};

-- One row an event, in the order of the log: seq has no gaps and no event is ever changed.
CREATE TABLE events (
  seq {INT} PRIMARY KEY,
  at {INT} NOT NULL,
  ticket_id {INT} NOT NULL,           -- 0: not about a ticket
  ticket_no TEXT NOT NULL,
  actor TEXT NOT NULL,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  leaf_hash {BLOB} NOT NULL
) {STRICT};
--@sqlite
CREATE INDEX events_ticket ON events(ticket_id);  -- ends with the rowid, which is seq
--@end
--@postgres
CREATE INDEX events_ticket ON events(ticket_id, seq);
--@end

-- Roots of complete subtrees at levels 8, 16, …: proofs read hundreds of hashes, not millions.
CREATE TABLE tree_tiles (
  level {INT} NOT NULL,
  idx {INT} NOT NULL,
  hash {BLOB} NOT NULL,
  PRIMARY KEY (level, idx)
) {STRICT_NO_ROWID};

-- At most one signed head a second: a later batch of the same second replaces it.
CREATE TABLE tree_heads (
  second {INT} PRIMARY KEY,
  tree_size {INT} NOT NULL,
  root {BLOB} NOT NULL,
  at {INT} NOT NULL,
  signature {BLOB} NOT NULL
) {STRICT};

-- Where the log ends. Exactly one row; its lock orders the batches of several nodes.
CREATE TABLE ledger_state (
  id {INT} PRIMARY KEY CHECK (id = 1),
  size {INT} NOT NULL,
  frontier {BLOB} NOT NULL,
  last_at {INT} NOT NULL,             -- of the newest event; time never goes back in the log
  log_id TEXT NOT NULL
) {STRICT};

CREATE TABLE rollups (
  hour {INT} NOT NULL,                -- hours since 1970, UTC
  metric TEXT NOT NULL,
  dims TEXT NOT NULL,
  bucket {INT} NOT NULL,
  n {INT} NOT NULL,
  sum {INT} NOT NULL,
  PRIMARY KEY (hour, metric, dims, bucket)
) {STRICT_NO_ROWID};

CREATE TABLE counters (
  name TEXT PRIMARY KEY,
  value {INT} NOT NULL
) {STRICT};
INSERT INTO counters (name, value) VALUES ('id', 0);

--@postgres
-- Ids come in blocks of 100 that a rolled back batch does not give back and no node waits for.
CREATE SEQUENCE id_blocks START 1 INCREMENT 100;

-- The last batch each writer committed: tells after a lost connection whether COMMIT had arrived.
CREATE TABLE writer_marks (
  writer TEXT PRIMARY KEY,
  batch BIGINT NOT NULL,
  at BIGINT NOT NULL
);
--@end
