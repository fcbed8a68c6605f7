"""How new the loops' work is: repetition and discovery, at a cost that entries do not change."""

from __future__ import annotations

from typing import Any

from kinora.model.statement import Statement

LAST_RUNS, FEWEST_RUNS = 20, 5
"""How many runs discovery looks at, and from how many on it says anything."""
MOST_SEEN = 20
FEWEST_SEEN = 58
"""Observations from which repetition says anything: 20 of 58 are less than .35, so a loop that
never repeats itself is not accused of it."""

_REPETITION = """
select (
    select sum(count) from (
        select count from entries where registry = 'dynamic' and category = 'learned_motion'
        order by count desc, key limit ?
    )
) as held, (
    select seen from totals where registry = 'dynamic' and category = 'learned_motion'
) as seen
"""
# Ids sort by time: what first was seen in one of the last runs is the beginning of each category's
# range of entries_newest.
_DISCOVERY = """
with recent(run_id, entries) as (select run_id, entries from runs order by run_id desc limit ?),
last(number, seen, first) as (select count(*), sum(entries), min(run_id) from recent)
select last.number, last.seen, (
    select count(*) from totals as t
    cross join entries as n indexed by entries_newest
        on n.registry = t.registry and n.category = t.category
            and n.runs = 1 and n.first_run >= last.first
) as found
from last
"""


def repetition_statement() -> Statement:
    """The read that :func:`repetition` takes."""
    return Statement(_REPETITION, (MOST_SEEN,))


def repetition(row: dict[str, Any]) -> float | None:
    """Share of the observations of whole videos' motions that the most seen entries hold, 0..1."""
    seen = row["seen"] or 0
    return round(row["held"] / seen, 4) if seen >= FEWEST_SEEN else None


def discovery_statement() -> Statement:
    """The read that :func:`discovery` takes."""
    return Statement(_DISCOVERY, (LAST_RUNS,))


def discovery(row: dict[str, Any]) -> float | None:
    """Share of the last runs' entries that they found and no other run saw, 0..1."""
    enough = row["number"] >= FEWEST_RUNS and row["seen"]
    return round(row["found"] / row["seen"], 4) if enough else None
