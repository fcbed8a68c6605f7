"""Short questions to the tables: colours by key, past prompts, how the last runs went."""

from __future__ import annotations

from kinora.model.statement import Statement

SPAN = 5_000
"""How many runs back past prompts are looked for."""

_COLOURS = """
select registry, category, name, count from entries
where (registry, category, key) in (
    values ('static', 'static_colors', ?1), ('dynamic', 'learned_colors', ?1)
) order by registry, category
"""
_PROMPTS = """
select prompt from (select run_id, prompt from runs order by run_id desc limit ?)
group by prompt order by max(run_id) desc limit ?
"""
_RECENT = """
select count(*) as runs, coalesce(sum(r.motion is not null), 0) as told,
    coalesce(sum(exists (
        select 1 from totals as t cross join entries as e indexed by entries_first
            on e.registry = t.registry and e.category = t.category and e.first_run = r.run_id
    )), 0) as discovering
from (select run_id, motion from runs order by run_id desc limit ?) as r
"""


def colours(key: str) -> Statement:
    """The entries of a colour's cell, static and learned."""
    return Statement(_COLOURS, (key,))


def prompts(limit: int) -> Statement:
    """Prompts of the last :data:`SPAN` runs, each once, the newest first."""
    return Statement(_PROMPTS, (SPAN, limit))


def recent(limit: int) -> Statement:
    """Of the last runs: how many there are, have figures, and found an entry first."""
    return Statement(_RECENT, (limit,))
