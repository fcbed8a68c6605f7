"""Figures about the registries: sizes, growth by day, repetition."""

from __future__ import annotations

from kinora.model.statement import Statement

MOST = 20
"""Entries of a category that repetition looks at."""
NO_REGISTRY = frozenset({"runs", "ratings"})
"""What the totals count beside the registries."""

_TOTALS = "select registry, category, entries, seen, good from totals order by 1, 2"
_GROWTH = """
with found(id, day) as materialized (
    select run_id, substr(started_at, 1, 10) from runs where started_at >= ?1
    union all select id, substr(at, 1, 10) from contributions where at >= ?1
)
select f.day, count(*) as new from entries as e cross join found as f on f.id = e.first_run
group by 1 order by 1
"""
_HELD = """
select t.registry, t.category, sum(e.count) as held from totals as t
cross join entries as e on e.registry = t.registry and e.category = t.category
    and e.key in (
        select k.key from entries as k
        where k.registry = t.registry and k.category = t.category
        order by k.count desc, k.key limit ?
    )
group by 1, 2
"""


def totals() -> Statement:
    """Entries, observations and those in good runs: by category; also by kind of run and rating."""
    return Statement(_TOTALS)


def growth(since: str) -> Statement:
    """New entries by the day (``YYYY-MM-DD``, UTC) on which they were first seen, from then on."""
    return Statement(_GROWTH, (since,))


def held() -> Statement:
    """By category, the observations of its :data:`MOST` entries that were seen most."""
    return Statement(_HELD, (MOST,))
