-- The node that an unfinished run belongs to, and until when (milliseconds) unless it renews its lease.
ALTER TABLE run ADD COLUMN node TEXT;
ALTER TABLE run ADD COLUMN lease_until BIGINT;
CREATE INDEX run_by_node ON run (node, status);
CREATE INDEX run_by_parent ON run (parent_run);
CREATE TABLE run_input (
  run TEXT NOT NULL,
  reference TEXT NOT NULL,
  PRIMARY KEY (run, reference)
);
CREATE INDEX run_input_by_reference ON run_input (reference);
