"""Writing the model card from what a training run measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

CARD_FILE = "card.md"
TEMPLATE_FILE = Path(__file__).with_name("card_template.md")

Metrics = Mapping[str, Any]


def write_card(metrics: Metrics, folder: Path) -> None:
    """Write ``card.md``: the template's text, with the figures of this run in its places."""
    text = TEMPLATE_FILE.read_text("utf-8")
    for place, content in _places(metrics).items():
        text = text.replace("{{" + place + "}}", content)
    (folder / CARD_FILE).write_text(text, "utf-8")


def _places(metrics: Metrics) -> dict[str, str]:
    data, shipped = metrics["data"], metrics["shipped"]
    crossed = metrics.get("cross_validation")
    return {
        "version": str(metrics.get("version", "")),
        "seen": _seen(data),
        "sizes": _sizes(data),
        "minutes": str(metrics.get("minutes", "")),
        "overview": _overview(metrics),
        "types": _types(metrics["own_alone"], shipped),
        "classes": _classes(crossed) if crossed else "Not cross-validated in this run.",
        "statuses": _rows(("status", "F1"), [(s, _f(v)) for s, v in shipped["status"]["f1"].items()]),
        "contexts": _contexts(shipped["context"]["labels"]),
        "temperatures": ", ".join(f"{k} {v:.2f}" for k, v in metrics["temperatures"].items()),
    }


def _sizes(data: Metrics) -> str:
    later = f", {data['later']:,} beside gold in the second" if data["later"] else ""
    return f"{data['own']:,} own sentences in the first stage{later}, {data['held_out']:,} held out"


def _seen(data: Metrics) -> str:
    if not data["gold"]:
        return "These weights have seen the project's own sentences alone."
    return (
        f"These weights have seen the project's own sentences and then {data['gold']:,} sentences of the\n"
        "training half of the relations published by Hu et al. (ACL 2024), whose release names no licence;\n"
        "the sentences themselves are not distributed. Anybody can train weights that have not seen them:\n"
        "leave out `--gold`."
    )


def _overview(metrics: Metrics) -> str:
    own, shipped = metrics["own_alone"], metrics["shipped"]
    rows = [
        ("held-out own sentences", str(own["sentences"]), ""),
        *_own_rows("own sentences alone, full precision", own),
        *_own_rows("shipped weights, int8", shipped),
        (
            "shipped: direction (right type likelier than with the parties exchanged)",
            _f(shipped["direction"]),
            f"{shipped['direction_pairs']} pairs",
        ),
    ]
    for key, name in (
        ("own_alone_on_gold", "published relations, own sentences alone"),
        ("cross_validation", "published relations, cross-validated by sentence"),
    ):
        if key in metrics:
            rows += _gold_rows(name, metrics[key])
    return _rows(("measure", "value", "note"), rows)


def _own_rows(name: str, scored: Metrics) -> list[tuple[str, str, str]]:
    return [
        (f"{name}: type, macro-F1 (16 and NONE)", _f(scored["type_macro_f1"]), ""),
        (f"{name}: NONE, F1", _f(scored["none_f1"]), ""),
        (f"{name}: expected calibration error", _f(scored["type_calibration_error"]), ""),
        (f"{name}: mode within the right type, accuracy", _f(scored["mode"]["accuracy"]), ""),
        (f"{name}: status, accuracy", _f(scored["status"]["accuracy"]), ""),
        (f"{name}: contexts, micro-F1", _f(scored["context"]["micro_f1"]), ""),
        (f"{name}: reciprocal, F1", _f(scored["reciprocal_f1"]), ""),
    ]


def _gold_rows(name: str, scored: Metrics) -> list[tuple[str, str, str]]:
    interval = f"95 % interval {_f(scored['macro_f1_low'])} to {_f(scored['macro_f1_high'])}"
    rows = [
        (f"{name}: macro-F1, 15 classes", _f(scored["macro_f1"]), interval),
        (f"{name}: macro-F1, quads", _f(scored["quads_macro_f1"]), ""),
    ]
    if "calibration_error" in scored:
        rows.append((f"{name}: expected calibration error", _f(scored["calibration_error"]), ""))
    return rows


def _types(own: Metrics, shipped: Metrics) -> str:
    rows = [(t, _f(v), _f(shipped["type_f1"].get(t, 0.0))) for t, v in own["type_f1"].items()]
    return _rows(("type", "own sentences alone", "shipped"), rows)


def _classes(scored: Metrics) -> str:
    ranked = [(name, _f(entry["f1"]), str(entry["support"])) for name, entry in scored["classes"].items()]
    confused = [(c["gold"], c["predicted"], str(c["count"])) for c in scored["confusions"]]
    return (
        _rows(("class", "F1", "sentences"), ranked)
        + "\n\nThe most frequent confusions:\n\n"
        + _rows(("gold", "predicted", "count"), confused)
    )


def _contexts(labels: Metrics) -> str:
    rows = [(c, _f(e["f1"]) if e["support"] else "–", str(e["support"])) for c, e in labels.items()]
    return _rows(("context", "F1", "sentences"), rows)


def _rows(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def _f(value: float) -> str:
    return f"{value:.3f}"
