"""PETRARCH dictionaries: actors with dated CAMEO codes (``.actors.txt``) and agents (``.agents.txt``).

The form, as PETRARCH's own files use it: a name a line, words joined by ``_`` and closed by ``_`` where
nothing may follow; synonyms below it, mostly with a ``+``; then codes in brackets, each with an optional
range (``[RUSGOV 990809-000507]``, ``[RUSGOV >080508]``, ``[RUSELI <991231]``). ``;`` and ``#`` open comments.
Days are YYMMDD or YYYYMMDD; two-digit years below 30 are of this century, as in PETRARCH.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from dragoman.actors.importers.tables import Imported, slug
from dragoman.actors.registry import DATA
from dragoman.actors.schema import is_partial_day
from dragoman.actors.tables import read_table
from dragoman.errors import DragomanError

CENTURY_PIVOT = 30
"""Two-digit years below this are 20xx, the others 19xx (PETRARCH's rule)."""

_CODE = re.compile(r"\[\s*([A-Z~]+|---)\s*([<>]?\s*\d+(?:\s*-\s*\d+)?|:\d+)?\s*\]")
_SETS = re.compile(r"^!(\w+)!\s*=\s*(.+)$")
_PLURAL = re.compile(r"\{[^}]*\}")
_SMALL_WORDS = frozenset(
    [
        "of",
        "the",
        "and",
        "for",
        "in",
        "on",
        "to",
        "von",
        "van",
        "der",
        "den",
        "de",
        "da",
        "do",
        "dos",
        "del",
        "di",
        "la",
        "le",
        "al",
        "el",
        "bin",
        "ben",
        "ibn",
        "bint",
        "y",
        "e",
    ]
)


class DatedCode(NamedTuple):
    """A CAMEO code and the ISO days between which it holds; None is unbounded."""

    code: str
    start: str | None
    end: str | None


class DictionaryActor(NamedTuple):
    """An actor of a dictionary: its names in reading case, main name first, its codes, and its first line."""

    names: tuple[str, ...]
    codes: tuple[DatedCode, ...]
    line: int


class Agent(NamedTuple):
    """An agent noun ("FARMER") with its CAMEO role code without the tilde, and its line."""

    name: str
    code: str
    line: int


def dictionary_day(digits: str) -> str:
    """The ISO day of PETRARCH's YYMMDD or YYYYMMDD. Raises ``ValueError`` where it is no day."""
    if len(digits) == 6:
        digits = ("20" if int(digits[:2]) < CENTURY_PIVOT else "19") + digits
    day = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    if len(digits) != 8 or not is_partial_day(day):
        raise ValueError(f"{digits} is no day")
    return day


def read_actors(path: Path, skipped: list[tuple[str, str]] | None = None) -> Iterator[DictionaryActor]:
    """The actors of a dictionary. A damaged code is left out and noted in ``skipped`` as (place, why)."""
    names: list[str] = []
    codes: list[DatedCode] = []
    first = 0
    for number, line in _lines(path):
        name = reading_case(_CODE.sub("", line))
        if name and codes:
            yield DictionaryActor(tuple(names), tuple(codes), first)
            names, codes = [], []
        if name:
            first = first if names else number
            names.append(name)
        for match in _CODE.finditer(line):
            try:
                codes.append(_dated_code(match.group(1), match.group(2) or ""))
            except ValueError as error:
                if skipped is not None:
                    skipped.append((f"{path}:{number}", str(error)))
    if names and codes:
        yield DictionaryActor(tuple(names), tuple(codes), first)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that say something, without comments, with their 1-based numbers."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise DragomanError("E107", str(path)) from error
    except OSError as error:
        raise DragomanError("E108", str(path), detail=error.strerror) from error
    for number, line in enumerate(raw.decode("utf-8", "replace").splitlines(), start=1):
        text = re.split(r"[;#]", line, maxsplit=1)[0].strip()
        if text:
            yield number, text


def _dated_code(code: str, when: str) -> DatedCode:
    when = when.replace(" ", "")
    if not when or when.startswith(":"):
        return DatedCode(code, None, None)
    if when.startswith(">"):
        return DatedCode(code, dictionary_day(when[1:]), None)
    if when.startswith("<"):
        return DatedCode(code, None, dictionary_day(when[1:]))
    start, _, end = when.partition("-")
    dated = DatedCode(code, dictionary_day(start), dictionary_day(end or start))
    if dated.end is not None and dated.start is not None and dated.end < dated.start:
        raise ValueError(f"{code} ends on {dated.end}, before it starts on {dated.start}")
    return dated


def reading_case(name: str) -> str:
    """A dictionary name as news would write it: VLADIMIR_PUTIN_ is Vladimir Putin, short words stay
    capitals.
    """
    words = name.strip().lstrip("+").replace("_", " ").split()
    if any(word.upper() != word for word in words):
        return " ".join(words)
    return " ".join(_word_case(word, index) for index, word in enumerate(words))


def _word_case(word: str, index: int) -> str:
    lowered = word.lower()
    if index and lowered in _SMALL_WORDS:
        return lowered
    if "." in word and len(word) <= 5:
        return word
    cased = re.sub(r"(^|[-'.(])([^\W\d_])", lambda match: match.group(1) + match.group(2).upper(), lowered)
    cased = re.sub(
        r"^(Mc|Mac(?=[dgklnp][aeio]\w{3}))([a-z])",
        lambda match: match.group(1) + match.group(2).upper(),
        cased,
    )
    return re.sub(r"-(Jin|Il|Un|Jong|Hee|Bok|Hyun|Soo)$", lambda match: match.group(0).lower(), cased)


def read_agents(path: Path) -> Iterator[Agent]:
    """The agents of a dictionary, substitution sets (``!PERSON!``) written out."""
    sets: dict[str, list[str]] = {}
    for number, line in _lines(path):
        definition = _SETS.match(line)
        if definition:
            sets[definition.group(1)] = [item.strip() for item in definition.group(2).split(",")]
            continue
        code = re.search(r"\[~?([A-Z]+)\]", line)
        name = _PLURAL.sub("", line.split("[")[0]).strip()
        if code and name:
            for written in _with_sets(name, sets):
                yield Agent(written.replace("_", " ").strip().lower(), code.group(1), number)


def _with_sets(name: str, sets: dict[str, list[str]]) -> Iterator[str]:
    match = re.search(r"!(\w+)!", name)
    if match is None:
        yield name
        return
    for item in sets.get(match.group(1), ()):
        yield from _with_sets(name[: match.start()] + item + name[match.end() :], sets)


@lru_cache(maxsize=1)
def _code_table() -> dict[str, tuple[str, str]]:
    with (DATA / "cameo_codes.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"]: (row["country"], row["sector"]) for row in csv.DictReader(lines)}


