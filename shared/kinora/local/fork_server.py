"""The host's side of the fork server: starting workers, and learning how they ended."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any, Final

from kinora.local import frames

_START: Final = (
    "import json, sys; path, *rest = json.loads(sys.argv[1]); sys.path[:] = path;"
    "from kinora.local.worker_process import serve; serve(*rest)"
)
_PATIENCE: Final = 5.0


class ForkServer:
    """Starts worker processes; the server itself is started with the first of them.

    Args:
        preload: modules that are imported once, for all workers.
        search_path: folders in which handlers are found, before those of this process.
        log: where workers write; None for this process's stderr.
        behind: whether the workers stand back behind other sessions of this machine.
    """

    def __init__(
        self,
        preload: Sequence[str],
        search_path: Sequence[Path],
        log: Path | None,
        *,
        behind: bool = False,
    ) -> None:
        self._preload = list(preload)
        own = [os.path.abspath(entry) for entry in sys.path]  # noqa: PTH100 - an entry may be ""
        self._path = [*(str(folder.resolve()) for folder in search_path), *own]
        self._log = log
        self._behind = behind
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._output: IO[bytes] | None = None
        self._closed = False

    def spawn(self, setup: dict[str, Any]) -> tuple[int, socket.socket]:
        """Start a worker: its process id, which is also its group's, and the channel to it.

        Raises:
            OSError: the server cannot be started, or was closed.
        """
        ours, theirs = socket.socketpair()
        with self._lock, theirs:
            try:
                answer = self._ask({"spawn": setup}, theirs)
            except OSError:
                ours.close()
                raise
        return int(answer["pid"]), ours

    def reap(self, pid: int) -> int:
        """The wait status of a worker that has exited or was killed; 0 when nobody knows."""
        with self._lock:
            if self._control is None:
                return 0
            try:
                return int(self._ask({"reap": pid})["status"])
            except OSError:
                return 0

    def close(self) -> None:
        """End the server and every worker; nothing can be started any more."""
        with self._lock:
            self._closed = True
            self._end()
            if self._output is not None:
                self._output.close()
                self._output = None

    def _ask(self, command: dict[str, Any], channel: socket.socket | None = None) -> Any:
        """One command and its answer; a server that has died is replaced for a new worker."""
        message = json.dumps(command).encode()
        if self._process is not None and self._process.poll() is not None:
            self._end()
        if self._control is None or self._output is None:
            # A call that was on its way when all was closed must start no server that nobody ends.
            if channel is None or self._closed:
                raise ConnectionError("the fork server is gone")
            self._control, self._output = self._start()
        fds = (channel.fileno(), self._output.fileno()) if channel is not None else ()
        try:
            frames.send(self._control, message, fds)
            answer = frames.receive(self._control)
        except OSError:
            answer = None
        if answer is None:
            self._end()
            raise ConnectionError("the fork server has died")
        return json.loads(answer)

    def _start(self) -> tuple[socket.socket, IO[bytes]]:
        output = self._output if self._output is not None else self._open_log()
        ours, theirs = socket.socketpair()
        with theirs:
            argument = json.dumps([self._path, theirs.fileno(), self._preload, self._behind])
            self._process = subprocess.Popen(
                [sys.executable, "-c", _START, argument],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # a Ctrl-C in the terminal is for the host to answer
            )
        return ours, output

    def _open_log(self) -> IO[bytes]:
        if self._log is None:
            return os.fdopen(os.dup(2), "ab", buffering=0)
        self._log.parent.mkdir(parents=True, exist_ok=True)
        return self._log.open("ab", buffering=0)

    def _end(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            try:
                self._process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
