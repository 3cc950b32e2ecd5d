"""Watching feeds: what is new is coded once, and servers are asked politely."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from typer.testing import CliRunner

import fake_coder
from dragoman.cli.app import app
from dragoman.cli.console import err, out
from dragoman.errors import DragomanError
from dragoman.reading.net.addresses import host_of
from dragoman.reading.watch import Feed, Feeds, Newsroom, load_feeds
from dragoman.reading.watch.feed import MAX_FEED, article_key, parse_feed
from dragoman.reading.watch.manners import FIRST_WAIT, wait_after
from dragoman.reading.watch.state import WatchState
from dragoman.running.crew import Alone
from dragoman.running.sinks import StoreSink
from dragoman.running.watching import Visit, Watch
from dragoman.store import Store
from local_server import Reply, Site, serve

STORY = """<!doctype html><html><head><title>Page {n}</title></head><body><article><h1>Page {n}</h1>
<p>China condemned Japan. It was the first time in many years that the two governments spoke in public about the
harbour, and number {n} of the speeches that were held there on a long and rainy day in the north of the country.</p>
<p>Nobody expected an answer before the end of the week, an official told reporters after the end of the day.</p>
</article></body></html>"""


def rss(*numbers: int, title: str = "Harbour Post") -> str:
    items = "".join(
        f"<item><title>Story {n}</title><link>/story/{n}?utm_source=rss</link><guid>{n}</guid>"
        f"<pubDate>Tue, 02 Jun 2020 23:30:00 +0900</pubDate></item>"
        for n in numbers
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'


class World:
    """A site, a store and a watch over one feed or more; ``pauses`` are the seconds that were waited."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site = site
        self.folder = folder
        self.pauses: list[float] = []
        self.feeds = [Feed(url=site.address + "/feed")]
        for n in range(10):
            site.put(f"/story/{n}", STORY.format(n=n))

    def round(self, *, stop: threading.Event | None = None) -> list[Visit]:
        """One round, each time with everything opened anew, as a new process would."""
        self.site.asked.clear()
        stop = stop or threading.Event()
        with Store.create(self.folder) as store, WatchState(self.folder) as state:
            sink = StoreSink(store)
            room = Newsroom(Feeds(feed=self.feeds), state, private=True, pause=self.pauses.append)
            try:
                return list(Watch(room, sink, Alone(fake_coder.make, sink.writer, stop), stop).once())
            finally:
                room.close()

    def titles(self) -> list[str | None]:
        with Store.open(self.folder) as store:
            return [document.title for document in store.documents()]

    def stories_asked(self) -> list[str]:
        return [path.partition("?")[0] for path in self.site.asked if path.startswith("/story")]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with serve() as site:
        yield World(site, tmp_path / "store")


def codes(visit: Visit) -> list[str]:
    return [error.code for error in visit.failures]


def test_new_articles_are_coded_once(world: World) -> None:
    world.site.put("/feed", rss(1, 2), "application/rss+xml")
    (first,) = world.round()
    assert (first.title, first.articles, first.reports, codes(first)) == ("Harbour Post", 2, 2, [])
    world.site.put("/feed", rss(3, 2, 1), "application/rss+xml")
    world.site.put("/story/2", STORY.format(n="2 changed"))
    (second,) = world.round()
    assert second.articles == 1
    assert world.stories_asked() == ["/story/3"]
    assert world.titles() == ["Story 1", "Story 2", "Story 3"]
    with Store.open(world.folder) as store:
        assert {d for event in store.events() for d in event.documents} == {d.id for d in store.documents()}


def test_documents_have_the_feeds_day_and_title_and_their_address(world: World) -> None:
    world.site.put("/feed", rss(1), "application/rss+xml")
    world.round()
    with Store.open(world.folder) as store:
        (document,) = store.documents()
    assert (document.published, document.source) == ("2020-06-02", "Harbour Post")
    assert document.url == world.site.address + "/story/1?utm_source=rss"
    assert "China condemned Japan." in document.text


def test_unchanged_feeds_are_not_sent_again(world: World) -> None:
    def page(handler: BaseHTTPRequestHandler) -> Reply:
        if handler.headers["If-None-Match"] == '"v1"':
            return 304, {}, b""
        return 200, {"ETag": '"v1"', "Last-Modified": "Tue, 02 Jun 2020 14:30:00 GMT"}, rss(1).encode()

    world.site.pages["/feed"] = page
    world.round()
    world.round()  # all of its articles are over now: from here on the version is known
    (third,) = world.round()
    assert (third.articles, codes(third)) == (0, [])
    assert world.site.asked[-1] == "/feed"
    assert world.site.sent[-1]["if-modified-since"] == "Tue, 02 Jun 2020 14:30:00 GMT"


