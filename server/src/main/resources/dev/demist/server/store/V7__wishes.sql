-- What other nodes ask the one that has a run for: 'pause', 'resume' or 'cancel', and to look at its marks.
ALTER TABLE run ADD COLUMN wish TEXT;
ALTER TABLE run ADD COLUMN marked BOOLEAN NOT NULL DEFAULT FALSE;
