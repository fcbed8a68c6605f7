"""The history of executions: what happened, in the words of ``GetExecutionHistory``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from kinora.control.event import Event
from kinora.local.asl.values import encode
from kinora.local.journal.database import Transaction

_BEHIND_ALL: Final = 2**62


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