def test_an_article_in_two_feeds_is_coded_once(world: World) -> None:
    world.feeds.append(Feed(url=world.site.address + "/other", source="The Other"))
    world.site.put("/feed", rss(1))
    world.site.put("/other", rss(1, 2, title="Elsewhere").replace("utm_source=rss", "utm_source=other#top"))
    first, second = world.round()
    assert (first.articles, second.articles, second.title) == (1, 1, "The Other")
    assert article_key("http://a.example/x?utm_source=b#c") == article_key("http://a.example/x")


def test_robots_txt_is_kept(world: World) -> None:
    world.site.put("/robots.txt", "User-agent: Dragoman\nDisallow: /story/1\nCrawl-delay: 7\n", "text/plain")
    world.site.put("/feed", rss(1, 2))
    (visit,) = world.round()
    assert (visit.articles, codes(visit)) == (1, ["E131"])
    assert world.stories_asked() == ["/story/2"]
    assert world.site.asked.count("/robots.txt") == 1
    assert max(world.pauses) > 6
    assert world.round()[0].articles == 0 and world.stories_asked() == []  # it is not asked for again


def test_a_host_has_pauses_between_requests(world: World) -> None:
    world.site.put("/feed", rss(1, 2, 3))
    world.round()
    assert len(world.pauses) == 4  # robots.txt comes at once, then the feed and three articles
    assert all(pause > 4 for pause in world.pauses)


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_to_wait_is_left_alone(world: World, status: int) -> None:
    world.site.put("/feed", rss(1, 2))
    world.site.put("/story/1", "later", status=status, Retry_After="3600")
    (visit,) = world.round()
    assert (visit.articles, codes(visit)) == (0, ["E126"])
    assert len(world.stories_asked()) == 1
    (again,) = world.round()
    assert again.wait > 3000 and world.site.asked == []
    world.site.put("/story/1", STORY.format(n=1))
    with WatchState(world.folder) as state:
        state.answered(host_of(world.site.address))
    assert world.round()[0].articles == 2


def test_waits_double_up_to_a_day() -> None:
    assert [wait_after(n) for n in (1, 2, 3)] == [FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT]
    assert wait_after(100) == 24 * 3600
    assert wait_after(1, 500) == 500


def test_an_article_that_is_gone_is_given_up_and_one_that_fails_too_often(world: World) -> None:
    world.site.put("/feed", rss(1, 2))
    world.site.put("/story/1", "gone", status=410)
    world.site.put("/story/2", "later", status=500)
    host = host_of(world.site.address)
    asked: list[str] = []
    for _ in range(7):
        world.round()
        asked += world.stories_asked()
        with WatchState(world.folder) as state:
            state.answered(host)
    assert sum("/story/1" in path for path in asked) == 1
    assert sum("/story/2" in path for path in asked) == 5


def test_an_interrupted_round_goes_on_where_it_was(world: World) -> None:
    world.site.put("/feed", rss(1, 2, 3))
    stop = threading.Event()

    def last(handler: BaseHTTPRequestHandler) -> Reply:
        stop.set()
        return 200, {"Content-Type": "text/html"}, STORY.format(n=2).encode()

    world.site.pages["/story/2"] = last
    world.round(stop=stop)
    before = world.titles()
    world.site.put("/story/2", STORY.format(n=2))
    world.round()
    assert sorted(filter(None, world.titles())) == ["Story 1", "Story 2", "Story 3"]
    assert len(world.stories_asked()) == 3 - len(before)


def test_the_state_can_be_lost_without_coding_twice(world: World) -> None:
    world.site.put("/feed", rss(1))
    world.round()
    for path in world.folder.glob("watch.sqlite*"):
        path.unlink()
    assert world.round()[0].articles == 0
    assert world.stories_asked() == []


