"""A client for the chat completions of an OpenAI-compatible server, on the standard library alone."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPMessage, HTTPResponse
from typing import Any, NoReturn
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

import msgspec

from dragoman.coding.llm.answer import Answer, read_answer, schema
from dragoman.coding.llm.prompt import AGAIN
from dragoman.coding.llm.usage import Usage
from dragoman.errors import DragomanError

KEY_VARIABLE = "DRAGOMAN_LLM_KEY"
"""The environment variable of the API key: the only place from which a key is taken."""

DEFAULT_URL = "http://localhost:11434/v1"
"""Where Ollama listens, on this machine."""

CHECK_SECONDS = 10.0
LONGEST_WAIT = 60.0
"""Seconds between two tries at most, also where the server asks for more."""

LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))
RETRIED = frozenset((408, 409, 425, 429, 500, 502, 503, 504, 529))
"""HTTP statuses after which the same request may succeed."""

NOT_UNDERSTOOD = frozenset((400, 415, 422, 501))
"""HTTP statuses by which servers refuse a response format that they do not know."""

FORMATS: tuple[dict[str, Any] | None, ...] = (
    {"type": "json_schema", "json_schema": {"name": "reports", "strict": True}},
    {"type": "json_object"},
    None,
)
"""Response formats, the strictest first; the first one that the server takes is used from then on."""

_Json = dict[str, Any]


@dataclass(frozen=True)
class Limits:
    """Bounds of asking: tries for a chunk, seconds for a try, bytes and tokens of an answer, first wait in seconds."""

    tries: int = 4
    timeout: float = 120.0
    max_answer_bytes: int = 1_000_000
    max_tokens: int = 4_096
    wait: float = 1.0


class _Again(Exception):
    """A try that failed and may succeed when repeated; ``code`` is the message's, ``wait`` what the server asks for."""

    def __init__(self, code: str, detail: str, wait: float | None = None) -> None:
        super().__init__(detail)
        self.code = code
        self.wait = wait


class _Message(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    message: _Message
    finish_reason: str | None = None


class _Tokens(msgspec.Struct):
    prompt_tokens: int | None = 0
    completion_tokens: int | None = 0


class _Completion(msgspec.Struct):
    choices: list[_Choice]
    usage: _Tokens | None = None


class _NoRedirect(HTTPRedirectHandler):
    """The text and the key go to the server that the user named, and to no other one."""

    def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: HTTPMessage, newurl: str) -> None:
        """Follow no redirection."""


