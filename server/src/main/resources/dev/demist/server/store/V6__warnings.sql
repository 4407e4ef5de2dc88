-- What of a run's request has less effect than it could have, one line for each; null if everything has its effect.
ALTER TABLE run ADD COLUMN warnings TEXT;
