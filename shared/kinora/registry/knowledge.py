"""From tables to knowledge: what a snapshot publishes for the next runs.

What it costs depends on the number of categories, not on the number of entries: counts stand in
the totals, and each part of the sample is the beginning of a range of an index.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from math import log2
from typing import Any

from kinora.model.knowledge import Entry, InterpretedPrompt, LearnedSpan, LoopState, Snapshot
from kinora.model.statement import Statement
from kinora.registry import interpretations, linguistic, loop_figures

BEST, NEWEST, CHANCE = 32, 16, 24
"""The most entries of a category in a sample: those of several runs that were seen most in good
ones; those that one run alone has found, the latest first; and a stretch of the order in which
entries lie by hash, which begins elsewhere in each version."""

_OF = "from entries as e where e.registry = c.registry and e.category = c.category"
_TAKEN = f"""
        select * from (
            select e.key {_OF} and e.runs > 1 order by e.good desc, e.count desc, e.key limit ?
        ) union select * from (
            select e.key {_OF} and e.runs = 1 order by e.first_run desc, e.key limit ?
        ) union select * from (
            select key from (
                select * from (
                    select 0 as round, e.spread, e.key {_OF} and e.spread >= c.start
                    order by e.spread limit ?
                ) union all select * from (
                    select 1 as round, e.spread, e.key {_OF} and e.spread < c.start
                    order by e.spread limit ?
                )
            ) order by round, spread limit ?
        )"""
# 2654435761 is a prime near 2^32 over the golden ratio: versions in a row start far apart.
_SAMPLE = f"""
with version(number) as (
    select coalesce(sum(entries), 0) from totals where registry in ('runs', 'ratings')
),
c(registry, category, start) as (
    select t.registry, t.category, version.number * 2654435761 % 4294967296
    from version cross join totals as t where t.registry not in ('runs', 'ratings')
)
select s.registry, s.category, s.key, s.name, s.value, s.count, s.good
from c cross join entries as s on s.registry = c.registry and s.category = c.category
    and s.key in ({_TAKEN}
    )
order by s.registry, s.category, s.key
"""
_TOTALS = "select registry, category, entries, good from totals order by registry, category"
_RECENT = "select run_id, prompt from runs order by run_id desc limit 200"
_GOOD = "select prompt from runs where good = 1 order by run_id desc limit 200"
_FOLDED = "select coalesce(sum(number), 0) as number from folded"
_VERSION = """
select (select coalesce(sum(entries), 0) from totals where registry in ('runs', 'ratings'))
    + (select coalesce(sum(number), 0) from folded) as version
"""
_NO_REGISTRY = ("runs", "ratings")


def snapshot_statements() -> list[Statement]:
    """The reads that make a snapshot, to be run as one batch."""
    sample = Statement(_SAMPLE, (BEST, NEWEST, CHANCE, CHANCE, CHANCE))
    return [
        sample,
        *(Statement(sql) for sql in (_TOTALS, _RECENT, _GOOD, _FOLDED)),
        loop_figures.repetition_statement(),
        loop_figures.discovery_statement(),
        interpretations.queued(),
        linguistic.used(),
    ]


def version_statement() -> Statement:
    """The ``version`` that a snapshot would have now."""
    return Statement(_VERSION)


def snapshot(results: Sequence[Sequence[dict[str, Any]]]) -> Snapshot:
    """The snapshot from the results of :func:`snapshot_statements`."""
    sample, totals, recent, good, (folded,), (repeated,), (found,), queued, taught = results
    by_registry: dict[str, dict[str, int]] = {}
    for row in totals:
        by_registry.setdefault(row["registry"], {})[row["category"]] = row["entries"]
    runs, ratings = (by_registry.pop(name, {}) for name in _NO_REGISTRY)
    run_count = sum(runs.values())
    return Snapshot(
        version=run_count + sum(ratings.values()) + folded["number"],
        totals=by_registry,
        entries=tuple(_entry(row) for row in sample),
        loop=LoopState(
            run_count=run_count,
            good_count=sum(row["good"] for row in totals if row["registry"] == "runs"),
            good_prompts=_distinct(row["prompt"] for row in good),
            recent_prompts=_distinct(row["prompt"] for row in recent),
            last_run_id=recent[0]["run_id"] if recent else None,
            repetition=loop_figures.repetition(repeated),
            discovery=loop_figures.discovery(found),
        ),
        interpreted=tuple(InterpretedPrompt(id=row["id"], prompt=row["prompt"]) for row in queued),
        linguistic=tuple(LearnedSpan(**row) for row in taught),
    )


def weight(count: int, good: int) -> float:
    """What an entry weighs that was seen ``count`` (>= 1) times, ``good`` of them in good runs.

    The logarithm of the count, doubled by as much as its runs came out well: a colour that filled
    one whole video does not drown the rare ones, and good outcomes count more.
    """
    return round(log2(1 + count) * (1.0 + good / count), 4)


def _entry(row: dict[str, Any]) -> Entry:
    return Entry(
        registry=row["registry"],
        category=row["category"],
        key=row["key"],
        name=row["name"],
        value=json.loads(row["value"]),
        count=row["count"],
        weight=weight(row["count"], row["good"]),
    )


def _distinct(prompts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(prompts))
