-- The first run of each run's family, and what its owner has decided about it. deleted_at is in milliseconds; 0 is a
-- deletion that cannot be undone, of a run that its forks still need.
ALTER TABLE run ADD COLUMN root TEXT;
ALTER TABLE run ADD COLUMN kept BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE run ADD COLUMN title TEXT;
ALTER TABLE run ADD COLUMN secret TEXT;
ALTER TABLE run ADD COLUMN deleted_at BIGINT;
-- A parent that is no longer there stays the root of its forks.
WITH RECURSIVE family (id, root) AS (
  SELECT id, COALESCE(parent_run, id) FROM run WHERE parent_run IS NULL OR parent_run NOT IN (SELECT id FROM run)
  UNION ALL
  SELECT fork.id, family.root FROM run fork JOIN family ON fork.parent_run = family.id
)
UPDATE run SET root = family.root FROM family WHERE family.id = run.id;
CREATE INDEX run_by_root ON run (root, id);
CREATE INDEX run_by_deletion ON run (deleted_at);
