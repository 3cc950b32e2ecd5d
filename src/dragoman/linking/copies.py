"""Copies among documents: exact ones, near ones, updates of one wire story, and paraphrases."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import numpy as np

from dragoman.linking.keys import keys
from dragoman.linking.settings import CopySettings
from dragoman.linking.sketch import Hashes, Sketch
from dragoman.linking.titles import LATER
from dragoman.records import Link

BATCH = 512
"""Documents whose keys are made together."""

CROWD = 400
"""Documents under one key, within the window, of which only the latest are compared: such keys tell nothing."""

Apart = Collection[tuple[str, str]]
"""Pairs of ids, the smaller one first, that are not to be linked."""


def judge(earlier: Sketch, later: Sketch, settings: CopySettings) -> tuple[str, float] | None:
    """Whether the later document repeats the earlier one: the kind of link and its score, or None.

    - exact: the same words in the same order;
    - near and update: the part of the shorter text's shingles that stands in the longer one reaches a threshold, and so
      do the facts (names, numbers, countries): daily reports of one form share words, not numbers. It is an update
      where a title says so or a text of the same source has grown. Between marked states of one source with like leads
      less is asked for; more where one source says nearly the same on another day, unmarked, as market reports do;
    - update, recast: marked states of one source, and largely the same facts and words;
    - rewritten: another source, the facts of each largely those of the other, and many words the same.
    """
    if earlier.exact == later.exact:
        return ("exact", 1.0) if earlier.length else None
    gap = abs(later.day - earlier.day) if earlier.day and later.day else 0
    if gap > settings.window:
        return None
    same = earlier.source is not None and earlier.source == later.source
    marked = (earlier.mark > 0 or later.mark == LATER) and gap <= settings.update_window
    grown = same and later.length >= settings.growth * earlier.length
    least, most, weight = shared_facts(earlier, later)
    contained = containment(earlier.shingles, later.shingles)
    if contained >= _asked(earlier, later, same, marked, gap, settings) and (
        least >= settings.facts_near or (same and marked and contained >= settings.near)
    ):
        return ("update" if marked or grown else "near"), contained
    shared = len(earlier.words & later.words) / max(1, min(len(earlier.words), len(later.words)))
    if weight < settings.least_facts or least < settings.facts_shorter or most < settings.facts_longer:
        return None
    score = round((least + most + shared) / 3, 4)
    if same:
        return ("update", score) if marked and shared >= settings.recast else None
    return ("rewritten", score) if shared >= settings.words else None


def _asked(earlier: Sketch, later: Sketch, same: bool, marked: bool, gap: int, settings: CopySettings) -> float:
    """The part of the shingles that two texts must share."""
    if same and marked and containment(earlier.lead, later.lead) >= settings.lead:
        return settings.update
    return settings.again if same and not marked and gap else settings.near


def shared_facts(one: Sketch, other: Sketch) -> tuple[float, float, float]:
    """Shared facts as a part of those of the text with fewer and of the one with more, and their weight."""
    shared = sum(one.facts[fact] for fact in one.facts.keys() & other.facts.keys())
    weights = sorted((sum(one.facts.values()), sum(other.facts.values())))
    return shared / max(weights[0], 1e-9), shared / max(weights[1], 1e-9), shared


def containment(one: Hashes, other: Hashes) -> float:
    """The part of the smaller set that lies in the larger one."""
    if not len(one) or not len(other):
        return 0.0
    small, large = (one, other) if len(one) <= len(other) else (other, one)
    places = np.minimum(np.searchsorted(large, small), len(large) - 1)
    return float(np.count_nonzero(large[places] == small) / len(small))


class CopyFinder:
    """Finds the originals of documents among those that it has seen. Feed it in order of publication."""

    def __init__(self, settings: CopySettings, apart: Apart = ()) -> None:
        self._settings = settings
        self._apart = apart
        self._seen: dict[str, Sketch] = {}
        self._exact: dict[int, list[str]] = {}
        self._buckets: dict[int, list[tuple[int, str]]] = {}

    def knows(self, document_id: str) -> bool:
        """Whether the finder has seen a document, and not forgotten it."""
        return document_id in self._seen

    def know(self, sketch: Sketch, sketch_keys: Sequence[int]) -> None:
        """Take in a document without seeking its originals: it was linked before."""
        if sketch.id in self._seen:
            return
        self._seen[sketch.id] = sketch
        self._exact.setdefault(sketch.exact, []).append(sketch.id)
        for key in sketch_keys[1:]:
            insort(self._buckets.setdefault(key, []), (sketch.day, sketch.id))

    def forget(self, before: int) -> None:
        """Forget documents published before a day: nothing that comes out now can be near them."""
        old = {name for name, sketch in self._seen.items() if 0 < sketch.day < before}
        if not old:
            return
        for name in old:
            sketch = self._seen.pop(name)
            self._exact[sketch.exact].remove(name)
        left = ((k, [e for e in bucket if e[1] not in old]) for k, bucket in self._buckets.items())
        self._buckets = {key: bucket for key, bucket in left if bucket}
        self._exact = {key: names for key, names in self._exact.items() if names}

    def links(self, sketch: Sketch, sketch_keys: Sequence[int]) -> list[Link]:
        """The links of a new document to earlier ones, best first; then it is known itself.

        An exact copy has one link, to its original, and is not compared with others: what holds of the one holds of
        the other.
        """
        for other in self._exact.get(sketch.exact, ()):
            if sketch.length and not self._kept_apart(other, sketch.id):
                return [Link(document_id=sketch.id, original_id=other, kind="exact", score=1.0)]
        found = []
        for candidate in self._candidates(sketch, sketch_keys[1:]):
            earlier, later = (candidate, sketch) if candidate.day <= sketch.day else (sketch, candidate)
            judged = judge(earlier, later, self._settings)
            if judged is not None and not self._kept_apart(earlier.id, later.id):
                kind, score = judged
                found.append(Link(document_id=later.id, original_id=earlier.id, kind=kind, score=round(score, 4)))
        self.know(sketch, sketch_keys)
        found.sort(key=lambda link: (-link.score, link.document_id, link.original_id))
        return found[: self._settings.most]

    def _candidates(self, sketch: Sketch, sketch_keys: Iterable[int]) -> list[Sketch]:
        window = self._settings.window
        found: set[str] = set()
        for key in sketch_keys:
            bucket = self._buckets.get(key, ())
            near = [
                other for day, other in bucket[-CROWD:] if not day or not sketch.day or abs(day - sketch.day) <= window
            ]
            found.update(near)
        found.discard(sketch.id)
        return [self._seen[other] for other in sorted(found)]

    def _kept_apart(self, one: str, other: str) -> bool:
        return ((one, other) if one < other else (other, one)) in self._apart


def find_copies(
    sketches: Sequence[Sketch],
    settings: CopySettings,
    apart: Apart = (),
    tell: Callable[[int], None] = lambda done: None,
) -> tuple[list[Link], dict[str, list[int]]]:
    """The links among documents given in order of publication, and the keys of each document."""
    finder = CopyFinder(settings, apart)
    links: list[Link] = []
    all_keys: dict[str, list[int]] = {}
    for start in range(0, len(sketches), BATCH):
        batch = sketches[start : start + BATCH]
        for sketch, sketch_keys in zip(batch, keys(batch), strict=True):
            links += finder.links(sketch, sketch_keys)
            all_keys[sketch.id] = sketch_keys
        tell(start + len(batch))
    return links, all_keys


def groups(links: Iterable[Link]) -> Mapping[str, str]:
    """For each linked document the id that stands for it and all its copies: the smallest of them."""
    parents: dict[str, str] = {}

    def root(name: str) -> str:
        while (parent := parents.setdefault(name, name)) != name:
            parents[name] = parents[parent]
            name = parent
        return name

    for link in links:
        one, other = root(link.document_id), root(link.original_id)
        if one != other:
            parents[max(one, other)] = min(one, other)
    return {name: root(name) for name in parents}
