-- Lists of a million tickets: every order and the usual filters are read from an index, and what
-- the board and the wall count is in it too.
CREATE INDEX tickets_state ON tickets(state, received_at);
CREATE INDEX tickets_updated ON tickets(updated_at, id);
CREATE INDEX tickets_priority
  ON tickets((CAST(CASE priority WHEN 'high' THEN 2 WHEN 'mid' THEN 1 ELSE 0 END AS BIGINT)), id);
CREATE INDEX tickets_owner_any ON tickets(owner_id, received_at) WHERE owner_id IS NOT NULL;
DROP INDEX tickets_open;
CREATE INDEX tickets_open ON tickets(department_id, received_at, state, channel, owner_id, breached)
  WHERE state <> 'closed';
CREATE INDEX tickets_breached ON tickets(received_at) WHERE breached = 1 AND state <> 'closed';
DROP INDEX tickets_due;
CREATE INDEX tickets_due ON tickets(next_due_at, received_at) WHERE next_due_at IS NOT NULL;
