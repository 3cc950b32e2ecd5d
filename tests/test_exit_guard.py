"""A thread or process that the tests leave behind does not keep the interpreter for ever."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("status", [0, 1])
def test_an_interpreter_that_does_not_end_is_ended_with_its_status(status: int) -> None:
    script = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import exit_guard, threading\n"
        "threading.Thread(target=threading.Event().wait, name='left behind').start()\n"
        f"exit_guard.watch({status}, seconds=0.2)\n"
    )
    ended = subprocess.run([sys.executable, "-c", script], stderr=subprocess.PIPE, text=True, check=False)
    assert ended.returncode == status
    assert "left behind" in ended.stderr and "most recent call first" in ended.stderr


def test_an_interpreter_that_ends_is_left_alone() -> None:
    script = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import exit_guard; exit_guard.watch(0)"
    ended = subprocess.run([sys.executable, "-c", script], stderr=subprocess.PIPE, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