class Client:
    """Asks one model of one server. Raises ``DragomanError`` E416 for what is no address."""

    def __init__(
        self, url: str, model: str, limits: Limits | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.url = base_url(url)
        self.model = model
        self.limits = limits or Limits()
        self._sleep = sleep
        self._format = 0
        self._opener = _opener(self.url)

    def check(self) -> None:
        """Raise ``DragomanError`` E410 where no server answers, E411 where it wants another key."""
        try:
            with self._opener.open(self._request("models"), timeout=CHECK_SECONDS):
                pass
        except HTTPError as error:
            if error.code in (401, 403):
                raise DragomanError("E411", detail=_said(error)) from error
        except (OSError, HTTPException) as error:
            raise DragomanError("E410", url=self.url, detail=_reason(error)) from error

    def ask(self, instruction: str, message: str, usage: Usage) -> Answer:
        """The model's answer; what it costs is counted into ``usage``.

        Raises ``DragomanError`` E410 to E414 and E417 where there is none after all tries.
        """
        messages = [{"role": "system", "content": instruction}, {"role": "user", "content": message}]
        for number in range(1, self.limits.tries + 1):
            try:
                return self._try(messages, usage)
            except _Again as failed:
                if number == self.limits.tries:
                    self._give_up(failed)
                usage.retries += 1
                if failed.code == "E414":
                    messages = [messages[0], {"role": "user", "content": f"{message}\n\n{AGAIN}"}]
                else:
                    wait = self.limits.wait * 2 ** (number - 1) if failed.wait is None else failed.wait
                    self._sleep(min(wait, LONGEST_WAIT))
        raise AssertionError("at least one try is made")

    def _give_up(self, failed: _Again) -> NoReturn:
        raise DragomanError(
            failed.code,
            detail=str(failed),
            url=self.url,
            tries=self.limits.tries,
            seconds=f"{self.limits.timeout:g}",
        ) from failed

    def _try(self, messages: list[_Json], usage: Usage) -> Answer:
        body = self._complete(messages, usage)
        try:
            completion = msgspec.json.decode(body, type=_Completion)
            if completion.usage is not None:
                usage.prompt_tokens += completion.usage.prompt_tokens or 0
                usage.completion_tokens += completion.usage.completion_tokens or 0
            choice = completion.choices[0]
            return read_answer(choice.message.content or "")
        except IndexError as error:
            raise _Again("E414", "it holds no choice") from error
        except ValueError as error:
            raise _Again("E414", str(error)) from error

    def _complete(self, messages: list[_Json], usage: Usage) -> bytes:
        """The bytes of a completion, by the strictest response format that the server takes."""
        for number in range(self._format, len(FORMATS)):
            usage.requests += 1
            try:
                body = self._post(self._body(messages, FORMATS[number]))
            except HTTPError as error:
                if error.code in NOT_UNDERSTOOD and number + 1 < len(FORMATS):
                    continue
                raise DragomanError("E411", detail=_said(error)) from error
            self._format = number
            return body
        raise AssertionError("the last format returns or raises")

    def _body(self, messages: list[_Json], wanted: _Json | None) -> bytes:
        body: _Json = {
            "model": self.model,
            "messages": messages,
            "temperature": 0,
            "max_tokens": self.limits.max_tokens,
            "stream": False,
        }
        if wanted is not None and "json_schema" in wanted:
            wanted = {**wanted, "json_schema": {**wanted["json_schema"], "schema": schema()}}
        if wanted is not None:
            body["response_format"] = wanted
        return msgspec.json.encode(body)

    def _post(self, body: bytes) -> bytes:
        """Send a request. Raises ``_Again`` for what may pass, ``HTTPError`` for what will not."""
        deadline = time.monotonic() + self.limits.timeout
        try:
            with self._opener.open(self._request("chat/completions", body), timeout=self.limits.timeout) as reply:
                return self._read(reply, deadline)
        except HTTPError as error:
            if error.code in RETRIED:
                raise _Again("E412", _said(error), retry_after(error.headers)) from error
            raise
        except TimeoutError as error:
            raise _Again("E417", "too slow") from error
        except (OSError, HTTPException) as error:
            if isinstance(error, URLError) and isinstance(error.reason, TimeoutError):
                raise _Again("E417", "too slow") from error
            raise _Again("E410", _reason(error)) from error

    def _read(self, reply: HTTPResponse, deadline: float) -> bytes:
        """The body, within the bounds of bytes and time, however slowly it comes."""
        parts: list[bytes] = []
        size = 0
        while part := reply.read1(65_536):
            size += len(part)
            parts.append(part)
            if size > self.limits.max_answer_bytes:
                raise DragomanError("E413", limit=self.limits.max_answer_bytes)
            if time.monotonic() > deadline:
                raise _Again("E417", "too slow")
        return b"".join(parts)

    def _request(self, path: str, body: bytes | None = None) -> Request:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if key := os.environ.get(KEY_VARIABLE, "").strip():
            headers["Authorization"] = f"Bearer {key}"
        return Request(f"{self.url}/{path}", data=body, headers=headers)


def base_url(url: str) -> str:
    """The address under which the server's functions stand; ``/v1`` is added to one that names a host alone."""
    plain = url.strip().rstrip("/").removesuffix("/chat/completions")
    try:
        parts = urlsplit(plain)
        usable = parts.scheme in ("http", "https") and parts.hostname and (parts.port or True)
    except ValueError:
        usable = False
    if not usable or any(c.isspace() for c in plain):
        raise DragomanError("E416", value=url)
    return plain if parts.path else f"{plain}/v1"


def retry_after(headers: Message | None) -> float | None:
    """The seconds that a server asks to wait, which it gives as a number or as a time (RFC 9110, 10.2.3)."""
    value = (headers.get("Retry-After") if headers is not None else None) or ""
    if value.strip().isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _opener(url: str) -> OpenerDirector:
    """An opener that follows no redirection; a server on this machine is asked directly, not through a proxy."""
    local = urlsplit(url).hostname in LOOPBACK
    return build_opener(_NoRedirect(), *([ProxyHandler({})] if local else []))


def _said(error: HTTPError) -> str:
    """The status and the beginning of what the server says about it, on one line."""
    try:
        body = error.read(500).decode("utf-8", "replace")
    except (OSError, HTTPException):
        body = ""
    return " ".join(f"HTTP {error.code} {error.reason} {body}".split())[:300]


def _reason(error: Exception) -> str:
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, OSError) and reason.strerror:
        return reason.strerror
    return str(reason) or type(reason).__name__
