"""At run time no connection is made: everything is read from the machine."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any, NoReturn

import pytest

from dragoman.coding import EventCoder
from dragoman.reading import Options, read
from dragoman.records import Document
from dragoman.store import Store


def test_coding_and_keeping_need_no_network(json_lines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any, **__: Any) -> NoReturn:
        raise AssertionError("a connection was tried")

    for name in ("connect", "connect_ex", "sendto", "bind"):
        monkeypatch.setattr(socket.socket, name, refused)
    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, refused)
    path = json_lines([{"text": "France recalled its ambassador to Mali on Monday.", "published": "2022-02-01"}])
    documents = [item for item in read([path], Options()) if isinstance(item, Document)]
    coder = EventCoder.load()
    with Store.create(tmp_path / "s") as store:
        store.add(list(coder.code(documents)), coder.coder)
        assert [report.actors[0].country for report in store.reports()] == ["FRA"]
