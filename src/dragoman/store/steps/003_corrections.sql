-- What people say of reports. A correction is never changed; undoing one is a record of its own.
CREATE TABLE corrections (
  number       INTEGER PRIMARY KEY,
  id           TEXT NOT NULL UNIQUE,   -- random, so that merged stores keep theirs apart
  document_id  TEXT NOT NULL,
  report_id    TEXT,                   -- the report as it was shown; NULL for one that was missed
  verdict      TEXT NOT NULL CHECK (verdict IN ('right', 'wrong', 'change', 'missed')),
  anchor       TEXT NOT NULL,          -- JSON: predicate, type and parties as coded
  field        TEXT,                   -- the field that is changed
  before       TEXT NOT NULL,          -- JSON: the value that is replaced, or all fields for a verdict
  after        TEXT NOT NULL,          -- JSON: the new value, or the missed report
  reviewer     TEXT NOT NULL,
  at           TEXT NOT NULL,          -- UTC
  why          TEXT,
  sample       TEXT                    -- the sample in whose review it was made
);
CREATE INDEX corrections_document ON corrections (document_id);

CREATE TABLE corrections_undone (
  correction  TEXT PRIMARY KEY REFERENCES corrections (id),
  reviewer    TEXT NOT NULL,
  at          TEXT NOT NULL
) WITHOUT ROWID;
