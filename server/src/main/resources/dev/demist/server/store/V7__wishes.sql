-- What the node that a run belongs to is asked to do with it, by another one: 'pause', 'resume' or 'cancel'.
ALTER TABLE run ADD COLUMN wish TEXT;
