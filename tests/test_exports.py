"""Exports: the columns that other software expects, rows by the declared rule, nothing half written."""

from __future__ import annotations

import csv
import errno
import json
import os
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from dragoman import ontology
from dragoman.errors import DragomanError
from dragoman.exports import FORMATS, export
from dragoman.exports.export import FORMS
from dragoman.records import Event, EventParty, EventPlace, Report, report_from_json, to_json
from dragoman.store import Filters, Store
from dragoman.store.events import enter_events, write_events
from dragoman.store.schema import from_rows, report_schema
from made_reports import day, document, fill, party, place, report

pd = pytest.importorskip("pandas")

RUSSIA = party("Moscow", "RUS:GOV", name="Russia", entity_id="RUS", sectors=("GOV", "MIL"))
UKRAINE = party("Kyiv", "UKR:GOV", name="Ukraine", entity_id="UKR")
UN = party("UN", "UNO", name="United Nations")
ROMANIA, KOSOVO = party("Bucharest", "ROU:GOV", name="Romania"), party("Kosovo", "KOS:JRN")
NIAMEY = place("Niamey", "NER", 13.51, 2.11, admin1="Niamey", geonames_id=2440485, precision="city")

A = document("a", "2024-01-15", "First things first.\nMore\tthings.", source="Post", url="http://post.example/a")
B = document("b", "2024-12-31", "One paragraph.", source="Mail", language="en")
REPORTS = {
    A: [
        report(A, [RUSSIA], "ASSAULT", [UKRAINE], at=0, mode="heavy-weapons", date=day("2024-01-14"), place=NIAMEY),
        report(A, [RUSSIA, UKRAINE], "CONSULT", at=1, mode="phone", reciprocal=True),
        report(A, [RUSSIA, UN], "AID", [KOSOVO, ROMANIA], at=2, contexts=("refugees",)),
        report(A, [], "COERCE", [UKRAINE], at=3, mode="arrest"),
        report(A, [UKRAINE], "REJECT", at=4, status="future"),
    ],
    B: [
        report(B, [UKRAINE], "AID", [RUSSIA], at=0, status="negated"),
        report(B, [UKRAINE], "AID", [RUSSIA], at=1, status="hypothetical"),
        report(B, [UKRAINE], "AID", [RUSSIA], at=2, status="historical"),
        report(B, [UKRAINE], "AID", [RUSSIA], at=3, status="historical", date=day("1999-03-01", "1999-03-31", "month")),
    ],
}
ROWS = {"a0": 1, "a1": 2, "a2": 4, "a3": 1, "a4": 1, "b3": 1}
"""Rows that each exported report gives by the rule."""

EVENT = Event(
    event_id="e-1", event_type="ASSAULT", mode="heavy-weapons", outlets=2, first_told="2024-01-15", confidence=0.8,
    actors=(EventParty(name="Russia", country="RUS", sector="GOV", entity_id="RUS"),),
    recipients=(EventParty(name="Ukraine", country="UKR"), EventParty(name="Romania", country="ROU")),
    reports=(REPORTS[A][0].report_id, REPORTS[B][2].report_id), documents=("a", "b"), sources=("Mail", "Post"),
    date=day("2024-01-14"), place=EventPlace(name="Niger", country="NER", lat=17.6, lon=8.1, precision="country"),
)  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store.open(fill(tmp_path_factory.mktemp("made") / "s", REPORTS))


@pytest.fixture
def linked(tmp_path: Path) -> Store:
    made = Store.open(fill(tmp_path / "linked", REPORTS), write=True)
    segment = write_events(made, [EVENT])
    with made.transaction():
        enter_events(made, segment, [EVENT])
    return made


