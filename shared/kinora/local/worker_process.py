"""What runs outside the host: the fork server, and the workers that it forks.

A fork server is a small process of one thread that has imported what the functions share. A
worker is a fork of it, which takes milliseconds, and imports its own handler. Each worker leads a
process group, so that whatever it starts (ffmpeg, above all) dies with it. Nothing here outlives
the host: its death closes the sockets that all of them read.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import os
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, Final

from kinora.local import frames
from kinora.local.asl.values import encode
from kinora.local.handlers import HandlerMissingError, call_handler, load_handler
from kinora.local.lambda_context import LambdaContext

_PR_SET_PDEATHSIG: Final = 1
_REAP_PATIENCE: Final = 5.0
_SESSION_NICE: Final = 15


def serve(control_fd: int, preload: list[str], behind: bool) -> None:
    """Run the fork server until the host closes its end.

    Commands are JSON: ``{"spawn": {...}}`` with the worker's channel and its log as files is
    answered by ``{"pid"}``; ``{"reap": pid}`` by ``{"status"}``, as ``os.waitpid`` gives it.
    """
    control = socket.socket(fileno=control_fd)
    for name in preload:
        try:
            importlib.import_module(name)
        except Exception:  # noqa: BLE001 - the worker that needs it will report it
            traceback.print_exc()
    gc.collect()
    gc.freeze()
    if behind:
        # Not before: on a busy machine the loading alone would outlast what a state may take.
        _stand_back()
    tie = _tie_to_parent()
    children: set[int] = set()
    while True:
        message, fds = frames.receive_with_fds(control)
        if message is None:
            break
        command = json.loads(message)
        if "spawn" in command:
            pid = _fork(control, command["spawn"], fds, tie)
            children.add(pid)
            answer = {"pid": pid}
        else:
            children.discard(command["reap"])
            answer = {"status": _reap(command["reap"])}
        frames.send(control, json.dumps(answer).encode())
    for pid in children:
        _kill_group(pid)


def _stand_back() -> None:
    """Have this session give way to others.

    Linux shares the processors evenly between sessions whatever the niceness of their processes, so
    that it has to be said for the session (man 7 sched, autogroup).
    """
    with suppress(OSError), open("/proc/self/autogroup", "w") as file:  # noqa: PTH123 - it is no file
        file.write(str(_SESSION_NICE))


def _tie_to_parent() -> Callable[[], None]:
    """A function that has a child die with the process that called this one (Linux only)."""
    parent = os.getpid()
    if sys.platform != "linux":
        return lambda: None
    prctl = ctypes.CDLL(None).prctl

    def tie() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # it died before the line above
            os._exit(1)

    return tie


def _fork(
    control: socket.socket, setup: dict[str, Any], fds: list[int], tie: Callable[[], None]
) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            os.setpgid(0, 0)
            tie()
            control.close()
            _work(setup, fds[0], fds[1])
        except BaseException:  # noqa: BLE001 - a fork must never return into the server's loop
            traceback.print_exc()
        finally:
            os._exit(1)
    for fd in fds:
        os.close(fd)
    with suppress(OSError):
        os.setpgid(pid, pid)  # both sides set it: whoever comes first, the group exists
    return pid


def _reap(pid: int) -> int:
    """The wait status of a child that was killed or has exited."""
    limit = time.monotonic() + _REAP_PATIENCE
    while time.monotonic() < limit:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return status
        time.sleep(0.001)
    return 0


def _kill_group(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def _work(setup: dict[str, Any], channel_fd: int, log_fd: int) -> None:
    """Run one function's calls, one after another, until the host closes the channel."""
    null = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((null, 0), (log_fd, 1), (log_fd, 2)):
        os.dup2(source, target)
    os.close(null)
    os.close(log_fd)
    os.set_inheritable(channel_fd, False)
    channel = socket.socket(fileno=channel_fd)
    os.environ.update(setup["environment"])
    os.nice(setup["nice"])
    calls: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(channel, calls), daemon=True).start()
    while True:
        head, _, event = calls.get().partition(b"\n")
        failed, body = _answer(setup, json.loads(head), event.decode())
        sys.stdout.flush()
        sys.stderr.flush()
        frames.send(channel, (b"1" if failed else b"0") + body.encode())


def _listen(channel: socket.socket, calls: SimpleQueue[bytes]) -> None:
    """Take calls off the channel; when the host is gone, everything here ends at once."""
    while (message := frames.receive(channel)) is not None:
        calls.put(message)
    os.killpg(0, signal.SIGKILL)


def _answer(setup: dict[str, Any], head: dict[str, Any], event: str) -> tuple[bool, str]:
    """Whether the call failed, and its outcome as JSON text."""
    try:
        handler = load_handler(setup["handler"])
    except HandlerMissingError as missing:
        return True, encode(missing.outcome.payload)
    context = LambdaContext(setup["name"], head["id"], setup["memory_mb"], head["deadline"])
    failed, body = call_handler(handler, event, context)
    if failed:
        sys.stderr.write(f"[ERROR] {setup['name']} {head['id']} {body}\n")
    return failed, body
