"""Branches: the threads of control of an execution, as rows."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final

from kinora.local.journal.database import Transaction


class Phase(StrEnum):
    """What a branch is doing in its state."""

    PENDING = "PENDING"
    """An item of a Map, or a whole execution, that waits for its turn."""
    READY = "READY"
    """The state is to be entered, or tried again, when due."""
    CALLING = "CALLING"
    """A function runs, and its result is awaited."""
    WAITING = "WAITING"
    """For the answer to a token, or for the end of another execution."""
    SLEEPING = "SLEEPING"
    """In a Wait state, until due."""
    JOINING = "JOINING"
    """For the branches inside."""
    DONE = "DONE"
    """Ended well; ``data`` is the output."""
    FAILED = "FAILED"
    """Ended by ``error`` in ``state``, whose input was ``data``."""
    ABORTED = "ABORTED"
    """Ended from outside in ``state``, whose input was ``data``."""


@dataclass(slots=True)
class Branch:
    """One row.

    Times are seconds since the epoch; ``item``, ``data``, ``tries``, ``reply`` and ``caught`` are
    JSON text.

    Attributes:
        fork: the state of the parent that made this branch.
        slot: the index among the branches of that state.
        place: the way here, for people: ``Render[2]``.
        region: the path of the region in the definition.
        item: ``{"Index", "Value"}`` of the innermost Map, for the context object.
        attempt: counts every visit and every retry; it tells late results from awaited ones.
        tries: how often each retrier was used in this visit.
        heartbeat: seconds between heartbeats; ``beat_by`` is when the next is due.
        invoked: whether the function that carries the token away has returned.
        child: the execution that is waited for.
        reply: what arrived: ``{"output"}``, ``{"error", "cause"}`` or ``{"ended"}``.
        caught: ``{"state", "data"}`` of the error that led to a way which can only end in Fail.
    """

    execution: int
    slot: int
    place: str
    region: str
    state: str
    phase: Phase
    data: str
    parent: int | None = None
    fork: str | None = None
    item: str | None = None
    entered: float | None = None
    attempt: int = 0
    tries: str = "[]"
    due: float | None = None
    deadline: float | None = None
    heartbeat: float | None = None
    beat_by: float | None = None
    token: str | None = None
    invoked: int = 0
    child: int | None = None
    reply: str | None = None
    caught: str | None = None
    error: str | None = None
    cause: str | None = None
    id: int = 0

    def rest(self) -> None:
        """Forget everything that belongs to one attempt at a state."""
        self.due = self.deadline = self.heartbeat = self.beat_by = None
        self.token = self.reply = self.child = None
        self.invoked = 0

    def enter(self, state: str, data: str, now: float) -> None:
        """Move on to a state that has not been visited yet."""
        self.rest()
        self.state, self.data, self.phase = state, data, Phase.READY
        self.entered, self.tries, self.due = None, "[]", now
        self.attempt += 1
        self.error = self.cause = None

    def retries(self) -> int:
        """How often the state was tried again in this visit."""
        return sum(json.loads(self.tries))


_COLUMNS: Final = tuple(field.name for field in fields(Branch))
_INSERT: Final = """
    INSERT INTO branch (
        execution, slot, place, region, state, phase, data, parent, fork, item, entered,
        attempt, tries, due, deadline, heartbeat, beat_by, token, invoked, child, reply,
        caught, error, cause
    ) VALUES (
        :execution, :slot, :place, :region, :state, :phase, :data, :parent, :fork,
        :item, :entered, :attempt, :tries, :due, :deadline, :heartbeat, :beat_by,
        :token, :invoked, :child, :reply, :caught, :error, :cause
    )
"""
_UPDATE: Final = """
    UPDATE branch SET
        execution = :execution, slot = :slot, place = :place, region = :region, state =
        :state, phase = :phase, data = :data, parent = :parent, fork = :fork, item =
        :item, entered = :entered, attempt = :attempt, tries = :tries, due = :due,
        deadline = :deadline, heartbeat = :heartbeat, beat_by = :beat_by, token =
        :token, invoked = :invoked, child = :child, reply = :reply, caught = :caught,
        error = :error, cause = :cause
    WHERE id = :id
