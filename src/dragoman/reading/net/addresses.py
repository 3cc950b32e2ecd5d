"""Addresses of pages, and which machines they may lead to."""

from __future__ import annotations

import ipaddress
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from dragoman.errors import DragomanError

SCHEMES = ("http", "https")
_SAFE = "%/:=&?~+!$,;'@()*[]|-._"
_TRANSLATED = tuple(ipaddress.ip_network(network) for network in ("64:ff9b::/96", "2002::/16", "2001::/32"))
"""IPv6 networks whose addresses stand for IPv4 ones: NAT64 (RFC 6052), 6to4 (RFC 3056) and Teredo (RFC 4380)."""


def is_address(path: str) -> bool:
    """Whether a path names something on another machine."""
    return path.lower().startswith(tuple(f"{scheme}://" for scheme in SCHEMES))


def normal(url: str, base: str | None = None) -> str:
    """An address in the form in which it is asked for: absolute, ASCII, without fragment, name or password.

    Raises ``DragomanError`` E123 for what is no http or https address.
    """
    try:
        parts = urlsplit(urljoin(base, url.strip()) if base else url.strip())
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except ValueError as error:
        raise DragomanError("E123", where=url[:200]) from error
    if parts.scheme not in SCHEMES or not host:
        raise DragomanError("E123", where=url[:200])
    host = f"[{host}]" if ":" in host else host
    place = host if port is None else f"{host}:{port}"
    return urlunsplit((parts.scheme, place, quote(parts.path or "/", _SAFE), quote(parts.query, _SAFE), ""))


def host_of(url: str) -> str:
    """The host of a normal address, with its port where it names one."""
    return urlsplit(url).netloc


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if any(ip in network for network in _TRANSLATED):
            return False
    return ip.is_global and not ip.is_multicast
