"""Executions and the machines they run, as rows."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import dataclass
from typing import Final

from kinora.control.views import Status
from kinora.local.asl.values import Json, encode
from kinora.local.journal.database import Transaction
from kinora.model.errors import ExecutionDoesNotExist, StateMachineDoesNotExist

_PREFIX: Final = "arn:aws:states:local:000000000000:"


@dataclass(frozen=True, slots=True)
class Execution:
    """One row; ``input`` and ``output`` are JSON text, times are seconds since the epoch.

    ``awaited_by`` is the branch that waits for its end (``startExecution.sync:2``).
    """

    id: int
    arn: str
    name: str
    machine: str
    sha: str
    status: Status
    input: str
    output: str | None
    error: str | None
    cause: str | None
    started: float
    ended: float | None
    deadline: float | None
    redrives: int
    awaited_by: int | None

    @property
    def key(self) -> tuple[int, str]:
        """The row id and the ARN."""
        return self.id, self.arn


def machine_arn(name: str) -> str:
    """The ARN of a state machine."""
    return f"{_PREFIX}stateMachine:{name}"


def execution_arn(machine: str, name: str) -> str:
    """The ARN of an execution."""
    return f"{_PREFIX}execution:{machine}:{name}"


def from_row(row: sqlite3.Row) -> Execution:
    """The execution of a row."""
    values = dict(row)
    return Execution(**{**values, "status": Status(values["status"])})


def put_definition(tx: Transaction, name: str, definition: Json, at_once: int | None = None) -> str:
    """Store a machine's definition and limit; the hash of the definition's text is returned."""
    body = encode(definition)
    sha = hashlib.sha256(body.encode()).hexdigest()
    tx.run("INSERT INTO definition VALUES (?, ?) ON CONFLICT DO NOTHING", sha, body)
    tx.run(
        "INSERT INTO machine VALUES (?, ?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET sha = excluded.sha, at_once = excluded.at_once",
        name,
        sha,
        tx.now,
        at_once,
    )
    return sha


def at_once(tx: Transaction, machine: str) -> int | None:
    """How many executions of a machine may work at the same time; None for any number."""
    row = tx.one("SELECT at_once FROM machine WHERE name = ?", machine)
    return None if row is None else row[0]


def get_definition(tx: Transaction, sha: str) -> Json:
    """A definition by its hash."""
    row = tx.one("SELECT body FROM definition WHERE sha = ?", sha)
    definition: Json = json.loads(row[0]) if row else None
    return definition


def find_machine(tx: Transaction, name_or_arn: str) -> tuple[str, str]:
    """A machine's name and the hash of its definition.

    Raises:
        StateMachineDoesNotExist: there is none of this name or ARN.
    """
    name = name_or_arn.rsplit(":", 1)[-1]
    row = tx.one("SELECT name, sha FROM machine WHERE name = ?", name)
    if row is None or name_or_arn not in {name, machine_arn(name)}:
        raise StateMachineDoesNotExist(f"there is no state machine {name_or_arn}")
    return row["name"], row["sha"]


def get(tx: Transaction, row_id: int) -> Execution:
    """The execution of a row id.

    Raises:
        ExecutionDoesNotExist: there is none.
    """
    row = tx.one("SELECT * FROM execution WHERE id = ?", row_id)
    if row is None:
        raise ExecutionDoesNotExist(f"there is no execution {row_id}")
    return from_row(row)


def find(tx: Transaction, name_or_arn: str) -> Execution:
    """An execution by its ARN, or by its name where that is unambiguous.

    Raises:
        ExecutionDoesNotExist: there is none, or machines share the name.
    """
    rows = tx.all(
        "SELECT * FROM execution WHERE arn = ? OR name = ? LIMIT 2", name_or_arn, name_or_arn
    )
    if len(rows) > 1:
        raise ExecutionDoesNotExist(
            f"several machines have an execution {name_or_arn}: use its ARN"
        )
    if not rows:
        raise ExecutionDoesNotExist(f"there is no execution {name_or_arn}")
    return from_row(rows[0])
