"""Linking a store: copies of its new documents, and events of its new reports; or all of it anew.

What is new costs time that grows with its own number: documents and events that may be near are found by keys in
the catalog. Each batch is kept as a whole, so that linking can be stopped and goes on where it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from dragoman.errors import DragomanError
from dragoman.linking import keys as bands
from dragoman.linking.consensus import event_of
from dragoman.linking.copies import CopyFinder
from dragoman.linking.joining import Cluster, Joiner
from dragoman.linking.settings import Changes, Settings, settings_with
from dragoman.linking.sketch import sketch
from dragoman.linking.telling import Telling, tellings
from dragoman.records import Event, text_hash
from dragoman.store import Store
from dragoman.store import events as kept
from dragoman.store import linking as facts
from dragoman.store.faults import told

BATCH = 1_000
"""Documents that are linked together and kept together."""

LOCK = "linking.lock"
"""The file in a store's folder that a process holds while it links."""

LOOSE_SEGMENTS = 24
"""More segments of events than this are written into one when linking ends."""


Item = TypeVar("Item")


class Progress(Protocol):
    """Is told how far linking is: of ``total`` documents, first for copies, then for events."""

    def __call__(self, step: str, done: int, total: int) -> None:
        """Take note."""


class Linked(msgspec.Struct):
    """What linking did: documents looked at, links by kind, reports joined, events made, changed and ended."""

    documents: int = 0
    links: Counter[str] = msgspec.field(default_factory=Counter)
    reports: int = 0
    made: int = 0
    changed: int = 0
    ended: int = 0
    anew: bool = False
    interrupted: bool = False


def link_store(
    store: Store,
    changes: Changes | None = None,
    anew: bool = False,
    tell: Progress = lambda step, done, total: None,
    stop: Callable[[], bool] = lambda: False,
) -> Linked:
    """Link what is new in a store, or everything.

    ``changes`` of the settings are remembered for later linking; None takes those that are remembered. Where settings
    or the way of making keys are not those of before, all is linked anew. Raises ``DragomanError`` E420, E422,
    E503 to E505.
    """
    with only_one(store.path):
        return _link(store, changes, anew, tell, stop)


def _link(store: Store, changes: Changes | None, anew: bool, tell: Progress, stop: Callable[[], bool]) -> Linked:
    before, remembered = facts.manner(store)
    changes = remembered if changes is None else changes
    chosen = facts.Manner(bands.ALGORITHM, settings_with(changes), changes)
    settings = chosen.settings
    done = Linked(anew=anew or before != chosen)
    if done.anew:
        facts.forget_all(store)
        facts.save_manner(store, chosen)
    touched = _link_documents(store, settings, done, tell, stop)
    _join_reports(store, settings, done, tell, stop)
    _refresh(store, kept_events(store, touched))
    kept.merge_segments(store, LOOSE_SEGMENTS)
    facts.sweep(store)
    done.interrupted = stop()
    return done


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Let one process link a store at a time, where the system can tell. Raises ``DragomanError`` E422."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with told(folder), (folder / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise DragomanError("E422", where=str(folder)) from error
        yield


def kept_events(store: Store, documents: Iterable[int]) -> set[str]:
    """The events told of in documents, by the documents' numbers."""
    return facts.events_of_documents(store, documents)


def _link_documents(
    store: Store, settings: Settings, done: Linked, tell: Progress, stop: Callable[[], bool]
) -> set[int]:
    """Find the copies of new documents; returns the numbers of documents whose copies are others than before."""
    todo = facts.unsketched(store)
    finder = CopyFinder(settings.copies, facts.rulings(store, "document", "apart"))
    touched: set[int] = set()
    for count, batch in _batches(todo, tell, "copies", stop):
        documents = facts.numbered(store, batch)
        sketches = [sketch(document) for document in documents.values()]
        made = bands.keys(sketches)
        near = facts.near_documents(
            store, ((k, s.day) for s, ks in zip(sketches, made, strict=True) for k in ks[1:]), settings.copies.window
        )
        near |= facts.exact_documents(store, (ks[0] for ks in made))
        _know(store, finder, near)
        links = [link for s, ks in zip(sketches, made, strict=True) for link in finder.links(s, ks)]
        entered = {s.id: (number, s.day, ks) for number, s, ks in zip(documents, sketches, made, strict=True)}
        touched |= facts.enter_links(store, links, entered)
        done.documents += count
        done.links.update(link.kind for link in links)
        finder.forget(max((s.day for s in sketches), default=0) - settings.copies.window - 1)
    return touched


def _know(store: Store, finder: CopyFinder, numbers: set[int]) -> None:
    """Let the finder know documents that were sketched before."""
    new = [d for n, d in facts.numbered(store, sorted(numbers)).items() if not finder.knows(d.id)]
    sketches = [sketch(document) for document in new]
    for one, made in zip(sketches, bands.keys(sketches), strict=True):
        finder.know(one, made)


