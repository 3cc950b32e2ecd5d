-- Copies among documents, and events made of reports. Everything here but rulings can be computed again.

-- A document that repeats an earlier one.
CREATE TABLE links (
  document  INTEGER NOT NULL REFERENCES documents (number),
  original  INTEGER NOT NULL REFERENCES documents (number),
  kind      TEXT NOT NULL,   -- exact, near, update or rewritten
  score     REAL NOT NULL,
  PRIMARY KEY (document, original)
) WITHOUT ROWID;
CREATE INDEX links_original ON links (original);

-- What people decided about two documents or two reports; it holds through every linking.
CREATE TABLE rulings (
  level   TEXT NOT NULL,     -- document or report
  one     TEXT NOT NULL,     -- ids, the smaller one first
  other   TEXT NOT NULL,
  ruling  TEXT NOT NULL,     -- apart or together
  PRIMARY KEY (level, one, other)
) WITHOUT ROWID;

-- With what settings, and by which algorithm, the store was linked.
CREATE TABLE linking (
  name   TEXT PRIMARY KEY,
  value  TEXT NOT NULL
) WITHOUT ROWID;

-- Documents of which copies have been sought; a document and all its copies have the same number in copies.
CREATE TABLE sketched (
  document  INTEGER PRIMARY KEY REFERENCES documents (number),
  copies    INTEGER NOT NULL
);
CREATE INDEX sketched_copies ON sketched (copies);

-- The keys under which likely copies of a document are found.
CREATE TABLE sketch_keys (
  key       INTEGER NOT NULL,
  day       INTEGER NOT NULL,  -- of publication, counted from year 1; 0 where unknown
  document  INTEGER NOT NULL REFERENCES documents (number),
  PRIMARY KEY (key, day, document)
) WITHOUT ROWID;

-- Codings whose reports have been joined to events.
CREATE TABLE linked (
  document  INTEGER PRIMARY KEY REFERENCES documents (number),
  coder     INTEGER NOT NULL REFERENCES coders (number)
);

-- The reports of events, with what joining needs to know of each (msgpack), and the keys under which they are found.
CREATE TABLE tellings (
  report    TEXT PRIMARY KEY,
  event     TEXT NOT NULL,
  document  INTEGER NOT NULL REFERENCES documents (number),
  features  BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX tellings_event ON tellings (event);
CREATE INDEX tellings_document ON tellings (document);
CREATE TABLE telling_keys (
  key    TEXT NOT NULL,
  day    INTEGER NOT NULL,
  event  TEXT NOT NULL,
  PRIMARY KEY (key, day, event)
) WITHOUT ROWID;

-- To which event a report belonged before all was linked anew, so that ids stay.
CREATE TABLE former_events (
  report  TEXT PRIMARY KEY,
  event   TEXT NOT NULL
) WITHOUT ROWID;

-- The manifest of events: in which segment the event's present state is. Older states in other segments do not count.
CREATE TABLE event_segments (
  name  TEXT PRIMARY KEY,
  rows  INTEGER NOT NULL
);
CREATE TABLE events (
  id       TEXT PRIMARY KEY,
  segment  TEXT NOT NULL REFERENCES event_segments (name)
) WITHOUT ROWID;
CREATE INDEX events_segment ON events (segment);
