"""The gateway as a process of its own, beside the engine: requests wait for no transition.

Whoever starts it loads nothing of the API.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from typing import Final

from kinora import settings as configuration
from kinora.settings import Settings

_PATIENCE: Final = 20.0
_MODULE: Final = "kinora.studio.gateway_process"


class GatewayProcess:
    """The process, seen from the studio.

    Args:
        settings: of the home, with who may ask and how often.
        listener: the socket, which stays the caller's to close.
    """

    def __init__(self, settings: Settings, listener: socket.socket) -> None:
        alive, self._alive = os.pipe()
        self._log = (settings.logs / "gateway.log").open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-m", _MODULE, str(listener.fileno()), str(alive)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._log,
            pass_fds=[listener.fileno(), alive],
            env={**configuration.inherited(), **settings.environment()},
            start_new_session=True,  # a Ctrl-C in the terminal is for the studio to answer
        )
        os.close(alive)

    def wait_until_ready(self) -> bool:
        """Whether it can be used; false where it ended instead."""
        assert self._process.stdout is not None
        return self._process.stdout.readline() == b"ready\n"

    @property
    def ended(self) -> bool:
        """Whether it has ended."""
        return self._process.poll() is not None

    def close(self) -> None:
        """Have it finish the requests that are under way, and end."""
        os.close(self._alive)
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._log.close()
