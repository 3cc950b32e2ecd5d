"""Who held what, read from each source into one form."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from dragoman.actors.importers.petrarch import (
    DatedCode,
    DictionaryActor,
    plover_codes,
    read_actors,
    reading_case,
)
from dragoman.actors.names import fold
from dragoman.actors.positions import office_of, split_titles
from dragoman.actors.registry import DATA

OFFICIALS_DAY = "2025-01-31"
EARLIEST = "1945"
LONGEST_YEARS = 45
MONTH_DAYS = 31


@dataclass(frozen=True)
class Holding:
    """One person in one office, as one source has it."""

    name: str
    office: str
    source: str
    country: str = ""
    organisation: str = ""
    title: str = ""
    aliases: tuple[str, ...] = ()
    wikidata: str = ""
    birth_year: str = ""
    sectors: tuple[str, ...] = field(default=())
    start: str = ""
    end: str = ""
    end_kind: str = "unknown"


def state_rows(table: str = "states") -> list[dict[str, str]]:
    """The rows of a hand-written registry table."""
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _slug(name: str) -> str:
    return re.sub(r"[^a-z]+", "-", fold(name).lower()).strip("-")


SLUGS = {
    "congo-kinshasa": "COD",
    "congo-brazzaville": "COG",
    "caymans": "CYM",
    "bosnia-herzegovina": "BIH",
    "czechia": "CZE",
    "united-states": "USA",
    "timor-leste": "TLS",
    "st-kitts-and-nevis": "KNA",
    "georgia": "GEO",
    "donetsk": "donetsk-pr",
    "luhansk": "luhansk-pr",
    "turks-and-caicos": "TCA",
    "faroes": "FRO",
    "cabo-verde": "CPV",
    "georgia-us": "us-georgia",
    "aland": "ALA",
    "curacao": "CUW",
    "ivory-coast": "CIV",
    "yukon": "ca-yukon",
}
"""Jurisdictions whose short names are not those of the state table."""


def _jurisdictions() -> dict[str, tuple[str, str]]:
    """Jurisdiction to (country code, region id)."""
    known: dict[str, tuple[str, str]] = {}
    for row in [*state_rows(), *state_rows("regions")]:
        parent = row["parent"] if row["id"] not in ("HKG", "ATA") else ""
        entry = (parent or row["id"], row["id"] if parent else "")
        for name in (row["name"], *row["names"].split(";")):
            if name:
                known.setdefault(_slug(name), entry)
        known[row["id"]] = entry
    return known


def officials(reference: Path) -> Iterator[Holding]:
    """Holders of public office at the end of January 2025; without an end, for they were in office then."""
    places = _jurisdictions()
    with (reference / "officials_2025-01.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            place = SLUGS.get(row["jurisdiction"], row["jurisdiction"])
            if place == "european-union":
                country, region = "EUR", "eu"
            elif place == "world" or place not in places:
                continue
            else:
                country, region = places[place]
            if len(row["person"].split()) < 2 or not row["since"]:
                continue
            for title in split_titles(row["position"]):
                yield Holding(
                    name=row["person"],
                    wikidata=row["wikidata"],
                    title=title,
                    country=country,
                    organisation=region,
                    office=_national_office(title, country, region),
                    start=row["since"],
                    end="open",
                    end_kind="open",
                    source="peppercat 2025-01 (Wikidata)",
                )


def _national_office(title: str, country: str, region: str) -> str:
    """The office of a title; heads of regions are not heads of state."""
    office = office_of(title)
    if country == "EUR":
        return "head of organisation" if title.startswith("President of the") else "official"
    if region and office in ("president", "prime minister", "monarch", "governor-general"):
        return "regional leader"
    if region and office in ("foreign minister", "defence minister", "finance minister", "interior minister"):
        return "minister"
    if country == "USA" and not region and title == "Secretary of State":
        return "foreign minister"
    return office


COW_BY_DATE = {
    "345": (("1992-04-27", "YUG"), ("2006-06-03", "SCG"), ("9999", "SRB")),
    "365": (("1991-12-26", "SUN"), ("9999", "RUS")),
    "255": (("9999", "DEU"),),
    "260": (("9999", "DEU"),),
    "678": (("9999", "YEM"),),
    "818": (("9999", "VNM"),),
}
"""States that share a Correlates-of-War number: the last day (exclusive) and our id."""


def reign(reference: Path) -> Iterator[Holding]:
    """Effective leaders of states by REIGN, to month precision at the end (which it gives without a day)."""
    by_number = {row["cow"]: row["id"] for row in state_rows() if row["cow"]}
    with (reference / "reign_leaders_1950-2021.csv").open(
        encoding="cp1252", errors="replace", newline=""
    ) as lines:
        for row in csv.DictReader(lines):
            if not row["syear"].strip() or "�" in row["leader"]:
                continue
            start = _joined(row["syear"], row["smonth"], row["sdate"])
            end = _joined(row["eyear"], row["emonth"])
            periods = COW_BY_DATE.get(row["ccode"])
            country = (
                next((c for day, c in periods if start < day), "")
                if periods
                else by_number.get(row["ccode"], "")
            )
            name = re.sub(r"\s+", " ", row["leader"]).strip()
            if "," in name:
                family, _, given = name.partition(",")
                name = f"{given.strip()} {family.strip()}".strip()
            if not country or not name or name.endswith("-") or (end and end < start[: len(end)]):
                continue
            yield Holding(
                name=name,
                office="effective leader",
                country=country,
                start=start,
                end=end,
                birth_year=_joined(row["birthyear"]),
                end_kind="known" if end else "unknown",
                source="REIGN",
            )


def _joined(year: str, month: str = "", day: str = "") -> str:
    """Year, month and day cells as a partial ISO day."""
    parts = [part.strip() for part in (year, month, day)]
    if not parts[0].isdigit():
        return ""
    text = parts[0]
    for part in parts[1:]:
        if not part.isdigit() or int(part) == 0:
            break
        text += f"-{int(part):02d}"
    return text


def petrarch(reference: Path) -> Iterator[Holding]:
    """Dated officials of PETRARCH's country dictionary, after a second look at names and ranges."""
    states = {row["id"] for row in state_rows() if row["kind"] == "state"}
    no_persons = {key.lower() for row in state_rows() for key in _all_names(row)}
    for actor in read_actors(reference / "petrarch" / "Phoenix.Countries.actors.txt"):
        names = [name for name in map(_clean_name, actor.names) if name]
        if not _is_personal(names[0] if names else "") or names[0].lower() in no_persons:
            continue
        aliases = tuple(
            dict.fromkeys(n for n in names[1:] if _is_personal(n) and n.split()[-1] == names[0].split()[-1])
        )
        titles = _titles_in(actor, names[0])
        periods = _periods(actor.codes, states)
        for country, sectors, start, end in periods:
            monthly = len(start) == 7
            yield Holding(
                name=names[0],
                aliases=aliases,
                country=country,
                sectors=sectors,
                start=start,
                end=end,
                office=_petrarch_office(titles, monthly, len(periods)),
                end_kind="known" if end else "unknown",
                source="PETRARCH CountryInfo" + (", by month" if monthly else ""),
            )


