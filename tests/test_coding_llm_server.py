"""The coder that asks a language model, against a real HTTP server on this machine."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

import dragoman.coding.llm.client as client_module
from dragoman.cli.app import app
from dragoman.cli.console import err, out
from dragoman.coding.llm.client import Client, Limits
from dragoman.coding.llm.component import AskLanguageModel
from dragoman.coding.llm.load import CONFIG, load_llm_coder
from dragoman.coding.llm.usage import Usage
from dragoman.errors import DragomanError
from dragoman.records import Document

TEXT = (
    "On Monday Iran’s foreign minister accused Israel of spying. It rained.\n\n"
    "Sweden gave Nepal 20 million dollars\nin aid, and officials of Chad met officials of Niger in Vienna."
)
ACCUSED = {
    "sentence": 0,
    "actors": ["Iran's foreign minister"],
    "predicate": "accused",
    "recipients": ["Israel"],
    "type": "ACCUSE",
    "mode": None,
    "status": "actual",
    "reciprocal": False,
}
GAVE = {**ACCUSED, "sentence": 2, "actors": ["Sweden"], "predicate": "gave", "recipients": ["Nepal"], "type": "AID"}
MET = {
    **ACCUSED,
    "sentence": 2,
    "actors": ["officials of Chad"],
    "predicate": "met",
    "recipients": ["officials of Niger"],
    "type": "CONSULT",
    "reciprocal": True,
}

Reply = tuple[int, dict[str, str], bytes]
Answers = Callable[[dict], Reply]


def completion(content: object, tokens: tuple[int, int] = (100, 20)) -> Reply:
    said = content if isinstance(content, str) else json.dumps(content)
    usage = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]}
    return (
        200,
        {},
        json.dumps({"choices": [{"message": {"role": "assistant", "content": said}}], "usage": usage}).encode(),
    )


def reports(*listed: dict) -> Reply:
    return completion({"reports": listed})


class Server:
    """A server of chat completions. ``answer`` gives each reply; ``asked`` keeps the requests."""

    def __init__(self) -> None:
        self.asked: list[dict] = []
        self.keys: list[str | None] = []
        self.answer: Answers = lambda request: reports()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                self.reply(200, {}, b'{"data": []}')

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.asked.append(body)
                outer.keys.append(self.headers.get("Authorization"))
                self.reply(*outer.answer(body))

            def reply(self, status: int, headers: dict[str, str], body: bytes) -> None:
                try:
                    self.send_response(status)
                    for name, value in headers.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    pass  # the client hung up, as it may

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}/v1"
        threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def in_turn(self, *replies: Reply) -> None:
        """Give these replies one after the other, the last one for ever."""
        left = list(replies)
        self.answer = lambda _: left.pop(0) if len(left) > 1 else left[0]

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.delenv("DRAGOMAN_LLM_KEY", raising=False)
    made = Server()
    yield made
    made.close()


@pytest.fixture(scope="module")
def llm_coder():
    """The coder loaded once; tests point its client at their server."""
    return load_llm_coder("http://127.0.0.1:9/v1", "tiny")


@pytest.fixture
def ask(llm_coder, server: Server) -> Callable[..., list]:
    """Codes texts by the server of the test, without waiting between tries, and gives the coded documents."""

    def code(*texts: str, **limits: float) -> list:
        component = next(c for _, c in llm_coder._components if isinstance(c, AskLanguageModel))
        component.client = Client(server.url, "tiny", Limits(**{"tries": 3, "wait": 0.0, **limits}))
        documents = [Document(id=f"d{i}", text=text, published="2020-05-06") for i, text in enumerate(texts)]
        return list(llm_coder.code(documents))

    return code


def asking(server: Server, **limits: float) -> tuple[Client, list[float]]:
    """A client without a coder, and the waits it takes instead of sleeping."""
    waits: list[float] = []
    return Client(server.url, "tiny", Limits(**limits), sleep=waits.append), waits


def test_a_right_answer_gives_reports_whose_words_are_those_of_the_text(ask, server):
    server.answer = lambda _: reports(ACCUSED, GAVE, MET)
    [made] = ask(TEXT)
    accused, gave, met = made.reports
    assert (accused.event_type, accused.predicate.lemma) == ("ACCUSE", "accuse")
    assert accused.actors[0].text == "Iran’s foreign minister"
    for report in made.reports:
        for span in (*report.actors, *report.recipients, report.predicate):
            assert TEXT[span.start : span.end] == span.text
    assert gave.quantities[0].value == 20_000_000
    assert met.reciprocal
    assert met.recipients == ()
    assert len(met.actors) == 2


def test_who_a_party_is_comes_from_the_text_and_never_from_the_model(ask, server):
    server.answer = lambda _: reports({**ACCUSED, "country": "USA", "actors": ["Iran's foreign minister"]})
    [made] = ask(TEXT)
    [report] = made.reports
    assert (report.actors[0].country, report.actors[0].sector) == ("IRN", "GOV")
    assert report.recipients[0].country == "ISR"


def test_a_party_that_nobody_knows_has_no_country_not_even_that_of_a_place_beside_it(ask, server):
    storm = {"actors": ["A strange storm over Moscow"], "predicate": "hit", "recipients": ["a wooden boat"]}
    server.answer = lambda _: reports({**ACCUSED, **storm, "type": "ASSAULT"})
    [made] = ask("A strange storm over Moscow hit a wooden boat.")
    [report] = made.reports
    assert [p.country for p in (*report.actors, *report.recipients)] == [None, None]


def test_coder_and_model_are_named_in_every_report(ask, server, llm_coder):
    server.answer = lambda _: reports(ACCUSED)
    [made] = ask(TEXT)
    assert made.reports[0].coder == llm_coder.coder
    assert made.reports[0].confidence == 0.5
    assert (llm_coder.coder.name, llm_coder.coder.model) == ("dragoman-llm", "tiny")


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"actors": ["Iran's prime minister"]}, "words not in the text"),
        ({"recipients": ["Israel", "Egypt"]}, "words not in the text"),
        ({"predicate": "denounced"}, "words not in the text"),
        ({"actors": ["Sweden"]}, "words not in the text"),
        ({"actors": ["Ira"]}, "words not in the text"),
        ({"actors": ["  "]}, "words not in the text"),
        ({"sentence": 40}, "no such sentence"),
        ({"sentence": -1}, "no such sentence"),
        ({"type": "BETRAY"}, "unknown type"),
        ({"mode": "cyber"}, "unknown mode"),
        ({"status": "likely"}, "unknown status"),
        ({"actors": [], "recipients": []}, "no party"),
        ({"type": "AID", "recipients": []}, "no recipient"),
    ],
)
def test_what_the_text_or_the_codebook_does_not_hold_is_dropped_and_counted(ask, server, wrong, reason):
    server.answer = lambda _: reports({**ACCUSED, **wrong}, GAVE)
    [made] = ask(TEXT)
    assert [r.event_type for r in made.reports] == ["AID"]
    assert f"1 reports kept, 1 dropped ({reason}: 1)" in made.notes[-1]


def test_the_codebook_and_the_numbered_sentences_are_sent_and_nothing_else(ask, server):
    ask(TEXT)
    [request] = server.asked
    instruction, message = (m["content"] for m in request["messages"])
    assert request["temperature"] == 0
    assert request["response_format"]["type"] == "json_schema"
    assert "ASSAULT" in instruction and "hypothetical" in instruction and "$" not in instruction
    assert message.splitlines()[0] == "Published: 2020-05-06"
    assert message.splitlines()[2] == "[1] It rained."
    assert server.keys == [None]


def test_the_key_is_taken_from_the_environment(ask, server, monkeypatch):
    monkeypatch.setenv("DRAGOMAN_LLM_KEY", "sesame")
    ask(TEXT)
    assert server.keys == ["Bearer sesame"]


@pytest.mark.parametrize("refused", [1, 2])
def test_a_server_without_response_formats_is_asked_without_them(ask, server, refused):
    def answer(request: dict) -> Reply:
        return (400, {}, b"unknown field") if len(server.asked) <= refused else reports(ACCUSED)

    server.answer = answer
    first, second = ask(TEXT, TEXT)
    assert len(first.reports) == len(second.reports) == 1
    formats = [r.get("response_format", {}).get("type") for r in server.asked]
    assert formats == [*["json_schema", "json_object", None][: refused + 1], formats[refused]]


@pytest.mark.parametrize(
    "broken",
    [
        completion('{"reports": [{'),
        completion("I cannot do that."),
        completion({"reports": [{"type": 5}]}),
        (200, {}, b"<html>"),
        (200, {}, b'{"choices": []}'),
    ],
    ids=["cut off", "words", "other form", "no JSON at all", "no choices"],
)
def test_a_broken_answer_is_asked_for_again(ask, server, broken):
    server.in_turn(broken, reports(ACCUSED))
    [made] = ask(TEXT)
    assert len(made.reports) == 1
    assert "2 requests, 1 retries" in made.notes[-1]
    assert "not JSON of the form" in server.asked[1]["messages"][-1]["content"]


def test_words_around_the_json_are_passed_over(ask, server):
    server.answer = lambda _: completion(
        "<think>{maybe}</think>\n```json\n" + json.dumps({"reports": [ACCUSED]}) + "\n```"
    )
    assert len(ask(TEXT)[0].reports) == 1


def test_an_answer_that_stays_broken_fails_its_document(ask, server):
    server.answer = lambda _: completion("never")
    [made] = ask(TEXT, tries=2)
    assert made.reports == ()
    assert "[E414]" in made.notes[0]
    assert len(server.asked) == 2


def test_a_server_that_asks_to_wait_is_given_the_time(server):
    client, waits = asking(server)
    server.in_turn((429, {"Retry-After": "7"}, b"slow down"), reports())
    usage = Usage()
    assert client.ask("codebook", "text", usage).reports == ()
    assert waits == [7.0]
    assert (usage.requests, usage.retries) == (2, 1)


def test_waits_double_and_no_wait_is_longer_than_a_minute(server):
    client, waits = asking(server, tries=5, wait=25.0)
    server.in_turn(
        (503, {}, b""),
        (503, {"Retry-After": "86400"}, b""),
        (503, {"Retry-After": "soon"}, b""),
        (503, {"Retry-After": "Mon, 01 Jan 2001 00:00:00 GMT"}, b""),
        reports(),
    )
    client.ask("codebook", "text", Usage())
    assert waits == [25.0, 60.0, 60.0, 0.0]


def test_a_document_at_which_the_server_fails_has_a_note_and_the_others_go_on(ask, server):
    def answer(request: dict) -> Reply:
        return (500, {}, b"out of memory") if "earthquake" in request["messages"][1]["content"] else reports(ACCUSED)

    server.answer = answer
    before, failed, after = ask(TEXT, "An earthquake shook the coast.", TEXT)
    assert len(before.reports) == len(after.reports) == 1
    assert failed.reports == ()
    assert "[E412]" in failed.notes[0] and "out of memory" in failed.notes[0]
    assert "3 requests, 2 retries" in failed.notes[1]


def test_a_model_that_the_server_lacks_is_not_asked_for_twice(ask, server):
    server.answer = lambda _: (404, {}, b'{"error": "model tiny not found"}')
    [made] = ask(TEXT)
    assert "[E411]" in made.notes[0] and "tiny not found" in made.notes[0]
    assert len(server.asked) == 1


def test_a_slow_server_is_not_waited_for(ask, server):
    released = threading.Event()

    def answer(request: dict) -> Reply:
        released.wait(5)
        return reports(ACCUSED)

    server.answer = answer
    [made] = ask(TEXT, timeout=0.1, tries=2)
    released.set()
    assert made.reports == ()
    assert "[E417]" in made.notes[0]
    assert len(server.asked) == 2


def test_a_server_that_drips_is_not_waited_for(server):
    class Dripping:
        def read1(self, size: int) -> bytes:
            time.sleep(0.01)
            return b" "

    client, _ = asking(server, timeout=0.05)
    with pytest.raises(client_module._Again) as caught:
        client._read(Dripping(), time.monotonic() + 0.05)
    assert caught.value.code == "E417"


def test_a_huge_answer_is_not_read_to_its_end(ask, server):
    server.answer = lambda _: completion("x" * 3_000_000)
    [made] = ask(TEXT, max_answer_bytes=50_000)
    assert "[E413]" in made.notes[0]
    assert len(server.asked) == 1


def test_a_redirection_is_not_followed(ask, server):
    server.answer = lambda _: (307, {"Location": server.url + "/elsewhere"}, b"")
    [made] = ask(TEXT)
    assert "[E411]" in made.notes[0]
    assert len(server.asked) == 1


# The command line


@pytest.fixture
def story(json_lines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return json_lines([{"id": "story", "text": TEXT, "published": "2020-05-06"}])


def run(*words: str):
    out.cache_clear()
    err.cache_clear()
    return CliRunner().invoke(app, ["code", *words], env={"COLUMNS": "300"})


def test_the_command_line_codes_with_a_model_and_tells_what_it_cost(story, server, llm_coder, ask, monkeypatch):
    server.answer = lambda _: reports(ACCUSED, {**GAVE, "actors": ["Norway"]})
    ask("It rained.")  # points the loaded coder at this server
    monkeypatch.setattr("dragoman.coding.llm.load.load_llm_coder", lambda *_: llm_coder)
    result = run(str(story), "--to", "out.jsonl", "--coder", "llm", "--llm-url", server.url, "--llm-model", "tiny")
    assert result.exit_code == 0, result.output
    [line] = Path("out.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["coder"]["model"] == "tiny"
    assert "In all, language model: 1 request, 0 retries, 100 prompt and 20 completion tokens" in result.output
    assert "1 reports kept, 1 dropped (words not in the text: 1)." in result.output


def test_no_server_is_one_line_with_a_remedy_and_no_store(story, server):
    server.close()
    result = run(str(story), "--coder", "llm", "--llm-url", server.url, "--llm-model", "tiny")
    assert result.exit_code == 2
    assert result.output.count("\n") == 1
    assert "E410" in result.output and "ollama serve" in result.output and server.url in result.output
    assert [p.name for p in Path().iterdir()] == [story.name]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--coder", "llm"), "E415"),
        (("--coder", "llm", "--llm-model", "tiny", "--llm-url", "localhost"), "E416"),
        (("--coder", "llm", "--llm-model", "tiny", "--llm-url", "ftp://localhost/v1"), "E416"),
        (("--coder", "llm", "--llm-model", "tiny", "--llm-url", "http://localhost:x/v1"), "E416"),
        (("--llm-model", "tiny"), "E418"),
        (("--llm-url", "http://localhost/v1"), "E418"),
    ],
)
def test_options_that_do_not_go_together_are_told(story, words, code):
    result = run(str(story), *words)
    assert result.exit_code == 2
    assert code in result.output


def test_a_setting_that_does_not_exist_is_told(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(CONFIG.read_text(encoding="utf-8").replace("timeout =", "patience ="), encoding="utf-8")
    with pytest.raises(DragomanError) as caught:
        load_llm_coder(None, "tiny", path)
    assert caught.value.code == "E403"
    assert "patience" in str(caught.value)