def _join_reports(store: Store, settings: Settings, done: Linked, tell: Progress, stop: Callable[[], bool]) -> None:
    todo = facts.unjoined(store)
    for _, batch in _batches(todo, tell, "events", stop):
        documents = facts.numbered(store, [entry.number for entry in batch])
        ids = {number: document.id for number, document in documents.items()}
        reports = facts.reports_of(store, batch, ids)
        new = [t for document in documents.values() for t in tellings(document, reports.get(document.id, ()))]
        old = facts.known_events(store, facts.events_of_documents(store, ids))
        superseded = set(ids.values())
        left = {event: [t for t in told_ if t.document_id not in superseded] for event, told_ in old.items()}
        done.reports += len(new)
        join(store, settings, new, left, batch, done)


def join(
    store: Store,
    settings: Settings,
    new: Sequence[Telling],
    shrunk: dict[str, list[Telling]],
    batch: Sequence[facts.Unjoined] = (),
    done: Linked | None = None,
) -> list[Event]:
    """Join new reports to the store's events and keep the result; ``shrunk`` are events that lose reports by it."""
    done = done or Linked()
    near = facts.known_events(store, facts.near_events(store, new, settings.events) - shrunk.keys())
    copies = _groups(store, [*new, *(t for told_ in (*near.values(), *shrunk.values()) for t in told_)])
    joiner = Joiner(
        settings.events,
        copies,
        facts.rulings(store, "report", "apart"),
        facts.rulings(store, "report", "together"),
    )
    for event, told_ in sorted({**near, **shrunk}.items()):
        if told_:
            joiner.know(event, told_)
    known = {c.event_id for c in joiner.clusters}
    for telling in new:
        joiner.join(telling)
    clusters = [c for c in joiner.clusters if c.changed or c.event_id in shrunk]
    made = [c for c in clusters if c.event_id not in known]
    gone = {event for event, told_ in shrunk.items() if not told_}
    _name(store, made, known, gone)
    found = [event_of(c.event_id, c.tellings, copies) for c in clusters]
    segment = kept.write_events(store, found)
    with told(store.path), store.transaction():
        ended = gone - {c.event_id for c in clusters}
        facts.enter_clusters(store, clusters, shrunk, batch)
        kept.enter_events(store, segment, found, ended)
    done.made += len(made)
    done.changed += len(clusters) - len(made)
    done.ended += len(ended)
    return found


def _name(store: Store, made: Sequence[Cluster], known: set[str], free: set[str]) -> None:
    """Give new events the ids that their founding reports had before, else their own; none twice."""
    founders = {c.event_id: c.tellings[0].report_id for c in made}
    former = facts.former_ids(store, list(founders.values()))
    wanted = {former.get(report, seed) for seed, report in founders.items()}
    taken = known | (facts.existing(store, wanted) - free)
    for cluster in made:
        report = cluster.tellings[0].report_id
        name = former.get(report, cluster.event_id)
        while name in taken:
            name = "e-" + text_hash(f"{name}\x1f{report}")
        taken.add(name)
        cluster.event_id = name


def _groups(store: Store, told_: Iterable[Telling]) -> dict[str, str]:
    return facts.copy_groups(store, sorted({t.document_id for t in told_}))


def _refresh(store: Store, events: set[str]) -> None:
    """Count the outlets of events anew: their documents have other copies than before."""
    for start in range(0, len(ordered := sorted(events)), BATCH):
        known = facts.known_events(store, ordered[start : start + BATCH])
        copies = _groups(store, [t for told_ in known.values() for t in told_])
        found = [event_of(event, told_, copies) for event, told_ in known.items()]
        segment = kept.write_events(store, found)
        with told(store.path), store.transaction():
            kept.enter_events(store, segment, found)


def settle(store: Store, level: facts.Level, one: str, other: str, ruling: facts.Ruling | None) -> None:
    """Decide that two documents are no copies of each other, or two reports do or do not tell of one event.

    It holds at once and through every linking; None takes a decision back. Raises ``DragomanError`` E421 where an id is
    not known.
    """
    settings = settings_with(facts.manner(store)[1])
    with only_one(store.path):
        _settle(store, settings, level, one, other, ruling)


def _settle(
    store: Store, settings: Settings, level: facts.Level, one: str, other: str, ruling: facts.Ruling | None
) -> None:
    facts.rule(store, level, one, other, ruling)
    if level == "document":
        _refresh(store, kept_events(store, facts.regroup(store, one, other, ruling)))
        return
    events = facts.events_of_reports(store, (one, other))
    known = facts.known_events(store, events)
    facts.remember(store, events)
    join(store, settings, _by_time(known.values()), {event: [] for event in known})


def _by_time(known: Iterable[Sequence[Telling]]) -> list[Telling]:
    flat = [t for told_ in known for t in told_]
    return sorted(flat, key=lambda t: (t.published, t.document_id, t.sentence, t.offset, t.report_id))


def _batches(
    todo: Sequence[Item], tell: Progress, step: str, stop: Callable[[], bool]
) -> Iterator[tuple[int, Sequence[Item]]]:
    tell(step, 0, len(todo))
    for start in range(0, len(todo), BATCH):
        if stop():
            return
        batch = todo[start : start + BATCH]
        yield len(batch), batch
        tell(step, start + len(batch), len(todo))
