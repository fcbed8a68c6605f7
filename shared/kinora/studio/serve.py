"""The studio: engine, schedules and HTTP in one process tree, until it is told to stop."""

from __future__ import annotations

import ipaddress
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import uvicorn

from kinora.api.access.gate import Gate
from kinora.api.app import openapi
from kinora.api.request import Request
from kinora.bootstrap import objects, stage
from kinora.local.engine import Engine
from kinora.local.schedules import LocalSchedules
from kinora.loop.control import schedules_of
from kinora.loop.pick import loop_config
from kinora.model.errors import InvalidInput
from kinora.settings import Settings
from kinora.studio.gateway import ApiCaller, Gateway
from kinora.studio.host import Room, room
from kinora.studio.pages import pages
from kinora.studio.ticker import Ticker

_KEEP_ALIVE = 30
_STOP_WITHIN = 5
_BACKLOG = 512


def serve(
    settings: Settings,
    host: str,
    port: int,
    *,
    schedules: bool,
    ready: Callable[[str, Engine], None],
) -> None:
    """Run the studio until SIGINT or SIGTERM.

    Args:
        settings: of the home.
        host: the address to listen at. Where more than loopback reaches it, every request needs a
            token.
        port: 0 for any that is free.
        schedules: whether the loops' schedules run.
        ready: called once with the studio's address, when it can be used.

    Raises:
        HostBusy: another process runs the executions of this home.
        InvalidInput: nobody can listen at that address.
    """
    with _listening(host, port) as listener:
        address = _address(host, listener)
        chosen = settings.model_copy(
            update={
                "access": "open" if is_loopback(host) else "token",
                "hosts": _hosts(settings, host),
                "rate_limited_by": "gateway",
            }
        )
        with room(chosen) as opened, _ticking(chosen, opened, running=schedules):
            server = _Server(_config(gateway(chosen, opened.workers)))
            ready(address, opened.engine)
            server.run(sockets=[listener])


class _Server(uvicorn.Server):
    """A server that ends with a signal, and does not raise it again: the engine is yet to close."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        signals = (signal.SIGINT, signal.SIGTERM)
        before = {each: signal.signal(each, self.handle_exit) for each in signals}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches that address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def gateway(settings: Settings, workers: ApiCaller) -> Gateway:
    """The HTTP application of a home, whose API function these workers run."""
    settings.scratch_folder.mkdir(parents=True, exist_ok=True)
    gate = Gate(settings, objects(settings))
    return Gateway(
        workers,
        objects(settings),
        admit=lambda event: gate.admit(Request.of(event), datetime.now(UTC)),
        pages=pages(openapi()),
        scratch=settings.scratch_folder,
    )


@contextmanager
def _ticking(settings: Settings, opened: Room, *, running: bool) -> Iterator[None]:
    """The schedules at work, as the configuration says."""
    store = LocalSchedules(settings.schedule_file, time.time)
    ticker = Ticker(store, opened.workers)
    try:
        store.apply(schedules_of(loop_config(stage(settings))))
        if running:
            ticker.start()
        yield
    finally:
        ticker.close()
        store.close()


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.socket(family)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host.strip("[]"), port))
        listener.listen(_BACKLOG)
    except (OSError, OverflowError) as error:
        problem = f"{host}:{port} cannot be listened at ({error})"
        raise InvalidInput("host", problem, "a free port of this machine") from error
    try:
        yield listener
    finally:
        listener.close()


def _address(host: str, listener: socket.socket) -> str:
    name = f"[{host}]" if ":" in host and not host.startswith("[") else host
    return f"http://{name}:{listener.getsockname()[1]}"


def _hosts(settings: Settings, host: str) -> str:
    """The names by which browsers may ask: those of the settings, and the address itself."""
    wide = host in {"0.0.0.0", "::"}  # noqa: S104 - it is asked for
    return "*" if wide and settings.hosts == Settings().hosts else f"{settings.hosts},{host}"


def _config(app: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=_STOP_WITHIN,
    )
