"""Contributions: observations of other programs, folded into the entries, as SQL.

Like :mod:`kinora.registry.fold`, with a marker table of its own. Counts add and the first and the
last id hold, so records and contributions may come in any order. Runs, prompts and verdicts stay
as they are: a contribution counts for no run, and is never in a good one.
"""

from __future__ import annotations

import json

from kinora.model.posting import Contribution
from kinora.model.statement import Statement
from kinora.registry.fold import entry_rows

_GIVEN = """
from (select ? as id, ? as given) as c cross join json_each(c.given) as o
"""
_NOT_APPLIED = "not exists (select 1 from contributions as k where k.id = c.id)"
_TOTALS = f"""
insert into totals (registry, category, entries, seen, good)
select o.value ->> 'registry', o.value ->> 'category', sum(e.key is null),
    sum(o.value ->> 'count'), 0
{_GIVEN}
left join entries as e on e.registry = o.value ->> 'registry'
    and e.category = o.value ->> 'category' and e.key = o.value ->> 'key'
where {_NOT_APPLIED}
group by 1, 2
on conflict (registry, category) do update set
    entries = entries + excluded.entries,
    seen = seen + excluded.seen
"""
_ENTRIES = f"""
insert into entries (registry, category, key, name, value, depth, spread, count, runs, good,
    first_run, last_run)
select o.value ->> 'registry', o.value ->> 'category', o.value ->> 'key', o.value ->> 'name',
    o.value -> 'value', o.value -> 'depth', o.value ->> 'spread', o.value ->> 'count', 0, 0,
    c.id, c.id
{_GIVEN}
where {_NOT_APPLIED}
on conflict (registry, category, key) do update set
    depth = min(depth, excluded.depth),
    count = count + excluded.count,
    first_run = min(first_run, excluded.first_run),
    last_run = max(last_run, excluded.last_run)
returning category, first_run = ? as new
"""
_MARK = """
insert into contributions (id, sha256, at, job_id, entries) values (?, ?, ?, ?, ?)
on conflict (id) do update set id = excluded.id
returning sha256
"""
TEXTS = (
    _TOTALS,
    _ENTRIES,
    _MARK,
)
"""All statements of this module that bring tables up to date, by their texts."""


def contribute(contribution: Contribution, sha256: str) -> list[Statement]:
    """The statements that apply one contribution, to be run as one atomic batch.

    The second answers a row for each entry: its category and whether it was ``new``; none where
    it was applied before. The last answers the ``sha256`` that it is applied with.
    """
    given = (contribution.id, json.dumps(entry_rows(contribution.observations)))
    marks = (
        contribution.id,
        sha256,
        contribution.at,
        contribution.job_id,
        len(contribution.observations),
    )
    return [
        Statement(_TOTALS, given),
        Statement(_ENTRIES, (*given, contribution.id)),
        Statement(_MARK, marks),
    ]
