"""Run the service: take the port, hold the workspace, serve until told to end."""

from __future__ import annotations

import errno
import logging
import math
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import uvicorn

from airdef.limits import HEAD_BYTES
from airdef.outcome.lock import LockedError, locked
from airdef.server.app import create_app
from airdef.server.guard import LOOPBACK
from airdef.server.patience import connections, patient, sparing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from fastapi import FastAPI

    from airdef.server.settings import Settings

GRACE_S = 2
"""Seconds in which clients have to take the answers that are ready when the service ends; nothing else waits so long
(`ending`, `work`)."""

BACKLOG = 64
"""Connections that wait to be accepted; so often the event loop tries when there are no descriptors, once a second."""


def checked(settings: Settings) -> Settings:
    """Return settings that may be served.

    Parameters
    ----------
    settings
        The settings of the service.

    Returns
    -------
    Settings
        Settings that may be served.

    Raises
    ------
    ValueError
        Beyond loopback a token is demanded.
    """
    if settings.token is None and settings.host not in LOOPBACK:
        message = (
            f"--host {settings.host}: without a token, only 127.0.0.1 expected; "
            "usual fix: --token TOKEN, or AIRDEF_TOKEN in the environment"
        )
        raise ValueError(message)
    if settings.token is not None and (len(settings.token) < 8 or not settings.token.isascii()):
        raise ValueError("--token: too short, at least 8 plain letters or digits expected; usual fix: a longer one")
    return settings


def bound(host: str, port: int) -> socket.socket:
    """Return a socket that listens at an address; port 0 takes any that is free.

    Parameters
    ----------
    host
        The address to listen at.
    port
        The port; 0 for any that is free.

    Returns
    -------
    socket.socket
        A socket that listens at an address; port 0 takes any that is free.

    Raises
    ------
    ValueError
        If it is refused; the message says where and why.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            message = f"--port {port}: in use on {host}; usual fix: --port {port + 1}, or end what uses it"
            raise ValueError(message) from None
        message = f"--host {host} --port {port}: {error.strerror or error}; usual fix: --host 127.0.0.1 --port 8765"
        raise ValueError(message) from None


def address(settings: Settings, port: int) -> str:
    """Return the address to open in a browser, with the token where one is needed.

    Parameters
    ----------
    settings
        The settings of the service.
    port
        The port; 0 for any that is free.

    Returns
    -------
    str
        The address to open in a browser, with the token where one is needed.
    """
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/" + (f"?token={settings.token}" if settings.token else "")


@contextmanager
def holding(settings: Settings) -> Iterator[None]:
    """Hold the workspace: two services on one would take each other's jobs for lost.

    Parameters
    ----------
    settings
        The settings of the service.

    Yields
    ------
    None
        Nothing: the workspace is held until the context ends.

    Raises
    ------
    ValueError
        If it is refused; the message says where and why.
    """
    try:
        settings.workspace.mkdir(parents=True, exist_ok=True)
        with locked(settings.workspace / "lock"):
            yield
    except LockedError as error:
        told = str(error).split(";", maxsplit=1)[0].replace("is writing this campaign", "serves it already")
        message = f"--workspace {told}; usual fix: use that service, or name another workspace"
        raise ValueError(message) from None


class _Server(uvicorn.Server):
    """A server that tells its application at once when it is to end, so that event streams end too."""

    def __init__(self, config: uvicorn.Config, ending: Callable[[], None]) -> None:
        super().__init__(config)
        self._ending = ending

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take a signal to end."""
        self._ending()
        super().handle_exit(sig, frame)


def serve(settings: Settings, listening: socket.socket, ready: Callable[[], Any] | None = None) -> None:
    """Serve on a socket until SIGINT or SIGTERM. `ready` is called before the first request is taken.

    Parameters
    ----------
    settings
        The settings of the service.
    listening
        The socket.
    ready
        Called before the first request is taken; None for nobody.

    Raises
    ------
    KeyboardInterrupt
        After SIGINT (all is closed then).
    ValueError
        For a workspace that is in use.
    """
    with holding(settings):
        app = create_app(settings)
        config = config_of(app, settings)
        for name in ("uvicorn.error", "asyncio"):
            logging.getLogger(name).addFilter(sparing())
        if ready is not None:
            ready()
        _Server(config, app.state.services.ending.tell).run(sockets=[listening])


def config_of(app: FastAPI, settings: Settings) -> uvicorn.Config:
    """Return how an application is served: time-outs, limits, and what uvicorn leaves out.

    Parameters
    ----------
    app
        The application.
    settings
        The settings of the service.

    Returns
    -------
    uvicorn.Config
        How an application is served: time-outs, limits, and what uvicorn leaves out.
    """
    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        http=patient(connections(settings.limits.connections), settings.limits.idle_s),
        backlog=BACKLOG,
        timeout_graceful_shutdown=GRACE_S,
        timeout_keep_alive=2 * math.ceil(settings.limits.idle_s),
        h11_max_incomplete_event_size=HEAD_BYTES,
        ws="none",
        proxy_headers=False,
    )