def _all_names(row: dict[str, str]) -> list[str]:
    """Name, names, demonyms and capitals of a state."""
    return [row["name"], *";".join((row["names"], row["demonyms"], row["capitals"])).split(";")]


def _clean_name(name: str) -> str:
    return re.sub(r"\s+", " ", reading_case(name)).strip(" .,_")


_NOT_PERSONAL = re.compile(
    r"\b(president|minister|secretary|king|queen|prince|general|chief|leader|premier|chancellor|government|party|"
    r"republic|administration|cabinet|council|embassy|ministry|army|forces|police|bank|company|national|united|"
    r"islamic|committee|of the|spokesman|official|ambassador|governor|emir|sultan|sheikh|sir|dr|mr|former|"
    r"acting|"
    r"colonel|senator|vice|prime|deputy|university|movement|front|union|people|state|agency|service|house|foreign)\b",
    re.IGNORECASE,
)


def _is_personal(name: str) -> bool:
    """Whether a dictionary name looks like a person's full name: two to six words of letters, no title."""
    words = name.split()
    if not 2 <= len(words) <= 6 or _NOT_PERSONAL.search(name) or len(words[-1]) < 2:
        return False
    return all(re.fullmatch(r"[^\W\d_][^\W\d_.'’-]*(?:[-'’.][^\W\d_]*)*", word) for word in words) and any(
        len(word.strip(".")) > 2 for word in words[:-1] + words[-1:]
    )


def _titles_in(actor: DictionaryActor, name: str) -> set[str]:
    """The offices that an actor's names mention before the surname: "Foreign Minister Lavrov"."""
    surname = name.split()[-1].lower()
    offices = set()
    for alias in actor.names[1:]:
        words = [word.lower() for word in alias.split()]
        if words and words[-1] == surname and not words[0].startswith(("former", "ex")):
            office = office_of(" ".join(w for w in words[:-1] if w in _TITLE_WORDS))
            if office != "official":
                offices.add(office)
    return offices


_TITLE_WORDS = frozenset(
    [
        "president",
        "prime",
        "minister",
        "foreign",
        "defense",
        "defence",
        "interior",
        "finance",
        "secretary",
        "of",
        "state",
        "vice",
        "deputy",
        "chancellor",
        "king",
        "queen",
        "justice",
    ]
)

