"""Fetching a page: redirects, limits and refusals."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

import httpcore
import msgspec

from dragoman import __version__
from dragoman.errors import DragomanError
from dragoman.reading import compressed, content
from dragoman.reading.net.addresses import normal
from dragoman.reading.net.backend import GuardedBackend

SECONDS = 60.0
"""Longest time that a page may take, redirects and all."""

STEP_SECONDS = 20.0
"""Longest wait for a connection or for the next bytes."""

REDIRECTS = 5
"""Redirects that are followed."""

AGENT = f"Dragoman/{__version__}"
"""How requests name themselves; servers' robots.txt can name it too."""

MAX_WAIT = 24 * 3600.0
"""Longest wait, in seconds, that a server can ask for."""

_MOVED = (301, 302, 303, 307, 308)
_PACKED = {"": "", "identity": "", "gzip": ".gz", "x-gzip": ".gz"}


class Answer(msgspec.Struct, frozen=True):
    """What a server answered: the address at the end of redirects, status, headers in lower case, and the body."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def kind(self) -> str:
        """The media type, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Refusal(DragomanError):
    """A status that is no page: ``status``, and ``wait`` seconds where the server asks to come back later."""

    def __init__(self, status: int, where: str, wait: float | None = None) -> None:
        self.status = status
        self.wait = wait
        super().__init__("E126", where=where, status=status)

    @property
    def passing(self) -> bool:
        """Whether another try may help: too many requests, or an error of the server."""
        return self.status == 429 or self.status >= 500


class Fetcher:
    """Fetches pages, one at a time. ``private``: addresses may lead into private networks.

    ``before`` is called with every address, also those of redirects, before it is asked for; what it raises ends the
    fetching.
    """

    def __init__(self, private: bool = False, agent: str = AGENT, before: Callable[[str], None] | None = None) -> None:
        self._backend = GuardedBackend(private)
        self._pool = httpcore.ConnectionPool(network_backend=self._backend, max_connections=4, keepalive_expiry=30)
        self._agent = agent
        self.before = before or (lambda url: None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()

    def get(self, url: str, headers: Mapping[str, str] | None = None, limit: int | None = None) -> Answer:
        """The page of an address, or the answer 304 where ``headers`` ask for changes only.

        Raises ``DragomanError``: E123 no address, E124 private, E125 out of reach, E126 (a ``Refusal``) another
        status, E127 too many redirects or a circle, E128 too slow, E111 longer than ``limit`` bytes, E122 packed in an
        unknown way, and what ``before`` raises.
        """
        first = current = normal(url)
        self._backend.deadline = time.monotonic() + SECONDS
        seen = set()
        for _ in range(REDIRECTS + 1):
            if current in seen:
                break
            seen.add(current)
            began = time.monotonic()
            self.before(current)
            self._backend.deadline += time.monotonic() - began  # waiting for a turn is not the server's time
            answer = self._one(current, headers or {}, content.MAX_BYTES if limit is None else limit)
            if answer.status not in _MOVED or "location" not in answer.headers:
                return _checked(answer)
            current = normal(answer.headers["location"], current)
        raise DragomanError("E127", where=first, most=REDIRECTS)

    def _one(self, url: str, headers: Mapping[str, str], limit: int) -> Answer:
        sent = {"User-Agent": self._agent, "Accept-Encoding": "gzip", "Accept": "*/*", **headers}
        timeout = dict.fromkeys(("connect", "read", "write", "pool"), STEP_SECONDS)
        try:
            with self._pool.stream("GET", url, headers=list(sent.items()), extensions={"timeout": timeout}) as got:
                answer = Answer(url, got.status, dict(_header(*pair) for pair in got.headers))
                if answer.status != 200:
                    return answer
                packed = io.BytesIO()
                for piece in got.iter_stream():
                    if packed.write(piece) and packed.tell() > limit:
                        raise DragomanError("E111", where=url, limit=f"{limit:,}")
                return msgspec.structs.replace(answer, body=_unpacked(packed, answer, limit))
        except httpcore.TimeoutException as error:
            raise DragomanError("E128", where=url, seconds=f"{SECONDS:.0f}") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as error:
            raise DragomanError("E125", where=url, detail=_line(error)) from error


def _unpacked(packed: io.BytesIO, answer: Answer, limit: int) -> bytes:
    suffix = _PACKED.get(answer.headers.get("content-encoding", "").strip().lower())
    packed.seek(0)
    if suffix is None:
        detail = f"it is packed as {answer.headers['content-encoding'][:40]}, which was not asked for"
        raise DragomanError("E122", where=answer.url, detail=detail)
    if not suffix:
        return packed.getvalue()
    try:
        return content.read_whole(compressed.opened(packed, suffix, answer.url), answer.url, limit)
    except compressed.TORN as error:
        raise DragomanError("E122", where=answer.url, detail=str(error)) from error


def _checked(answer: Answer) -> Answer:
    if answer.status in (200, 304):
        return answer
    raise Refusal(answer.status, answer.url, wait_asked(answer.headers.get("retry-after")))


def wait_asked(value: str | None) -> float | None:
    """Seconds that a ``Retry-After`` header asks for, at most ``MAX_WAIT``; None where it asks for none."""
    if not value:
        return None
    try:
        seconds = float(value) if value.strip().isdigit() else parsedate_to_datetime(value).timestamp() - time.time()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(seconds, 0.0), MAX_WAIT)


def _header(name: bytes, value: bytes) -> tuple[str, str]:
    return name.decode("latin-1").lower(), value.decode("latin-1")


def _line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(".") or type(error).__name__
