-- The catalog of a store. Version: PRAGMA user_version, see catalog.py.

-- Every document that was read, coded or set aside. number keeps the order of arrival.
CREATE TABLE documents (
  number     INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  text_hash  TEXT NOT NULL,
  title      TEXT,
  text       TEXT NOT NULL,
  published  TEXT,            -- ISO day
  dateline   TEXT,
  source     TEXT,
  url        TEXT,
  language   TEXT,            -- ISO 639-1
  set_aside  TEXT             -- why the document is not coded, or NULL
);
CREATE INDEX documents_published ON documents (published);

CREATE VIRTUAL TABLE documents_text USING fts5 (
  title, text, content = 'documents', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);

-- Every coder that wrote here, in order of first use. rank orders versions: the highest one counts.
CREATE TABLE coders (
  number   INTEGER PRIMARY KEY,
  name     TEXT NOT NULL,
  version  TEXT NOT NULL,
  model    TEXT NOT NULL DEFAULT '',
  rank     TEXT NOT NULL,
  UNIQUE (name, version, model)
);

-- The manifest. A file that is not listed here does not count.
CREATE TABLE segments (
  name       TEXT PRIMARY KEY,
  kind       TEXT NOT NULL,   -- reports or events
  coder      INTEGER NOT NULL REFERENCES coders (number),
  documents  INTEGER NOT NULL,
  rows       INTEGER NOT NULL
);

-- A document is coded once for each coder. segment is NULL where it gave no report.
CREATE TABLE codings (
  document   INTEGER NOT NULL REFERENCES documents (number),
  coder      INTEGER NOT NULL REFERENCES coders (number),
  segment    TEXT REFERENCES segments (name),
  sentences  INTEGER NOT NULL,
  reports    INTEGER NOT NULL,
  types      TEXT NOT NULL,   -- JSON: reports by event type
  PRIMARY KEY (document, coder)
) WITHOUT ROWID;
CREATE INDEX codings_segment ON codings (segment);

CREATE TABLE notes (
  document  INTEGER NOT NULL REFERENCES documents (number),
  coder     INTEGER REFERENCES coders (number),
  note      TEXT NOT NULL,
  UNIQUE (document, coder, note)
);

CREATE TABLE runs (
  number    INTEGER PRIMARY KEY,
  coder     INTEGER REFERENCES coders (number),
  command   TEXT NOT NULL,
  started   TEXT NOT NULL,    -- UTC, for people: nothing is ordered by it
  finished  TEXT,
  state     TEXT NOT NULL     -- running, done or interrupted
);

CREATE TABLE failures (
  run       INTEGER NOT NULL REFERENCES runs (number),
  location  TEXT,
  code      TEXT NOT NULL,
  message   TEXT NOT NULL
);
