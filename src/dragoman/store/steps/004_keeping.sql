-- Stores that keep no whole texts, and files that are to go after a deletion.

-- All that is kept of a text, as JSON [[start, "words"], ...]; NULL where it is kept whole, in the column text.
ALTER TABLE documents ADD COLUMN quotes TEXT;
-- How many characters a text has that is not kept whole.
ALTER TABLE documents ADD COLUMN length INTEGER;

-- What was decided when the store was made: keep_text is all, none or quotes:N.
CREATE TABLE settings (
  name   TEXT PRIMARY KEY,
  value  TEXT NOT NULL
) WITHOUT ROWID;

-- Files, by their path in the store, that count no more and are to be removed.
CREATE TABLE leaving (path TEXT PRIMARY KEY) WITHOUT ROWID;
