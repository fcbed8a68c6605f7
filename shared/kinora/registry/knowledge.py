"""From tables to knowledge: what a snapshot publishes for the next runs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from math import log2
from typing import Any

from kinora.model.knowledge import Entry, LoopState, Snapshot
from kinora.model.statement import Statement

_SAMPLE = """
select registry, category, key, name, value, count, good from (
    select *, row_number() over (partition by category order by good desc, count desc, key) as best,
        row_number() over (partition by category order by last_run desc, key) as newest
    from entries where registry <> 'narrative'
) where best <= ? or newest <= ?
order by registry, category, key
"""
_TOTALS = "select registry, category, count(*) as entries from entries group by 1, 2 order by 1, 2"
_COUNTS = "select count(*) as runs, coalesce(sum(good), 0) as good from runs"
_RECENT = "select run_id, prompt, good from runs order by run_id desc limit 200"
_GOOD = "select prompt from runs where good order by run_id desc limit 200"
_PER_CATEGORY = 48


def snapshot_statements() -> list[Statement]:
    """The reads that make a snapshot, to be run as one batch."""
    sample = Statement(_SAMPLE, (_PER_CATEGORY, _PER_CATEGORY))
    return [sample, *(Statement(sql) for sql in (_TOTALS, _COUNTS, _RECENT, _GOOD))]


def snapshot(results: Sequence[Sequence[dict[str, Any]]]) -> Snapshot:
    """The snapshot from the results of :func:`snapshot_statements`.

    An entry weighs the logarithm of its count, doubled by as much as its videos came out well: a
    colour that filled one whole video does not drown the rare ones, and good outcomes count more.
    """
    sample, totals, counts, recent, good = results
    by_registry: dict[str, dict[str, int]] = {}
    for row in totals:
        by_registry.setdefault(row["registry"], {})[row["category"]] = row["entries"]
    return Snapshot(
        version=counts[0]["runs"],
        totals=by_registry,
        entries=tuple(_entry(row) for row in sample),
        loop=LoopState(
            run_count=counts[0]["runs"],
            good_count=counts[0]["good"],
            good_prompts=_distinct(row["prompt"] for row in good),
            recent_prompts=_distinct(row["prompt"] for row in recent),
            last_run_id=recent[0]["run_id"] if recent else None,
        ),
    )


def _entry(row: dict[str, Any]) -> Entry:
    return Entry(
        registry=row["registry"],
        category=row["category"],
        key=row["key"],
        name=row["name"],
        value=json.loads(row["value"]),
        count=row["count"],
        weight=round(log2(1 + row["count"]) * (1.0 + row["good"] / row["count"]), 4),
    )


def _distinct(prompts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(prompts))
