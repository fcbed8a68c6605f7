"""One entry with its lineage: what it is made of, where it came from, what it went into."""

from __future__ import annotations

import json
from collections.abc import Callable

from kinora.model.errors import InvalidInput
from kinora.model.run import Outcome
from kinora.registry import lineage
from kinora.registry.catalogue import category_names, shelf
from kinora.registry.export import decoded
from kinora.registry.knowledge import weight
from kinora.registry.overview import Reader, Row
from kinora.registry.rating import verdict

Shown = Callable[[Row], dict[str, str]]
"""From a row with ``run_id`` and ``video_key`` to the fields that say where its video is."""


def found(reference: str, read: Reader) -> Row:
    """The entry that CATEGORY/NAME, CATEGORY/KEY or a name alone means.

    Raises:
        InvalidInput: it means none, or several.
    """
    category, slash, rest = reference.partition("/")
    if slash and shelf(category):
        rows = read(lineage.by_key(category, rest)) or _named(rest, category, read)
        if not rows:
            problem = f"{category} has no entry {rest!r}"
            raise InvalidInput("entry", problem, "a name or key that `show CATEGORY` lists")
    else:
        rows = _named(reference, None, read)
        if not rows:
            problem = f"no category and no entry {reference!r}"
            raise InvalidInput("category", problem, category_names())
    if len(rows) > 1:
        places = " or ".join(f"{row['category']}/{row['name']}" for row in rows)
        raise InvalidInput("entry", f"{reference!r} is the name of several", places)
    return rows[0]


def with_lineage(entry: Row, read: Reader, limit: int, shown: Shown) -> Row:
    """The entry with what found it and saw it last, and at most ``limit`` specs that used it.

    Who found it or saw it last is a run, or a contribution: the latter has ``contribution`` where
    a run has ``run_id``.
    """
    place = (entry["registry"], entry["category"], entry["key"])
    uses, used = (read(statement) for statement in lineage.uses(*place, limit))
    ends = json.dumps([entry["first_run"], entry["last_run"]])
    seen_by = {row["run_id"]: _run(row, shown) for row in read(lineage.runs(ends))}
    if not {entry["first_run"], entry["last_run"]} <= set(seen_by):
        seen_by |= {row["contribution"]: row for row in read(lineage.contributions(ends))}
    return {
        **decoded(entry),
        "weight": weight(entry["count"], entry["good"]),
        "first_run": seen_by[entry["first_run"]],
        "last_run": seen_by[entry["last_run"]],
        "specs": used[0]["specs"],
        "used_by": [_use(row, shown) for row in uses],
    }


def _named(name: str, category: str | None, read: Reader) -> list[Row]:
    """By the exact name, or by the same words however they are written."""
    usual = " ".join(word.capitalize() for word in name.split())
    return read(lineage.by_name(name, category)) or read(lineage.by_name(usual, category))


def _run(row: Row, shown: Shown) -> Row:
    measured = Outcome(good=bool(row["measured"]), reasons=tuple(json.loads(row["reasons"])))
    return {
        "run_id": row["run_id"],
        "started_at": row["started_at"],
        "prompt": row["prompt"],
        **shown(row),
        "outcome": verdict(measured, row["rating"]).model_dump(mode="json"),
    }


def _use(row: Row, shown: Shown) -> Row:
    return {
        "run_id": row["run_id"],
        "used_for": row["used_for"],
        "prompt": row["prompt"],
        **shown(row),
        "good": bool(row["good"]),
    }