@lru_cache(maxsize=1)
def _states() -> frozenset[str]:
    return frozenset(row[0] for row in read_table(DATA / "states.csv"))


def plover_codes(code: str) -> tuple[str | None, tuple[str, ...]]:
    """PLOVER's country and sectors of a CAMEO actor code: RUSGOVMIL is ("RUS", ("GOV", "MIL")).

    What PLOVER has no code for is left out, regions of the world among it; CAMEO's MED is PLOVER's JRN, its HLH
    is MED.
    """
    table = _code_table()
    country: str | None = None
    sectors: list[str] = []
    for index, chunk in enumerate(re.findall("...", code.strip("~"))):
        own = chunk if index == 0 and chunk in _states() else ""
        known_country, sector = table.get(chunk, (own, ""))
        if known_country and (country is None or (index == 1 and country == "IGO")):
            country = known_country
        if sector and sector not in sectors:
            sectors.append(sector)
    return country, tuple(sectors)


def import_petrarch(paths: Iterable[Path], source: str | None = None) -> Imported:
    """Dictionaries as registry rows: an actor with dated codes or one code becomes a group with its status, an
    agent a noun with its sector.

    Raises ``DragomanError`` E107 or E108 for a file that cannot be read and E301 for one that holds no actor.
    """
    imported = Imported()
    for path in paths:
        before = sum(imported.counts().values())
        if path.name.endswith(".agents.txt"):
            for agent in read_agents(path):
                _add_agent(imported, agent, path)
        else:
            for actor in read_actors(path, imported.skipped):
                _add_actor(imported, actor, source or path.name, path)
        if sum(imported.counts().values()) == before:
            raise DragomanError("E301", str(path), detail="no actor or agent with a code in brackets was found")
    return imported


def _add_agent(imported: Imported, agent: Agent, path: Path) -> None:
    sectors = plover_codes(agent.code)[1]
    if sectors:
        imported.add("nouns", noun=agent.name, sector=" ".join(sectors), kind="person")
    else:
        imported.skipped.append((f"{path}:{agent.line}", f"PLOVER has no sector for {agent.code}"))


def _add_actor(imported: Imported, actor: DictionaryActor, source: str, path: Path) -> None:
    for code in sorted({dated.code[:3] for dated in actor.codes} - {"---"}):
        if code not in _states() and code not in _code_table():
            imported.skipped.append((f"{path}:{actor.line}", f"no state has the code {code}; the country stays empty"))
    entity = f"petrarch-{slug(actor.names[0])}-{actor.line}"
    latest = max(actor.codes, key=lambda dated: (dated.end is None, dated.end or "", dated.start or ""))
    country, sectors = plover_codes(latest.code)
    imported.add(
        "groups",
        id=entity,
        name=actor.names[0],
        names=";".join(name.replace(";", ",") for name in actor.names[1:]),
        country=country,
        sector=sectors[0] if sectors else None,
        sectors=";".join(sectors),
        kind="dictionary",
        source=source,
    )
    for dated in actor.codes:
        if dated.start is None and dated.end is None:
            continue
        country, sectors = plover_codes(dated.code)
        imported.add(
            "dated_status",
            entity=entity,
            country=country,
            sector=sectors[0] if sectors else None,
            sectors=";".join(sectors),
            start=dated.start,
            end=dated.end,
            source=source,
        )
