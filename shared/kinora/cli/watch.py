"""Following an execution: which state it is in, as a spinner on a terminal or as plain lines."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Self

from rich.status import Status

from kinora.cli.progress import console
from kinora.control.event import Event
from kinora.local.engine import Engine

_SAYS = {
    "PickPrompt": "picking a prompt",
    "Interpret": "reading it",
    "BuildSpec": "deciding the scene",
    "Render": "drawing",
    "Assemble": "making the music, joining",
    "Extract": "measuring what came out",
    "Grow": "naming what was found",
    "Sync": "learning",
    "RecordFailure": "noting what went wrong",
}


class Watch:
    """Shows the states of executions as they are entered."""

    def __init__(self, engine: Engine, *, quiet: bool) -> None:
        self._engine = engine
        self._quiet = quiet
        self._status: Status | None = None
        self._guard = threading.Lock()
        self._parts = self._done = 0

    def __enter__(self) -> Self:
        self._engine.on_event(self._hear)
        if not self._quiet and console.is_terminal:
            self._status = console.status("starting")
            self._status.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._status is not None:
            self._status.stop()

    def say(self, text: str) -> None:
        """One line for people, above the spinner."""
        if not self._quiet:
            console.print(text)

    def follow(self, arn: str) -> None:
        """Wait until the execution has ended."""
        self._engine.wait(arn)

    def _hear(self, event: Event) -> None:
        if self._quiet:
            return
        with self._guard:
            if event.type.endswith("StateEntered") and event.state in _SAYS:
                self._show(_SAYS[event.state])
            elif event.type == "MapStateStarted":
                self._parts, self._done = int(event.details["length"]), 0
            elif event.type == "MapIterationSucceeded":
                self._done += 1
                self._show(f"{_SAYS['Render']}: {self._done} of {self._parts} parts done")

    def _show(self, said: str) -> None:
        if self._status is not None:
            self._status.update(said)
        else:
            console.print(f"  {said}")
