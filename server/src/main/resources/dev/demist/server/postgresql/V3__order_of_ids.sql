-- Ids are compared byte by byte, whatever the database's language.
ALTER TABLE run ALTER COLUMN id TYPE TEXT COLLATE "C";
ALTER TABLE run ALTER COLUMN parent_run TYPE TEXT COLLATE "C";
ALTER TABLE run_input ALTER COLUMN run TYPE TEXT COLLATE "C";
-- One row: the name of the folder that holds the states and pictures of these runs.
CREATE TABLE folder (name TEXT NOT NULL);
