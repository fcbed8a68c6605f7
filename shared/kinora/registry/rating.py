"""Ratings: how a person's verdict takes the place of the measured one, as SQL.

All ratings of a run are kept and the newest holds. Where it turns the verdict, the run's own
observations move into or out of the entries' ``good`` counts. A rating may come before its record,
after it, twice or late: the tables end up the same.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from kinora.model.rating import GOOD, Rating
from kinora.model.record import RunRecord
from kinora.model.run import Outcome
from kinora.model.statement import Statement

# D1 binds every number as a real one: as text, where it is a category, it would be 1.0.
_CHANGE = """
with rated(run_id, rated_at, rating, parts) as (select ?, ?, cast(? as integer), ?),
change(delta, parts) as (
    select (rated.rating = 2) - runs.good, rated.parts
    from rated join runs on runs.run_id = rated.run_id
    where not exists (
        select 1 from ratings as r where r.run_id = rated.run_id
        and (r.rated_at, r.rating) >= (rated.rated_at, rated.rating)
    )
)
"""
# An insert that always meets its own row: an update from a list would walk the whole table.
_ENTRIES = f"""
insert into entries (registry, category, key, name, value, depth, spread, count, runs, good,
    first_run, last_run)
{_CHANGE}
select e.registry, e.category, e.key, e.name, e.value, e.depth, e.spread, e.count, e.runs,
    change.delta * (o.value ->> 3), e.first_run, e.last_run
from change cross join json_each(change.parts) as o
cross join entries as e on e.registry = o.value ->> 0 and e.category = o.value ->> 1
    and e.key = o.value ->> 2
where change.delta <> 0
on conflict (registry, category, key) do update set good = good + excluded.good
"""
_TOTALS = f"""
insert into totals (registry, category, entries, seen, good)
{_CHANGE}
select o.value ->> 0, o.value ->> 1, 0, 0, change.delta * (o.value ->> 2)
from change cross join json_each(change.parts) as o where change.delta <> 0
union all select 'ratings', rated.rating, 1, 1, rated.rating = 2 from rated where not exists (
    select 1 from ratings as r where r.run_id = rated.run_id and r.rated_at = rated.rated_at
        and r.rating = rated.rating
)
on conflict (registry, category) do update set
    entries = entries + excluded.entries,
    seen = seen + excluded.seen,
    good = good + excluded.good
"""
_RUN = f"""
{_CHANGE}
update runs set good = good + change.delta from change where runs.run_id = ?
"""
_KEEP = """
insert into ratings (run_id, rated_at, rating) values (?, ?, ?) on conflict do nothing
"""
_PENDING = """
select p.value ->> 0 as run_id, p.value ->> 1 as rated_at, p.value ->> 2 as rating, r.started_at
from json_each(?) as p cross join runs as r on r.run_id = p.value ->> 0
where not exists (
    select 1 from ratings as k where k.run_id = p.value ->> 0 and k.rated_at = p.value ->> 1
        and k.rating = p.value ->> 2
)
"""
TEXTS = (
    _ENTRIES,
    _TOTALS,
    _RUN,
    _KEEP,
    _PENDING,
)
"""All statements of this module that bring tables up to date, by their texts."""


def rate(rating: Rating, record: RunRecord) -> list[Statement]:
    """The statements that apply one rating of that record's run, as one atomic batch."""
    seen = Counter[tuple[str, str]]()
    for entry in record.observations:
        seen[entry.registry, entry.category] += entry.count
    totals = [[*place, count] for place, count in seen.items()]
    totals.append(["runs", record.workflow_type, 1])
    entries = [[e.registry, e.category, e.key, e.count] for e in record.observations]
    this = (rating.run_id, rating.rated_at, rating.rating)
    return [
        Statement(_ENTRIES, (*this, json.dumps(entries))),
        Statement(_TOTALS, (*this, json.dumps(totals))),
        Statement(_RUN, (*this, None, rating.run_id)),
        Statement(_KEEP, this),
    ]


def pending(ratings: Sequence[Rating]) -> Statement:
    """Which of these are not applied although their run is; with the run's ``started_at``."""
    asked = [[rating.run_id, rating.rated_at, rating.rating] for rating in ratings]
    return Statement(_PENDING, (json.dumps(asked),))


def verdict(measured: Outcome, rating: int | None) -> Outcome:
    """The outcome that holds, with its reasons: the person's word first where there is one."""
    if rating is None:
        return measured
    said = "rated good by a person" if rating == GOOD else "rated not good by a person"
    measures = "; ".join(measured.reasons)
    reasons = (said, f"measured: {measures}") if measures else (said,)
    return Outcome(good=rating == GOOD, reasons=reasons)
