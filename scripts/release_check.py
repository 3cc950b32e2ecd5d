"""Is this ready for others? Builds the wheel, installs it into an empty environment and works with it away from here.

``make release-check``, or ``python scripts/release_check.py [--keep]``. Needs the network or a package index, since the
environment is filled from the wheel's own declarations; nothing of the source tree can be imported in it.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
NEEDED = (
    "dragoman/py.typed",
    "dragoman/ontology/data/types.csv",
    "dragoman/actors/data/states.csv",
    "dragoman/coding/data/verbs.txt",
    "dragoman/store/catalog.sql",
)
"""Files that have been forgotten in wheels before, or whose lack is told only when they are used."""

UNWANTED = re.compile(r"^(tests|training|benchmarks|docs|examples)/|\.pyc$")


class NotReady(Exception):
    """What is wrong with the release."""


def run(command: Sequence[str | Path], folder: Path, **more: str) -> str:
    """The output of a command in a folder, without the environment variables that lead to the source tree."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "DRAGOMAN", "VIRTUAL_ENV"))}
    made = subprocess.run(
        [str(c) for c in command], cwd=folder, env={**clean, **more}, capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise NotReady(f"{' '.join(map(str, command))}\n{made.stdout[-2000:]}{made.stderr[-2000:]}")
    return made.stdout + made.stderr


def build(folder: Path) -> Path:
    """The wheel, built from this source tree."""
    run([sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT], folder)
    (wheel,) = folder.glob("*.whl")
    return wheel


def look_inside(wheel: Path) -> None:
    """What must be in the wheel is there, and nothing else. Raises ``NotReady``."""
    with zipfile.ZipFile(wheel) as held:
        names = held.namelist()
    missing = [name for name in NEEDED if name not in names]
    unwanted = [name for name in names if UNWANTED.search(name)]
    if missing or unwanted:
        raise NotReady(f"missing in the wheel: {missing}; unwanted: {unwanted[:5]}")
    if not any(name.endswith("licenses/LICENSE") for name in names):
        raise NotReady("the wheel has no licence")


def versions() -> str:
    """The version, the same in package, changelog and citation. Raises ``NotReady``."""
    found = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert found is not None
    version = found[1]
    for name, pattern in (("CHANGELOG.md", rf"^## .*{re.escape(version)}"), ("CITATION.cff", rf"^version: {version}$")):
        if not re.search(pattern, (ROOT / name).read_text("utf-8"), re.MULTILINE):
            raise NotReady(f"{name} does not name version {version}")
    return version


def demo(python: Path, folder: Path) -> None:
    """The demo as a new user runs it: code the examples, look at a report, explain a sentence."""
    dragoman = python.with_name("dragoman")
    shutil.copytree(ROOT / "examples", folder / "examples")
    where = run([python, "-c", "import dragoman; print(dragoman.__file__)"], folder).strip()
    if Path(where).is_relative_to(ROOT):
        raise NotReady(f"the environment imports the source tree: {where}")
    checks = (
        ([dragoman, "--version"], versions()),
        ([dragoman, "doctor"], "ok    coder"),
        ([dragoman, "code", "examples", "--store", "demo-store"], "19  documents coded"),
        ([dragoman, "reports", "--store", "demo-store", "--document", "example-01"], "CONSULT"),
        ([dragoman, "explain", "France recalled its ambassador to Mali on Monday."], "SANCTION"),
    )
    for command, said in checks:
        if " ".join(said.split()) not in " ".join(run(command, folder, COLUMNS="100").split()):
            raise NotReady(f"{' '.join(map(str, command))} does not say {said!r}")
        print("ok   ", " ".join(map(str, [Path(command[0]).name, *command[1:]])))


def main() -> None:
    """Run every step; exit status 1 with what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", action="store_true", help="keep the folder with wheel and environment")
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="dragoman-release-"))
    try:
        print("ok    version", versions())
        wheel = build(folder)
        look_inside(wheel)
        print(f"ok    {wheel.name}, {wheel.stat().st_size / 1e6:.1f} MB")
        venv.create(folder / "env", with_pip=True)
        python = folder / "env" / "bin" / "python"
        run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel], folder)
        print("ok    installed into an empty environment")
        demo(python, folder)
    except NotReady as wrong:
        sys.exit(f"not ready: {wrong}")
    finally:
        if not chosen.keep:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
