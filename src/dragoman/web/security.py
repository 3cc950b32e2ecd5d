"""What stands between the network and the pages: hosts, the token, forged requests, and headers on every answer."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))
CSRF_HEADER = "X-Dragoman-CSRF"
COOKIE = "dragoman_token"
_SAFE = frozenset(("GET", "HEAD", "OPTIONS"))
_BODY = 4_000_000
"""Bytes that a request may send; longer ones are refused before they are read."""

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Nothing comes from elsewhere, and no script or style stands in a page itself."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    return host.strip("[]").lower() in LOOPBACK or (host.startswith("127.") and host.replace(".", "").isdigit())


def new_token() -> str:
    """A token that nobody guesses."""
    return secrets.token_urlsafe(24)


class Guard:
    """ASGI middleware. On loopback it answers to the machine's own names alone (no DNS rebinding); elsewhere to
    whoever brings the token. Whatever changes something must bring the CSRF token of a page.
    """

    def __init__(self, app: ASGIApp, csrf: str, token: str | None, hosts: Iterable[str] = ()) -> None:
        self.app = app
        self.csrf = csrf
        self.token = token
        self.hosts = LOOPBACK | {host.lower() for host in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        answer = self._refusal(scope)
        await (answer or self.app)(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if self.token is None:
            if host_of(headers.get("host", "")) not in self.hosts:
                return PlainTextResponse("This address is not served here.", 421)
        elif (answer := self._without_token(scope, headers)) is not None:
            return answer
        if scope["method"] in _SAFE:
            return None
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return _refused(403, "The request comes from another site.")
        origin = headers.get("origin")
        if origin and urlsplit(origin).netloc.lower() != headers.get("host", "").lower():
            return _refused(403, "The request comes from another site.")
        if not _equal(headers.get(CSRF_HEADER, ""), self.csrf):
            return _refused(403, f"The header {CSRF_HEADER} is missing or old: reload the page, or read /api/session.")
        length = headers.get("content-length", "")
        if not length.isdecimal() or int(length) > _BODY:
            return _refused(413, f"Send at most {_BODY:,} bytes, with their number in Content-Length.")
        return None

    def _without_token(self, scope: Scope, headers: Headers) -> Response | None:
        assert self.token is not None
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = next((value for name, value in query if name == "token"), None)
        if given is not None and _equal(given, self.token) and scope["method"] == "GET":
            rest = urlencode([(name, value) for name, value in query if name != "token"])
            answer = RedirectResponse(scope["path"].replace("//", "/") + (f"?{rest}" if rest else ""), 303)
            answer.set_cookie(COOKIE, self.token, httponly=True, samesite="strict", path="/")
            return answer
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        if _equal(bearer, self.token) or _equal(_cookie(headers.get("cookie", "")), self.token):
            return None
        return PlainTextResponse("Open the address with the token that dragoman serve printed.", 401)


def host_of(value: str) -> str:
    """The host of a Host header, without its port."""
    try:
        return (urlsplit(f"//{value}").hostname or "").lower()
    except ValueError:
        return ""


def _refused(status: int, message: str) -> Response:
    return JSONResponse({"error": {"code": None, "message": message}}, status)


def _equal(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode("utf-8"))


def _cookie(header: str) -> str:
    try:
        morsel = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return morsel.value if morsel else ""