"""


def _values(branch: Branch) -> dict[str, object]:
    return {name: getattr(branch, name) for name in _COLUMNS}


def from_row(row: sqlite3.Row) -> Branch:
    """The branch of a row."""
    values = dict(row)
    return Branch(**{**values, "phase": Phase(values["phase"])})


def insert(tx: Transaction, branch: Branch) -> None:
    """Store a new branch, which gets its id."""
    branch.id = tx.run_named(_INSERT, _values(branch)).lastrowid or 0


def save(tx: Transaction, branch: Branch) -> None:
    """Store what became of a branch; one that was deleted meanwhile stays deleted."""
    tx.run_named(_UPDATE, _values(branch))


def get(tx: Transaction, row_id: int) -> Branch | None:
    """The branch of a row id."""
    row = tx.one("SELECT * FROM branch WHERE id = ?", row_id)
    return from_row(row) if row else None


def root(tx: Transaction, execution: int) -> Branch | None:
    """The top level of an execution."""
    row = tx.one("SELECT * FROM branch WHERE execution = ? AND parent IS NULL", execution)
    return from_row(row) if row else None


def of_token(tx: Transaction, token: str) -> Branch | None:
    """The branch whose task holds an open token."""
    row = tx.one("SELECT * FROM branch WHERE token = ?", token)
    return from_row(row) if row else None


def due(tx: Transaction, limit: int) -> list[int]:
    """The ids of branches to look at now, the longest due first."""
    rows = tx.all("SELECT id FROM branch WHERE due <= ? ORDER BY due, id LIMIT ?", tx.now, limit)
    return [row[0] for row in rows]


def next_due(tx: Transaction) -> float | None:
    """When a branch or an execution's deadline is due next."""
    row = tx.one(
        "SELECT min(at) FROM (SELECT min(due) AS at FROM branch WHERE due IS NOT NULL UNION ALL"
        " SELECT min(deadline) FROM execution WHERE deadline IS NOT NULL)"
    )
    return row[0] if row else None


def children(tx: Transaction, parent: int, fork: str) -> list[Branch]:
    """The branches that a state of a branch made, in order."""
    rows = tx.all("SELECT * FROM branch WHERE parent = ? AND fork = ? ORDER BY slot", parent, fork)
    return [from_row(row) for row in rows]


def children_in(tx: Transaction, parent: int, fork: str, phase: Phase, limit: int) -> list[Branch]:
    """The first of a state's branches that are in a phase, in order."""
    rows = tx.all(
        "SELECT * FROM branch WHERE parent = ? AND phase = ? AND fork = ? ORDER BY slot LIMIT ?",
        parent,
        phase,
        fork,
        limit,
    )
    return [from_row(row) for row in rows]


def count_active(tx: Transaction, parent: int, fork: str) -> int:
    """How many branches of a state are under way."""
    row = tx.one("SELECT count(*) FROM active WHERE parent = ? AND fork = ?", parent, fork)
    return int(row[0]) if row else 0


def active_below(tx: Transaction, parent: int, fork: str) -> list[Branch]:
    """All branches under way inside a state of a branch, at any depth."""
    rows = tx.all(
        "WITH RECURSIVE below (id) AS (SELECT id FROM branch WHERE parent = ? AND fork = ?"
        " UNION ALL SELECT branch.id FROM branch JOIN below ON branch.parent = below.id)"
        " SELECT * FROM active WHERE id IN below ORDER BY id",
        parent,
        fork,
    )
    return [from_row(row) for row in rows]


def active_of(tx: Transaction, execution: int) -> list[Branch]:
    """All branches of an execution that are under way."""
    rows = tx.all("SELECT * FROM active WHERE execution = ? ORDER BY id", execution)
    return [from_row(row) for row in rows]


def delete_below(tx: Transaction, parent: int, fork: str) -> None:
    """Forget everything inside a state of a branch."""
    tx.run(
        "WITH RECURSIVE below (id) AS (SELECT id FROM branch WHERE parent = ? AND fork = ?"
        " UNION ALL SELECT branch.id FROM branch JOIN below ON branch.parent = below.id)"
        " DELETE FROM branch WHERE id IN below",
        parent,
        fork,
    )
