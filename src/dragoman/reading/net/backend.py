"""Connections to other machines: where a name leads is looked at before anything is sent there."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterable
from typing import Any

import httpcore

from dragoman.errors import DragomanError
from dragoman.reading.net.addresses import is_public


class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections to public addresses only, unless private ones are allowed, and until a deadline.

    The name is resolved here and the connection goes to the address that was looked at, so that a name that changes
    its mind in between gains nothing. ``deadline`` is a time of ``time.monotonic``.
    """

    def __init__(self, private: bool) -> None:
        self.private = private
        self.deadline = float("inf")
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to a host. Raises ``DragomanError`` E124 for a private one."""
        failure: Exception | None = None
        for address in self._addresses(host, port):
            try:
                wait = left(self.deadline, timeout)
                inner = self._inner.connect_tcp(address, port, wait, local_address, socket_options)
                return _Stream(inner, self)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError(f"{host} has no address")

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} has no address") from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        for address in addresses:
            if not self.private and not is_public(address):
                raise DragomanError("E124", where=host, address=address)
        return addresses


def left(deadline: float, timeout: float | None) -> float:
    """Seconds that an operation may take. Raises ``httpcore.ReadTimeout`` where none are left."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise httpcore.ReadTimeout
    return seconds if timeout is None else min(seconds, timeout)


class _Stream(httpcore.NetworkStream):
    """A connection whose every step ends at the deadline of its backend."""

    def __init__(self, inner: httpcore.NetworkStream, backend: GuardedBackend) -> None:
        self._inner = inner
        self._backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, left(self._backend.deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, left(self._backend.deadline, timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        wait = left(self._backend.deadline, timeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, wait), self._backend)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
