"""A server on this machine that answers as it is told, and keeps what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Reply = tuple[int, dict[str, str], bytes]
Page = Reply | Callable[[BaseHTTPRequestHandler], Reply | None]


class Site:
    """Pages by path; ``asked`` lists the paths in order, ``sent`` the headers of each request."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.pages: dict[str, Page] = {}
        self.asked: list[str] = []
        self.sent: list[dict[str, str]] = []

    def put(self, path: str, body: bytes | str, kind: str = "text/html", status: int = 200, **headers: str) -> str:
        data = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (status, {"Content-Type": kind, **named}, data)
        return self.address + path


@contextmanager
def serve() -> Iterator[Site]:
    """A site at a free port of 127.0.0.1, until the end of the ``with`` statement."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.sent.append({k.lower(): v for k, v in self.headers.items()})
            missing = site.pages.get(self.path.partition("?")[0], (404, {}, b"not here"))
            page = site.pages.get(self.path, missing)
            reply = page(self) if callable(page) else page
            if reply is None:
                return
            status, headers, body = reply
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = Site(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
