"""The fold: how run records become tables, as SQL that SQLite and D1 both run.

All entries of a record travel in one JSON parameter. Counts add, the first and last run are the
least and greatest id, and name, value and spread are functions of the key; of breakdowns that words
were given in different company the first by their text holds: so any order of records gives the
same tables. The run's own row, written last, is the mark that it is applied: the
other statements look for it first, so a second application changes nothing.

A run is good if the newest rating says so or, without one, if its record does. ``good`` counts an
entry's observations in such runs; :mod:`kinora.registry.rating` moves it when a rating changes
the verdict.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

from kinora.model.observation import Observation
from kinora.model.record import RunFigures, RunRecord
from kinora.model.statement import SqlValue, Statement

STATEMENTS = 4
"""How many statements apply one record."""

_NOT_APPLIED = "not exists (select 1 from runs as r where r.run_id = run.id)"
_RUN = """
with run(id, good, given) as (
    select p.id, coalesce((
        select r.rating = 2 from ratings as r where r.run_id = p.id
        order by r.rated_at desc, r.rating desc limit 1
    ), p.measured), p.given
    from (select ? as id, ? as measured, ? as given) as p
)
"""
_TOTALS = f"""
insert into totals (registry, category, entries, seen, good)
{_RUN}
select o.value ->> 0, o.value ->> 1, sum(e.key is null), sum(o.value ->> 3),
    sum(iif(run.good, o.value ->> 3, 0))
from run cross join json_each(run.given) as o
left join entries as e on e.registry = o.value ->> 0 and e.category = o.value ->> 1
    and e.key = o.value ->> 2
where {_NOT_APPLIED}
group by 1, 2
union all select 'runs', ?, 1, 1, run.good from run where {_NOT_APPLIED}
on conflict (registry, category) do update set
    entries = entries + excluded.entries,
    seen = seen + excluded.seen,
    good = good + excluded.good
"""
_ENTRIES = f"""
insert into entries (registry, category, key, name, value, depth, spread, count, runs, good,
    first_run, last_run)
{_RUN}
select o.value ->> 'registry', o.value ->> 'category', o.value ->> 'key', o.value ->> 'name',
    o.value -> 'value', o.value -> 'depth', o.value ->> 'spread', o.value ->> 'count', 1,
    iif(run.good, o.value ->> 'count', 0), run.id, run.id
from run cross join json_each(run.given) as o
where {_NOT_APPLIED}
on conflict (registry, category, key) do update set
    depth = min(depth, excluded.depth),
    count = count + excluded.count,
    runs = runs + 1,
    good = good + excluded.good,
    first_run = min(first_run, excluded.first_run),
    last_run = max(last_run, excluded.last_run)
returning registry, first_run = ? as new
"""
_USES = f"""
insert into uses (registry, category, key, run_id, used_for)
with run(id, given) as (select ?, ?)
select u.value ->> 'registry', u.value ->> 'category', u.value ->> 'key', run.id,
    u.value ->> 'used_for'
from run cross join json_each(run.given) as u
where {_NOT_APPLIED}
on conflict do nothing
"""
_MARK = f"""
insert into runs (run_id, sha256, started_at, workflow_type, prompt, prompt_source, seed,
    spec_sha256, video_key, measured, entries, motion, brightness, palette, reasons, good)
{_RUN}
select run.id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, run.given, run.good from run where true
on conflict (run_id) do update set run_id = excluded.run_id
returning sha256
"""
# A record of an applied run under another day is not that run's: it is missing until set aside.
_MISSING = """
select p.value as id from json_each(?) as p
left join runs as r on r.run_id = substr(p.value, 12)
    and substr(r.started_at, 1, 10) = replace(substr(p.value, 1, 10), '/', '-')
left join set_aside as s on s.run_id = p.value and s.format = ?
where r.run_id is null and s.run_id is null
"""
_APPLIED = """
select p.value as id, r.sha256 from json_each(?) as p
cross join runs as r on r.run_id = substr(p.value, 12)
    and substr(r.started_at, 1, 10) = replace(substr(p.value, 1, 10), '/', '-')
