"""The history of executions: what happened, in the words of ``GetExecutionHistory``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kinora.local.asl.values import encode

if TYPE_CHECKING:
    from kinora.local.journal.database import Transaction

_BEHIND_ALL: Final = 2**62


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a history.

    A function has Task events however it is named; Step Functions calls them LambdaFunction
    events where the resource is the function's own ARN.

    Attributes:
        execution: the ARN.
        id: 1, 2, 3… within the execution.
        timestamp: seconds since the epoch.
        type: the event type's name in the Step Functions API.
        state: the state that it is about, if any.
        place: the branch: empty at the top level, ``Render[2]`` in an item of a Map.
        details: as named by the type, such as ``input``, ``output``, ``error``, ``cause``.
    """

    execution: str
    id: int
    timestamp: float
    type: str
    state: str | None
    place: str
    details: Mapping[str, Any]


def record(
    tx: Transaction,
    execution: tuple[int, str],
    kind: str,
    *,
    state: str | None = None,
    place: str = "",
    texts: Mapping[str, str] | None = None,
    **details: Any,
) -> None:
    """Append an event to an execution's history.

    Args:
        tx: the transaction that it belongs to.
        execution: its row id and ARN.
        kind: the event type.
        state: the state's name.
        place: the branch.
        texts: details that are JSON text already.
        details: the other details; those that are None are left out.
    """
    parts = [f"{encode(key)}:{text}" for key, text in (texts or {}).items()]
    parts += [
        f"{encode(key)}:{encode(value)}" for key, value in details.items() if value is not None
    ]
    body = "{" + ",".join(parts) + "}"
    row = tx.one(
        "INSERT INTO event SELECT ?, coalesce(max(id), 0) + 1, ?, ?, ?, ?, ?"
        " FROM event WHERE execution = ? RETURNING id",
        execution[0],
        tx.now,
        kind,
        state,
        place,
        body,
        execution[0],
    )
    number = row[0] if row else 0
    tx.events.append(Event(execution[1], number, tx.now, kind, state, place, json.loads(body)))


def read_events(
    tx: Transaction, execution: tuple[int, str], after: int, limit: int, *, reverse: bool
) -> list[Event]:
    """Up to ``limit`` events behind the event ``after``, in the order asked for.

    ``after`` is 0 for the beginning of either order.
    """
    if reverse:
        query = "SELECT * FROM event WHERE execution = ? AND id < ? ORDER BY id DESC LIMIT ?"
        after = after or _BEHIND_ALL
    else:
        query = "SELECT * FROM event WHERE execution = ? AND id > ? ORDER BY id LIMIT ?"
    rows = tx.all(query, execution[0], after, limit)
    return [
        Event(
            execution[1],
            row["id"],
            row["at"],
            row["type"],
            row["state"],
            row["place"],
            json.loads(row["details"]),
        )
        for row in rows
    ]
