-- How far each person has read the tickets he opened: the ticket's version then.
CREATE TABLE ticket_reads (
  user_id {INT} NOT NULL REFERENCES users(id),
  ticket_id {INT} NOT NULL REFERENCES tickets(id),
  version {INT} NOT NULL,
  PRIMARY KEY (user_id, ticket_id)
) {STRICT_NO_ROWID};
-- What people own was theirs before anybody counted.
INSERT INTO ticket_reads (user_id, ticket_id, version)
  SELECT owner_id, id, version FROM tickets WHERE owner_id IS NOT NULL;