def frame(store: Store, name: str, folder: Path, filters: Filters | None = None) -> Any:
    form, dest = FORMS[name], folder / name
    export(store, name, dest, filters)
    return pd.read_csv(
        dest, sep=form.separator, header=0 if form.header else None, names=None if form.header else form.columns,
        dtype=str, keep_default_na=False, quoting=csv.QUOTE_MINIMAL if form.separator == "," else csv.QUOTE_NONE,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "columns"),
    [("gdelt-events", 61), ("gdelt-mentions", 16), ("icews", 20), ("polecat", 40), ("phoenix", 26), ("cameo-csv", 33)],
)
def test_every_row_has_the_columns_of_the_format(store: Store, tmp_path: Path, name: str, columns: int) -> None:
    found = frame(store, name, tmp_path)
    assert len(found.columns) == columns == len(set(FORMS[name].columns))
    assert len(found) == sum(ROWS.values())
    lines = (tmp_path / name).read_text("utf-8").splitlines()
    assert FORMS[name].separator == "," or {line.count("\t") for line in lines} == {columns - 1}
    assert set(FORMS[name].blank) <= set(FORMS[name].columns)
    assert all((found[column] == FORMS[name].missing).all() for column in FORMS[name].blank)


def test_gdelt_events_have_its_codes(store: Store, tmp_path: Path) -> None:
    found = frame(store, "gdelt-events", tmp_path)
    assault = found[found.EventRootCode == "19"].iloc[0]
    assert (assault.SQLDATE, assault.MonthYear, assault.Year) == ("20240114", "202401", "2024")
    assert assault.FractionDate == "2024.0384"
    assert (assault.Actor1Code, assault.Actor1Name, assault.Actor2Code) == ("RUSGOVMIL", "RUSSIA", "UKRGOV")
    assert (assault.Actor1Type1Code, assault.Actor1Type2Code, assault.Actor1CountryCode) == ("GOV", "MIL", "RUS")
    assert (assault.QuadClass, assault.IsRootEvent) == ("4", "1")
    assert float(assault.GoldsteinScale) == ontology.goldstein(assault.EventCode, "oeda")
    assert (assault.ActionGeo_CountryCode, assault.ActionGeo_Type) == ("NG", "4")
    assert (assault.ActionGeo_FullName, assault.ActionGeo_Lat) == ("Niamey, Niger", "13.51")
    assert (assault.DATEADDED, assault.SOURCEURL) == ("20240115000000", "http://post.example/a")
    aid = found[found.EventRootCode == "07"]
    assert set(aid.Actor1KnownGroupCode) == {"", "UNO"}
    assert {"ROM", "KSV"} <= set(aid.Actor2CountryCode)
    assert "MED" in set(aid.Actor2Type1Code)
    assert found.GLOBALEVENTID.astype("int64").is_unique
    for column in ("SQLDATE", "Year", "QuadClass", "NumMentions", "NumArticles", "DATEADDED", "FractionDate"):
        pd.to_numeric(found[column], errors="raise")


def test_gdelt_mentions_join_events_and_point_into_the_text(store: Store, tmp_path: Path) -> None:
    events, found = (frame(store, f"gdelt-{name}", tmp_path) for name in ("events", "mentions"))
    assert set(found.GLOBALEVENTID) == set(events.GLOBALEVENTID)
    first = found.iloc[0]
    assert (first.MentionType, first.MentionIdentifier, first.SentenceID) == ("1", "http://post.example/a", "1")
    assert (first.MentionDocLen, first.Confidence, first.InRawText) == (str(len(A.text)), "90", "1")
    agentless = found[found.Actor1CharOffset == "-1"]
    assert len(agentless) == 1
    assert set(found[found.MentionSourceName == "Mail"].MentionType) == {"2"}


