"""Forgetting what linking found about documents that go, and about those that were linked with them."""

from __future__ import annotations

import sqlite3

from dragoman.store.folder import EVENTS
from dragoman.store.sweeping import leave

_DOOMED = "(SELECT number FROM doomed)"
_DOOMED_IDS = "(SELECT id FROM doomed)"
_NEAR = "(SELECT number FROM near)"
_TOUCHED = "(SELECT id FROM touched)"
_REPORTS = f"(SELECT report FROM tellings WHERE document IN {_DOOMED})"

_COPIES = (
    "INSERT INTO near SELECT number FROM doomed",
    "INSERT OR IGNORE INTO near SELECT document FROM sketched "
    f"WHERE copies IN (SELECT copies FROM sketched WHERE document IN {_DOOMED})",
    f"DELETE FROM links WHERE document IN {_NEAR} OR original IN {_NEAR}",
    f"DELETE FROM sketch_keys WHERE document IN {_NEAR}",
    f"DELETE FROM sketched WHERE document IN {_NEAR}",
    f"DELETE FROM rulings WHERE level = 'document' AND (one IN {_DOOMED_IDS} OR other IN {_DOOMED_IDS})",
)
"""A document without its copies, whose copies are all sought again: some of them can be copies of one another."""

_EVENTS = (
    f"INSERT INTO touched SELECT DISTINCT event FROM tellings WHERE document IN {_DOOMED}",
    f"DELETE FROM rulings WHERE level = 'report' AND (one IN {_REPORTS} OR other IN {_REPORTS})",
    f"DELETE FROM linked WHERE document IN (SELECT document FROM tellings WHERE event IN {_TOUCHED})",
    f"DELETE FROM former_events WHERE report IN {_REPORTS}",
    f"DELETE FROM tellings WHERE document IN {_DOOMED}",
    f"INSERT OR REPLACE INTO former_events SELECT report, event FROM tellings WHERE event IN {_TOUCHED}",
    f"DELETE FROM telling_keys WHERE event IN {_TOUCHED}",
    f"DELETE FROM events WHERE id IN {_TOUCHED}",
    f"DELETE FROM linked WHERE document IN {_DOOMED}",
)
"""Events lose what the document said of them. What others said is joined again, and the event has its id again."""


def unlink(catalog: sqlite3.Connection) -> None:
    """Forget the copies and events of the documents in the table ``doomed`` (number, id).

    Documents that were linked with them, or told of the same event, stand then as if they had not been linked; the
    next linking takes them up. Decisions of people about other documents stay.
    """
    catalog.execute("CREATE TEMP TABLE IF NOT EXISTS near (number INTEGER PRIMARY KEY)")
    catalog.execute("CREATE TEMP TABLE IF NOT EXISTS touched (id TEXT PRIMARY KEY)")
    for statement in ("DELETE FROM near", "DELETE FROM touched", *_COPIES, *_EVENTS):
        catalog.execute(statement)
    rows = catalog.execute("SELECT name FROM event_segments WHERE name NOT IN (SELECT segment FROM events)").fetchall()
    catalog.executemany("DELETE FROM event_segments WHERE name = ?", [(row["name"],) for row in rows])
    leave(catalog, [f"{EVENTS}/{row['name']}" for row in rows])