Period = tuple[str, tuple[str, ...], str, str]


def _periods(codes: tuple[DatedCode, ...], states: set[str]) -> list[Period]:
    """The government periods of an actor: plausible, none doubled, adjoining months joined."""
    exact: set[Period] = set()
    monthly: list[Period] = []
    for dated in codes:
        country, sectors = plover_codes(dated.code)
        if country not in states or "GOV" not in sectors or not dated.start or not _plausible(dated):
            continue
        ordered = ("GOV", *sorted(s for s in sectors if s != "GOV"))
        if dated.start.endswith("-01") and (dated.end is None or _ends_month(dated.end)):
            monthly.append((country, ordered, dated.start[:7], (dated.end or "")[:7]))
        else:
            exact.add((country, ordered, dated.start, dated.end or ""))
    monthly = [
        p for p in _joined_months(sorted(set(monthly))) if not any(_within(p, other) for other in exact)
    ]
    return sorted([*exact, *monthly], key=lambda period: period[2])


def _plausible(dated: DatedCode) -> bool:
    start = dated.start or ""
    end = dated.end or "2014-01-30"
    return EARLIEST <= start <= end <= "2014-12-31" and int(end[:4]) - int(start[:4]) <= LONGEST_YEARS


def _ends_month(day: str) -> bool:
    return int(day[8:]) >= 28


def _joined_months(periods: list[Period]) -> list[Period]:
    """Periods by month of the same country and sectors, joined where one begins the month after another
    ended.
    """
    joined: list[Period] = []
    for period in periods:
        last = joined[-1] if joined else None
        if last and last[:2] == period[:2] and last[3] and period[2] <= _month_after(last[3]):
            end = "" if not period[3] else max(last[3], period[3])
            joined[-1] = (*last[:3], end)
        else:
            joined.append(period)
    return joined


def _month_after(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12}-{number % 12 + 1:02d}"


def _within(period: Period, other: Period) -> bool:
    """Whether a period by month repeats one with days of the same country."""
    return (
        period[0] == other[0]
        and period[2] >= other[2][:7]
        and (not other[3] or period[3] <= _month_after(other[3][:7]))
    )


def _petrarch_office(titles: set[str], monthly: bool, periods: int) -> str:
    """The office, where the names give one and it cannot belong to another period; otherwise what is sure."""
    heads = titles & {"president", "prime minister", "monarch"}
    if not monthly:
        return next(iter(heads)) if len(heads) == 1 and len(titles) == 1 else "leader"
    ministers = titles - heads
    return next(iter(ministers)) if len(ministers) == 1 and not heads and periods == 1 else "minister"


_HOLDER = re.compile(
    r"(?P<name>[^;(]+?)\s*(?:\((?P<aliases>[^)]*)\))?\s+(?P<start>\d{4}(?:-\d\d){0,2})"
    r"(?:\.\.(?P<end>\d{4}(?:-\d\d){0,2}|\?|open))?$"
)


def chains(folder: Path) -> Iterator[Holding]:
    """The editors' successions: ``USA foreign minister: James Baker 1989-01-25; Lawrence Eagleburger
    1992-08-23``.

    Each holder stays until the next begins, unless ``..`` gives an end (``..?``: unknown, ``..open``: for
    offices with many holders); the last stays open.
    Spellings follow the name in parentheses. ``#`` opens a comment.
    """
    sources = {path: number for path in sorted(folder.glob("*.txt")) for number in [0]}
    codes = {row["id"] for row in state_rows()}
    for path in sources:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            text = line.split("#")[0].strip()
            if text:
                yield from _chain(text, codes, f"{path}:{number}")


def _chain(text: str, codes: set[str], where: str) -> Iterator[Holding]:
    head, _, body = text.partition(":")
    place, _, office = head.strip().partition(" ")
    office, _, title = office.partition("=")
    holders = [match for part in body.split(";") if part.strip() for match in [_HOLDER.match(part.strip())]]
    if None in holders:
        raise ValueError(f"{where}: cannot read a holder in {body}")
    found = [match for match in holders if match]
    for index, match in enumerate(found):
        following = found[index + 1]["start"] if index + 1 < len(found) else "open"
        end = match["end"] or following
        kind = "open" if end == "open" else "unknown" if end == "?" else "known"
        if match["name"].strip() == "-":
            continue
        holding = Holding(
            name=match["name"].strip(),
            aliases=tuple(a.strip() for a in (match["aliases"] or "").split(",") if a.strip()),
            office=office.strip(),
            title=title.strip(),
            start=match["start"],
            end="" if kind == "unknown" else end,
            end_kind=kind,
            source="editors",
        )
        is_state = place in codes
        yield replace(holding, country=place) if is_state else replace(holding, organisation=place)