def test_where_a_store_is_linked_gdelt_and_phoenix_have_events(linked: Store, tmp_path: Path) -> None:
    events, mentions = (frame(linked, f"gdelt-{name}", tmp_path) for name in ("events", "mentions"))
    assert list(events.Actor2CountryCode) == ["UKR", "ROM"]
    assert (events.NumMentions[0], events.NumSources[0], events.NumArticles[0]) == ("2", "2", "2")
    assert (events.ActionGeo_Type[0], events.ActionGeo_ADM1Code[0]) == ("1", "NG")
    assert len(mentions) == 2 * len(EVENT.reports)
    assert set(mentions.GLOBALEVENTID) == set(events.GLOBALEVENTID)
    assert set(mentions.EventTimeDate) == {"20240115000000"}
    assert set(mentions.MentionTimeDate) == {"20240115000000", "20241231000000"}
    assert mentions.GLOBALEVENTID.value_counts().to_dict() == {
        i: int(n) for i, n in zip(events.GLOBALEVENTID, events.NumMentions, strict=True)
    }
    phoenix = frame(linked, "phoenix", tmp_path)
    assert (phoenix.URLs[0], phoenix.NewsSources[0]) == ("http://post.example/a;b", "Post;Mail")
    assert len(frame(linked, "icews", tmp_path)) == sum(ROWS.values())


def test_icews_has_its_labels_and_intensity(store: Store, tmp_path: Path) -> None:
    found = frame(store, "icews", tmp_path)
    first = found.iloc[0]
    assert (first["Event Date"], first["Source Name"], first["Target Country"]) == ("2024-01-14", "Russia", "Ukraine")
    assert first["Source Sectors"] == "Government, Military"
    assert first["Event Text"] == ontology.CAMEO_CODES[first["CAMEO Code"]].label
    assert float(first["Intensity"]) == ontology.goldstein(first["CAMEO Code"], "icews")
    assert (first["City"], first["Province"], first["Country"]) == ("Niamey", "Niamey", "Niger")
    assert (first["Publisher"], first["Sentence Number"]) == ("Post", "1")


def test_polecat_writes_none_for_what_is_missing(store: Store, tmp_path: Path) -> None:
    found = frame(store, "polecat", tmp_path)
    assert "" not in found.to_numpy()
    first = found.iloc[0]
    assert (first["Event Type"], first["Event Mode"], first["Quad Code"]) == ("ASSAULT", "heavy-weapons", "4")
    assert (first["Actor COW"], first["Actor Sectors"], first["Actor Name Raw"]) == ("365", "GOV;MIL", "Moscow")
    assert (first["GeoNames ID"], first["Publication Date"], first["Version"]) == ("2440485", "2024-01-15", "1.0")
    assert float(first["Intensity"]) == ontology.score("ASSAULT", "heavy-weapons")
    assert found.iloc[-1]["Language"] == "en"


def test_phoenix_has_penta_classes(store: Store, tmp_path: Path) -> None:
    found = frame(store, "phoenix", tmp_path)
    first = found.iloc[0]
    assert (first.Date, first.Year, first.Month, first.Day) == ("20240114", "2024", "01", "14")
    assert (first.SourceActorFull, first.SourceActorEntity, first.SourceActorRole) == ("RUSGOVMIL", "RUS", "GOV")
    assert (first.QuadClass, first.SentenceID, first.CountryName) == ("4", "a_1", "Niger")
    assert "ROU" in set(found.TargetActorEntity)


def test_reciprocal_acts_are_a_row_each_way(store: Store, tmp_path: Path) -> None:
    found = frame(store, "cameo-csv", tmp_path)
    talks = found[found.plover_type == "CONSULT"]
    assert list(zip(talks.source_country, talks.target_country, strict=True)) == [("RUS", "UKR"), ("UKR", "RUS")]
    assert set(talks.date_basis) == {"publication"}
    assert list(found.id.str.partition(".")[0]) == list(found.report_id)
    assert dict(found.report_id.value_counts().items()) == {
        r.report_id: ROWS[f"{r.document_id}{r.predicate.start}"]
        for rs in REPORTS.values() for r in rs if f"{r.document_id}{r.predicate.start}" in ROWS
    }  # fmt: skip


def test_what_is_left_out_is_told(store: Store, tmp_path: Path) -> None:
    done = export(store, "phoenix", tmp_path / "p")
    assert (done.units, done.rows, done.left_out) == (6, 10, {"no day is known": 1})
    everything = Filters(statuses=tuple(ontology.STATUSES))
    done = export(store, "phoenix", tmp_path / "q", everything)
    assert done.left_out == {"CAMEO has no code": 1, "no day is known": 1}
    assert len(frame(store, "polecat", tmp_path, everything)) == 12


