"""The port to what runs state machines, in the words of the Step Functions API."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Any, Protocol

from kinora.control.event import Event
from kinora.control.views import ExecutionView, Page


class MachineName(StrEnum):
    """Our state machines by their logical names in template.yaml."""

    LOOP = "LoopMachine"
    INTERPRETATION = "InterpretationMachine"
    SYNC = "SyncMachine"
    CC = "CcMachine"
    MEDIA = "MediaMachine"


LOOP, INTERPRETATION, SYNC, CC, MEDIA = MachineName


class Executions(Protocol):
    """Starts, reads and changes executions of our state machines.

    A machine goes by its logical name; an execution by its ARN, or by its name.
    """

    def start_execution(self, machine: str, input: Any, name: str | None = None) -> str:  # noqa: A002 - the API's word
        """Begin an execution; its ARN. The same name and input, while it runs, finds it again.

        Raises ExecutionAlreadyExists, StateMachineDoesNotExist, InvalidInput.
        """

    def describe_execution(self, execution: str) -> ExecutionView:
        """One execution. Raises ExecutionDoesNotExist."""

    def list_executions(
        self,
        machine: str | None = None,
        status: str | Collection[str] | None = None,
        limit: int = 100,
        cursor: str | None = None,
        *,
        named: str = "",
    ) -> Page[ExecutionView]:
        """Executions, the newest first; ``named`` is a part of their names.

        Step Functions tells neither input nor output here: both are None then.
        Raises InvalidInput, StateMachineDoesNotExist.
        """

    def get_execution_history(
        self,
        execution: str,
        limit: int = 100,
        cursor: str | None = None,
        *,
        reverse: bool = False,
    ) -> Page[Event]:
        """The events of one. Raises ExecutionDoesNotExist, InvalidInput."""

    def stop_execution(
        self, execution: str, error: str | None = None, cause: str | None = None
    ) -> None:
        """Abort one; one that has ended stays as it is. Raises ExecutionDoesNotExist."""

    def redrive_execution(self, execution: str) -> None:
        """Go on where one failed. Raises ExecutionDoesNotExist, ExecutionNotRedrivable."""

    def send_task_success(self, token: str, output: Any) -> None:
        """Answer a waiting task. Raises InvalidToken, TaskTimedOut, InvalidInput."""
