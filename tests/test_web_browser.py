"""The dashboard in a real browser: every page opens quietly, and corrections are made by keyboard.

Needs Chromium and Playwright; without them these tests are skipped, and say so. The browser is the one of the
system (Debian: ``apt-get install chromium``) or the one that ``DRAGOMAN_CHROMIUM`` names.
"""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from dragoman.records import Document
from dragoman.store import Store
from dragoman.store.corrections import corrections
from fake_coder import FakeCoder

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install playwright")
CHROMIUM = os.environ.get("DRAGOMAN_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
if CHROMIUM is None:
    pytest.skip("Chromium is not installed: apt-get install chromium", allow_module_level=True)

TEXT = "China condemned Japan. France visited Russia. Japan praised France.\n\nRussia condemned China."
PAGES = (
    "/",
    "/reports",
    "/documents",
    "/document?id=d",
    "/events",
    "/relations",
    "/relations?a=China&b=Japan",
    "/map",
    "/network",
    "/review",
    "/review/corrections",
    "/review/agreement",
    "/try",
    "/api",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("browser") / "store"
    coder = FakeCoder()
    with Store.create(path) as made:
        documents = [Document(id="d", text=TEXT, title="Of four states <b>", published="2022-10-27", source="Example")]
        made.add(list(coder.code(documents)), coder.coder)
    return path


@pytest.fixture(scope="module")
def address(store: Path) -> Iterator[str]:
    import uvicorn

    from dragoman.web import create_app

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(store), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """A page that remembers what went wrong and which other hosts were asked."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, base_url=address, reduced_motion="reduce")
    made = context.new_page()
    made.wrong = []
    made.on("console", lambda m: made.wrong.append(m.text) if m.type in ("error", "warning") else None)
    made.on("pageerror", lambda error: made.wrong.append(str(error)))
    made.on("request", lambda r: None if r.url.startswith((address, "data:")) else made.wrong.append(r.url))
    yield made
    context.close()


def be(page: Any, reviewer: str) -> None:
    page.fill("#reviewer", reviewer)
    page.locator("#reviewer").press("Tab")
    page.evaluate("document.activeElement.blur()")


@pytest.fixture(scope="module")
def axe() -> str:
    found = pytest.importorskip("axe_playwright_python", reason="axe-core is not there: pip install -e '.[dev]'")
    return (files(found.__name__) / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_quietly_at_any_width_and_axe_finds_nothing_serious(page: Any, path: str, axe: str) -> None:
    assert page.goto(path).status == 200
    for figure in page.query_selector_all("[data-chart]"):
        figure.wait_for_selector("canvas")
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 780})
        page.wait_for_function(f"document.documentElement.scrollWidth <= {width}")
    page.evaluate(axe)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [
            (v["id"], v["nodes"][0]["html"][:200])
            for v in result["violations"]
            if v["impact"] in ("serious", "critical")
        ] == []
    assert page.wrong == []


def test_hovering_a_report_lights_its_words_and_words_their_reports(page: Any) -> None:
    page.goto("/document?id=d")
    page.locator("[data-report]").first.hover()
    assert page.locator("#text .m.lit").all_inner_texts() == ["China", "condemned", "Japan"]
    page.locator("#text .m-predicate").nth(1).hover()
    assert "visit" in page.locator("[data-report].lit").inner_text()


def test_a_filter_changes_the_table_in_place_and_the_address(page: Any) -> None:
    page.goto("/reports")
    page.fill("input[name=country]", "France")
    page.locator("input[name=country]").press("Enter")
    page.wait_for_url("**/reports?*country=France*")
    page.get_by_text("1 report", exact=True).wait_for()
    page.reload()
    assert page.locator("#count").inner_text() == "1 report"


def test_a_correction_made_by_keyboard_is_in_the_store_and_is_undone(page: Any, store: Path) -> None:
    page.goto("/review?document=d")
    be(page, "Ann")
    page.keyboard.press("s")
    page.locator("#editor select").select_option("negated")
    page.locator("#editor .primary").press("Enter")
    page.get_by_text("status changed.", exact=True).wait_for()
    page.keyboard.press("y")
    page.get_by_text("Right.", exact=True).wait_for()
    with Store.open(store) as opened:
        made = corrections(opened, reviewer="Ann")
    assert [(c.verdict, c.field, c.after) for c in made] == [("change", "status", "negated"), ("right", None, None)]
    for _ in made:
        page.keyboard.press("u")
        page.wait_for_timeout(400)
    with Store.open(store) as opened:
        assert corrections(opened, reviewer="Ann") == []


def test_words_that_were_missed_become_a_report(page: Any, store: Path) -> None:
    page.goto("/review?document=d")
    be(page, "Mia")
    page.evaluate(
        """() => {
            const pieces = [...document.querySelectorAll('#passage [data-start]')];
            const piece = pieces.find(p => p.textContent.includes('praised'));
            const at = piece.textContent.indexOf('praised');
            getSelection().setBaseAndExtent(piece.firstChild, at, piece.firstChild, at + 7);
        }"""
    )
    page.keyboard.press("x")
    page.locator("#editor select").first.select_option("SUPPORT")
    page.locator("#editor .primary").press("Enter")
    page.get_by_text("The missed report was added.").wait_for()
    with Store.open(store) as opened:
        (made,) = corrections(opened, reviewer="Mia")
    start = made.anchor.predicate.start
    assert TEXT[start : start + 7] == "praised"


def test_two_tabs_do_not_lose_each_other_s_corrections(browser: Any, address: str, store: Path) -> None:
    context = browser.new_context(base_url=address)
    tabs = [context.new_page() for _ in range(2)]
    for tab, reviewer in zip(tabs, ("Eve", "Bob"), strict=True):
        tab.goto("/review?document=d&order=reading")
        be(tab, reviewer)
    for tab, status in zip(tabs, ("future", "historical"), strict=True):
        tab.keyboard.press("s")
        tab.locator("#editor select").select_option(status)
        tab.locator("#editor .primary").press("Enter")
        tab.locator(".toast").first.wait_for()
    assert "meanwhile" in tabs[1].locator(".toast").first.inner_text()
    tabs[1].locator("#editor .primary").press("Enter")
    tabs[1].get_by_text("status changed.", exact=True).wait_for()
    with Store.open(store) as opened:
        made = [(c.reviewer, c.after) for c in corrections(opened) if c.reviewer in ("Eve", "Bob")]
    assert made == [("Eve", "future"), ("Bob", "historical")]
    context.close()