def reports_of(store: Store, **filters: Any) -> list[Report]:
    return store.reports(Filters(**filters))


@pytest.mark.parametrize("name", ["jsonl", "parquet"])
def test_what_is_read_back_equals_the_store(store: Store, tmp_path: Path, name: str) -> None:
    dest = tmp_path / f"out.{name}"
    done = export(store, name, dest, Filters(countries=("RUS",)))
    if name == "jsonl":
        found = [report_from_json(line) for line in dest.read_bytes().splitlines()]
    else:
        found = list(from_rows(pq.read_table(dest).to_pylist()))
        assert set(pd.read_parquet(dest).columns) == set(report_schema().names)
    expected = reports_of(store, countries=("RUS",), statuses=("actual", "historical", "future"))
    assert list(map(to_json, found)) == list(map(to_json, expected))
    assert done.rows == len(expected) == 5


def test_shared_fields_of_dyads_equal_the_store(store: Store, tmp_path: Path) -> None:
    by_id = {r.report_id: r for r in reports_of(store)}
    for row in frame(store, "cameo-csv", tmp_path).to_dict("records"):
        told = by_id[row["report_id"]]
        assert (row["plover_type"], row["plover_mode"] or None) == (told.event_type, told.mode)
        assert (row["status"], float(row["confidence"])) == (told.status, told.confidence)
        assert (row["document_id"], int(row["sentence"])) == (told.document_id, told.sentence.index + 1)
        assert row["lat"] == ("13.51" if told.place else "")


def test_the_file_beside_tells_what_it_is(store: Store, tmp_path: Path) -> None:
    dest = tmp_path / "events.tsv"
    export(store, "gdelt-events", dest, Filters.read({"country": "Ukraine", "since": "2024"}))
    about = json.loads((tmp_path / "events.tsv.about.json").read_text("utf-8"))
    assert (about["format"], about["rows"], about["reports"]) == ("gdelt-events", 5, 4)
    assert ["country", "UKR"] in about["filters"] and ["since", "2024-01-01"] in about["filters"]
    assert about["schemes"] == {"EventCode": "CAMEO", "QuadClass": "gdelt", "GoldsteinScale": "oeda"}
    assert about["coders"] == [{"name": "made", "version": "1.0", "model": ""}]
    assert "AvgTone" in about["blank"] and len(about["columns"]) == 61


def test_a_file_that_is_there_is_not_replaced_unless_asked(store: Store, tmp_path: Path) -> None:
    dest = tmp_path / "out.tsv"
    dest.write_text("mine")
    with pytest.raises(DragomanError, match="E720"):
        export(store, "icews", dest)
    assert dest.read_text() == "mine"
    export(store, "icews", dest, force=True)
    assert dest.read_text().startswith("Event ID")


@pytest.mark.parametrize("name", FORMATS)
def test_a_full_disk_leaves_no_half_file(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    dest = tmp_path / "out"
    dest.write_text("older")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DragomanError, match="E503"):
        export(store, name, dest, force=True)
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    assert dest.read_text() == "older"


@pytest.mark.parametrize(("dest", "code"), [("nowhere/out", "E721"), (".", "E721")])
def test_places_where_nothing_can_be_written_are_told(store: Store, tmp_path: Path, dest: str, code: str) -> None:
    with pytest.raises(DragomanError, match=code):
        export(store, "icews", tmp_path / dest)


def test_an_unknown_format_suggests_the_nearest(store: Store, tmp_path: Path) -> None:
    with pytest.raises(DragomanError, match="mean polecat"):
        export(store, "polcat", tmp_path / "x")


def test_the_same_export_twice_has_the_same_bytes(store: Store, tmp_path: Path) -> None:
    for name in FORMATS:
        export(store, name, tmp_path / f"{name}.1")
        export(store, name, tmp_path / f"{name}.2")
        assert (tmp_path / f"{name}.1").read_bytes() == (tmp_path / f"{name}.2").read_bytes()
