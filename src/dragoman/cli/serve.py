"""``dragoman serve``: the dashboard of a store, in the browser."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli import options as o
from dragoman.errors import DragomanError


def serve(
    store: o.StoreOption = o.DEFAULT_STORE,
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port; 0 takes a free one.")] = 8181,
    token: Annotated[
        str | None,
        typer.Option("--token", envvar="DRAGOMAN_TOKEN", help="What readers must bring; made up where needed."),
    ] = None,
    config: Annotated[
        Path | None, typer.Option("--config", help="Another configuration of the coder that tries texts.")
    ] = None,
) -> None:
    """Show a store in the browser: read, check and correct. No request leaves this machine.

    Only this machine can reach it, unless --host says otherwise; then readers need the token.
    """
    import uvicorn

    from dragoman.cli.console import err
    from dragoman.store import Store
    from dragoman.web import create_app
    from dragoman.web.security import is_loopback, new_token

    with Store.open(store):
        pass
    open_to_others = not is_loopback(host)
    if open_to_others and token is None:
        token = new_token()
    listener = _listen(host, port)
    app = create_app(store, token, hosts=(host,), config=config)
    shown = socket.gethostname() if host in ("0.0.0.0", "::") else host
    name = f"[{shown}]" if ":" in shown else shown
    address = f"http://{name}:{listener.getsockname()[1]}/"
    console = err()
    console.print(f"The dashboard of {store}: {address}{f'?token={token}' if token else ''}", soft_wrap=True)
    if open_to_others:
        console.print("Others can reach it with this address, unencrypted: put it behind TLS beyond your own network.")
    console.print("Ctrl-C ends it.")
    settings = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
    uvicorn.Server(settings).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket, so that a taken port is told before anything else. Raises ``DragomanError`` E654."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host.strip("[]"), port))
    except OSError as error:
        listener.close()
        raise DragomanError("E654", host=host, port=port, detail=error.strerror or str(error)) from error
    return listener
