-- Messages to the customers of many tickets that wait for a second person, are on their way, or are
-- over. What is said and whom to is fixed when it is asked for.
CREATE TABLE bulk_notices (
  id {INT} PRIMARY KEY,
  incident_id {INT} NOT NULL REFERENCES tickets(id),
  incident_no TEXT NOT NULL,
  author_id {INT} NOT NULL REFERENCES users(id),
  state TEXT NOT NULL,                -- waiting, sending, sent, rejected, withdrawn, stopped
  message_enc {BLOB} NOT NULL,        -- sealed JSON (app/incident_message.h)
  tickets TEXT NOT NULL,              -- JSON: numbers, in the order they are told
  hidden {INT} NOT NULL,              -- children the author could not see: not told
  report TEXT NOT NULL,               -- JSON: outcomes so far, in the same order, the parent last
  created_at {INT} NOT NULL,
  decided_by {INT} REFERENCES users(id),
  decided_at {INT},
  comment TEXT NOT NULL,              -- of the decision, masked
  next_at {INT}                       -- while sending: when the next part goes out
) {STRICT};
CREATE INDEX bulk_notices_state ON bulk_notices(state, id);
CREATE INDEX bulk_notices_incident ON bulk_notices(incident_id, id);
