"""The house is built as it is drawn: rooms import only rooms to their left, and importing Dragoman is light."""

import ast
import subprocess
import sys
from pathlib import Path

import dragoman

ROOT = Path(dragoman.__file__).parent

LEVELS = {
    "errors": 0,
    "records": 0,
    "ontology": 0,
    "reading": 1,
    "language": 2,
    "actors": 3,
    "coding": 4,
    "linking": 5,
    "store": 6,
    "running": 7,
    "analysis": 7,
    "exports": 7,
    "evaluation": 7,
    "web": 8,
    "cli": 9,
}
"""How far to the right a room lies. Rooms of one level do not import one another."""

GROUND = frozenset(("errors", "records", "ontology"))
HEAVY = (
    "spacy",
    "numpy",
    "pyarrow",
    "duckdb",
    "onnxruntime",
    "tokenizers",
    "trafilatura",
    "typer",
    "rich",
    "torch",
    "pandas",
    "fastapi",
    "uvicorn",
    "jinja2",
)


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """The rooms that a module imports, also inside functions and for types."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module == "dragoman":
            names = [f"dragoman.{a.name}" for a in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module or ""]
        found |= {n.split(".")[1] for n in names if n.startswith("dragoman.")}
    return found & set(LEVELS)


def modules() -> list[Path]:
    return [p for p in sorted(ROOT.rglob("*.py")) if p.parent != ROOT or p.stem in LEVELS]


def test_every_room_is_on_the_plan():
    rooms = {room_of(p) for p in ROOT.rglob("*.py")} - {"__init__", "__main__"}
    assert rooms <= set(LEVELS)


def test_a_room_imports_only_rooms_to_its_left():
    wrong = [
        f"{path.relative_to(ROOT)} imports {other}"
        for path in modules()
        for other in sorted(imports(path) - {room_of(path)})
        if LEVELS[other] >= LEVELS[room_of(path)] and not (other in GROUND and room_of(path) in GROUND)
    ]
    assert wrong == []


def test_no_import_is_relative():
    relative = [
        str(path.relative_to(ROOT))
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []


def test_importing_dragoman_imports_no_heavy_library():
    code = f"import sys, dragoman; print([m for m in {HEAVY!r} if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_records_and_errors_need_no_heavy_library():
    light = "dragoman.records, dragoman.errors, dragoman.ontology"
    code = f"import sys, {light}; print([m for m in {HEAVY!r} if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_every_module_has_a_docstring():
    without = [
        str(p.relative_to(ROOT))
        for p in ROOT.rglob("*.py")
        if not ast.get_docstring(ast.parse(p.read_text(encoding="utf-8")))
    ]
    assert without == []