def test_texts_can_stand_in_the_feed(world: World) -> None:
    world.feeds = [Feed(url=world.site.address + "/feed", text="feed")]
    entry = (
        "<entry><title>A &lt;b&gt;bold&lt;/b&gt; step</title><id>tag:1</id><updated>2020-06-02T10:00:00Z</updated>"
        '<content type="html">&lt;p&gt;China condemned Japan.&lt;/p&gt;</content></entry>'
    )
    world.site.put("/feed", f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title>{entry}</feed>')
    (visit,) = world.round()
    assert (visit.articles, visit.reports) == (1, 1)
    with Store.open(world.folder) as store:
        (document,) = store.documents()
    assert (document.title, document.published) == ("A bold step", "2020-06-02")
    assert document.text == "China condemned Japan."


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        handler.wfile.write(rss()[:-16].encode())
        while True:
            handler.wfile.write(b"<item><title>Again</title></item>" * 1_000)
    except OSError:
        handler.close_connection = True


def test_bad_feeds_are_told_and_the_others_are_read(world: World) -> None:
    laughs = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    pages: dict[str, str | Callable[[BaseHTTPRequestHandler], None]] = {
        "/endless": endless,
        "/laughs": laughs + rss(1).replace("Story", "&b;"),
        "/page": "<html><body>No feed</body></html>",
        "/torn": rss(4)[:-40],
        "/deep": "<rss>" + "<a>" * 100_000,
    }
    for path, page in pages.items():
        if callable(page):
            world.site.pages[path] = page  # type: ignore[assignment]
        else:
            world.site.put(path, page)
    world.site.put("/circle", "", status=302, Location="/circle")
    world.site.put("/feed", rss(1))
    paths = (*pages, "/circle", "/gone", "/feed")
    world.feeds = [Feed(url=world.site.address + path) for path in paths]
    visits = dict(zip(paths, world.round(), strict=True))
    assert visits["/feed"].articles == 1
    told = {path: codes(visit) for path, visit in visits.items()}
    assert told["/endless"] == ["E111"] and told["/laughs"] == ["E120"] and told["/page"] == ["E132"]
    assert told["/deep"] == ["E132"] and told["/circle"] == ["E127"] and told["/gone"] == ["E126"]
    assert visits["/torn"].articles <= 1  # what could be read of it is taken


def test_a_feed_that_changes_its_encoding_is_read() -> None:
    for encoding in ("utf-8", "utf-16", "iso-8859-1"):
        data = rss(1, title="Küste").replace('"1.0"', f'"1.0" encoding="{encoding}"').encode(encoding)
        assert parse_feed(data, "http://a.example/").title == "Küste"
    lying = rss(1, title="Küste").replace('"1.0"', '"1.0" encoding="us-ascii"').encode()
    assert [entry.title for entry in parse_feed(lying, "http://a.example/").entries] == ["Story 1"]


def test_a_feed_has_an_end() -> None:
    many = rss(*range(2_000))
    assert len(many) < MAX_FEED
    assert len(parse_feed(many.encode(), "http://a.example/").entries) == 500


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("feed = 3", "array"),
        ("[[feed]]\nurl = 3", "url"),
        ('[[feed]]\nurl = "http://a.example/"\nname = "x"', "name"),
        ("feed = []", "no feed"),
        ("not toml", "E130"),
        ('[[feed]]\nurl = "http://a.example"\n[[feed]]\nurl = "http://a.example/"', "twice"),
        ('seconds_per_host = 0\n[[feed]]\nurl = "http://a.example"', "1 or more"),
        ('[[feed]]\nurl = "a.example"', "E123"),
    ],
)
def test_a_wrong_list_of_feeds_is_told(tmp_path: Path, toml: str, told: str) -> None:
    (tmp_path / "feeds.toml").write_text(toml)
    with pytest.raises(DragomanError, match=told):
        load_feeds(tmp_path / "feeds.toml")


def test_the_command_tells_what_came(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.running.coder.load_coder", fake_coder.make)
    monkeypatch.setattr("threading.Event.wait", lambda self, seconds=None: self.is_set())
    out.cache_clear()
    err.cache_clear()
    world.site.put("/feed", rss(1, 2))
    feeds = tmp_path / "feeds.toml"
    feeds.write_text(f'contact = "us@example.org"\n[[feed]]\nurl = "{world.site.address}/feed"\n')
    words = ["watch", str(feeds), "--once", "--store", str(world.folder)]
    refused = CliRunner().invoke(app, words)
    assert refused.exit_code == 2 and "E124" in refused.stderr
    done = CliRunner().invoke(app, [*words, "--allow-private"])
    assert done.exit_code == 0, done.stderr
    assert "Harbour Post: 2 new articles, 2 reports (ACCUSE 2)" in done.stderr
    assert "us@example.org" in world.site.sent[-1]["user-agent"]
    assert "nothing new" in CliRunner().invoke(app, [*words, "--allow-private"]).stderr
