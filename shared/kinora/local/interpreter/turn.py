"""One turn: one branch, looked at once, inside one transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from kinora.local.asl.errors import DATA_LIMIT, StateError
from kinora.local.asl.expressions import Scope
from kinora.local.asl.machine import Machine, Region, State
from kinora.local.asl.paths import Path
from kinora.local.asl.timestamps import format_timestamp
from kinora.local.asl.values import Json, encode, too_large
from kinora.local.definitions import Definitions
from kinora.local.journal.branches import Branch
from kinora.local.journal.database import Transaction
from kinora.local.journal.executions import Execution, machine_arn
from kinora.local.journal.history import record


@dataclass(frozen=True, slots=True)
class Sources:
    """What the interpreter takes from outside to make new things.

    Attributes:
        definitions: the machines.
        chance: for jitter, ``States.UUID`` and ``States.MathRandom``.
        new_name: names executions that were given none.
        new_token: makes task tokens, which must not be guessable.
    """

    definitions: Definitions
    chance: Random
    new_name: Callable[[], str]
    new_token: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Call:
    """A function to run once the turn is committed.

    ``carries_token`` tells a call that only hands out a token from one whose result is awaited.
    """

    branch: int
    attempt: int
    function: str
    payload: Json
    timeout: float | None
    carries_token: bool

    @property
    def key(self) -> tuple[int, int]:
        """What makes the call unique for ever: the branch and its attempt."""
        return self.branch, self.attempt


@dataclass(slots=True)
class Turn:
    """The branch's rows, its state, and what the turn asks for.

    The branch is changed in place and stored at the end of the turn.
    """

    tx: Transaction
    sources: Sources
    execution: Execution
    machine: Machine
    branch: Branch
    call: Call | None = None
    _raw: Json = None
    _raw_text: str | None = None

    @property
    def region(self) -> Region:
        return self.machine.regions[self.branch.region]

    @property
    def state(self) -> State:
        return self.region.states[self.branch.state]

    @property
    def raw(self) -> Json:
        """The state's input, before any path."""
        if self._raw_text is not self.branch.data:
            self._raw, self._raw_text = json.loads(self.branch.data), self.branch.data
        return self._raw

    def scope(self, document: Json, token: str | None = None, item: Json = None) -> Scope:
        """What expressions see: ``document`` behind ``$``, the context object behind ``$$``."""
        return Scope(document, lambda: self._context(token, item), self.sources.chance)

    def read(self, path: Path | None, document: Json, field: str) -> Json:
        """The value at a path of the definition; null stands for an empty object."""
        return {} if path is None else self.scope(document).read(path, field)

    def input(self) -> Json:
        """The state's input behind ``InputPath``."""
        return self.read(self.state.input_path, self.raw, "InputPath")

    def record(self, kind: str, *, texts: Mapping[str, str] | None = None, **details: Any) -> None:
        """Append an event about this state to the history."""
        branch = self.branch
        record(
            self.tx,
            self.execution.key,
            kind,
            state=branch.state,
            place=branch.place,
            texts=texts,
            **details,
        )

    def _context(self, token: str | None, item: Json) -> Json:
        execution, branch = self.execution, self.branch
        context: dict[str, Any] = {
            "Execution": {
                "Id": execution.arn,
                "Input": json.loads(execution.input),
                "Name": execution.name,
                "StartTime": format_timestamp(execution.started),
                "RedriveCount": execution.redrives,
            },
            "State": {
                "EnteredTime": format_timestamp(branch.entered or self.tx.now),
                "Name": branch.state,
                "RetryCount": branch.retries(),
            },
            "StateMachine": {"Id": machine_arn(execution.machine), "Name": execution.machine},
        }
        if token is not None:
            context["Task"] = {"Token": token}
        if item is not None or branch.item is not None:
            context["Map"] = {"Item": item or json.loads(branch.item or "null")}
        return context


def checked(value: Json) -> str:
    """The JSON text of a value that may cross from state to state.

    Raises:
        StateError: ``States.DataLimitExceeded`` beyond 256 KiB.
    """
    text = encode(value)
    if too_large(text):
        raise StateError(
            DATA_LIMIT, "The value is larger than the 262144 bytes that a state may pass on"
        )
    return text
