CREATE TABLE run (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  words TEXT NOT NULL,
  request TEXT NOT NULL,
  parent_run TEXT,
  parent_state INTEGER,
  created_at BIGINT NOT NULL,
  status TEXT NOT NULL,
  step INTEGER NOT NULL,
  steps INTEGER NOT NULL,
  noise_level DOUBLE PRECISION,
  steps_per_second DOUBLE PRECISION,
  started_at BIGINT,
  finished_at BIGINT,
  error_code TEXT,
  error_detail TEXT,
  seq BIGINT NOT NULL,
  state_seq BIGINT NOT NULL
);
CREATE INDEX run_by_owner ON run (owner, id);
CREATE INDEX run_by_status ON run (status, id);
