"""The studio: engine, schedules and HTTP in one process tree, until it is told to stop."""

from __future__ import annotations

import ipaddress
import logging
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kinora.bootstrap import stage
from kinora.local.engine import Engine
from kinora.local.schedules import LocalSchedules
from kinora.loop.control import schedules_of
from kinora.loop.pick import loop_config
from kinora.model.errors import InvalidInput, StorageError
from kinora.settings import Settings
from kinora.studio.beside import GatewayProcess
from kinora.studio.host import Room, room
from kinora.studio.ticker import Ticker

_BACKLOG = 512
_LOOK_SECONDS = 0.5
_log = logging.getLogger(__name__)


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
        StorageError: the gateway cannot be started; its log says why.
    """
    with _listening(host, port) as listener:
        chosen = settings.model_copy(
            update={
                "access": "open" if is_loopback(host) else "token",
                "hosts": _hosts(settings, host),
                "rate_limited_by": "gateway",
            }
        )
        with (
            _told_to_stop() as stopped,
            room(chosen) as opened,
            _ticking(chosen, opened, running=schedules),
        ):
            gateway = _started(chosen, listener)
            try:
                ready(_address(host, listener), opened.engine)
                while not stopped.wait(_LOOK_SECONDS):
                    if gateway.ended:
                        _log.error("the gateway ended; another one takes its place")
                        gateway.close()
                        gateway = _started(chosen, listener)
            finally:
                gateway.close()


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches that address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _started(settings: Settings, listener: socket.socket) -> GatewayProcess:
    gateway = GatewayProcess(settings, listener)
    if not gateway.wait_until_ready():
        gateway.close()
        raise StorageError(f"the gateway does not start: see {settings.logs / 'gateway.log'}")
    return gateway


@contextmanager
def _told_to_stop() -> Iterator[threading.Event]:
    """An event that SIGINT or SIGTERM sets, for as long as the block lasts."""
    stopped = threading.Event()
    signals = (signal.SIGINT, signal.SIGTERM)
    before = {each: signal.signal(each, lambda *_: stopped.set()) for each in signals}
    try:
        yield stopped
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


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