"""
_KNOWN = """
select count(*) as known from json_each(?) as o
cross join entries as e on e.registry = o.value ->> 0 and e.category = o.value ->> 1
    and e.key = o.value ->> 2
"""
_SET_ASIDE = """
insert into set_aside (run_id, format, reason) values (?, ?, ?)
on conflict (run_id) do update set format = excluded.format, reason = excluded.reason
"""
_NOVELTY = """
select e.registry as registry, e.first_run = run.id as new
from (select ? as id, ? as given) as run cross join json_each(run.given) as o
cross join entries as e on e.registry = o.value ->> 0 and e.category = o.value ->> 1
    and e.key = o.value ->> 2
"""
TEXTS = (
    _TOTALS,
    _ENTRIES,
    _USES,
    _MARK,
    _MISSING,
    _APPLIED,
    _KNOWN,
    _SET_ASIDE,
)
"""All statements of this module that bring tables up to date, by their texts."""


def fold(record: RunRecord, sha256: str) -> list[Statement]:
    """The statements that apply one record, to be run as one atomic batch.

    The second answers a row for each entry: its registry and whether it was ``new``; none where
    the record was applied before. The last answers the ``sha256`` that the run is applied with,
    which is another one if this run id was used before with other content.
    """
    entries = json.dumps(entry_rows(record.observations))
    counts = json.dumps([[*_place(entry), entry.count] for entry in record.observations])
    run = (record.run_id, int(record.outcome.good))
    uses = json.dumps([note.model_dump(mode="json") for note in record.learned])
    facts = (
        sha256,
        record.started_at,
        record.workflow_type,
        record.prompt,
        record.prompt_source,
        record.seed,
        record.spec_sha256 or "",
        record.video.key,
        int(record.outcome.good),
        len(record.observations),
        *_figures(record.figures),
    )
    return [
        Statement(_TOTALS, (*run, counts, record.workflow_type)),
        Statement(_ENTRIES, (*run, entries, record.run_id)),
        Statement(_USES, (record.run_id, uses)),
        Statement(_MARK, (*run, json.dumps(record.outcome.reasons), *facts)),
    ]


def missing(places: Sequence[str], record_format: int) -> Statement:
    """Which records, ``2026/11/26/RUN_ID``, are neither applied nor set aside.

    Only what was set aside by a version that reads that format counts.
    """
    return Statement(_MISSING, (json.dumps(list(places)), record_format))


def applied(places: Sequence[str]) -> Statement:
    """Those of the records, ``2026/11/26/RUN_ID``, that are applied: ``id`` and ``sha256``."""
    return Statement(_APPLIED, (json.dumps(list(places)),))


def known(cells: Sequence[tuple[str, str, str]]) -> Statement:
    """How many of these cells (registry, category, key) are entries: ``known``."""
    return Statement(_KNOWN, (json.dumps([list(cell) for cell in cells]),))


def set_aside(name: str, record_format: int, reason: str) -> Statement:
    """Remember that a version which reads that format refused an object."""
    return Statement(_SET_ASIDE, (name, record_format, reason))


def novelty(record: RunRecord) -> Statement:
    """For a record applied before, what :func:`fold` answered then: registry and ``new``."""
    keys = [[entry.registry, entry.category, entry.key] for entry in record.observations]
    return Statement(_NOVELTY, (record.run_id, json.dumps(keys)))


def spread(registry: str, category: str, key: str) -> int:
    """A number from 0 to 2^32 - 1 by which entries lie evenly, whatever they are (CRC-32)."""
    return zlib.crc32(f"{registry}/{category}/{key}".encode())


def _figures(figures: RunFigures | None) -> tuple[SqlValue, ...]:
    return (None,) * 3 if figures is None else tuple(figures.model_dump().values())


def entry_rows(observations: Iterable[Observation]) -> list[dict[str, Any]]:
    """Observations as the rows that statements are given, with their place in the spread."""
    return [
        {**entry.model_dump(mode="json"), "spread": spread(*_place(entry))}
        for entry in observations
    ]


def _place(entry: Observation) -> tuple[str, str, str]:
    return entry.registry, entry.category, entry.key
