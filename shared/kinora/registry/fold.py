"""The fold: how run records become tables, as SQL that SQLite and D1 both run.

All entries of a record travel in one JSON parameter. Counts add, the first and last run are the
least and greatest id, and name, value and depth are functions of the key: so any order of records
gives the same tables. The applied marker makes a second application change nothing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from kinora.model.record import RunRecord
from kinora.model.statement import Statement

_ENTRIES = """
insert into entries
    (registry, category, key, name, value, depth, count, good, first_run, last_run)
select e.value ->> 'registry', e.value ->> 'category', e.value ->> 'key', e.value ->> 'name',
    e.value -> 'value', e.value -> 'depth', e.value ->> 'count',
    iif(?, e.value ->> 'count', 0), ?, ?
from json_each(?) as e
where not exists (select 1 from applied_runs where run_id = ?)
on conflict (registry, category, key) do update set
    count = count + excluded.count,
    good = good + excluded.good,
    first_run = min(first_run, excluded.first_run),
    last_run = max(last_run, excluded.last_run)
"""
_RUN = """
insert into runs (run_id, started_at, workflow_type, prompt, prompt_source, seed, spec_sha256,
    video_key, good, reasons)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict (run_id) do nothing
"""
_MARK = """
insert into applied_runs (run_id, sha256, entries) values (?, ?, ?)
on conflict (run_id) do nothing
"""
_MISSING = """
select r.value as run_id from json_each(?) as r
left join applied_runs as a on a.run_id = r.value
where a.run_id is null
"""
_APPLIED = "select sha256 from applied_runs where run_id = ?"
_NEW = """
select e.registry as registry, count(*) as seen, sum(e.first_run = ?) as new
from json_each(?) as k
join entries as e on e.registry = k.value ->> 0 and e.category = k.value ->> 1
    and e.key = k.value ->> 2
group by e.registry
"""


def fold(record: RunRecord, sha256: str) -> list[Statement]:
    """The statements that apply one record, to be run as one atomic batch."""
    entries = json.dumps([entry.model_dump(mode="json") for entry in record.observations])
    good = int(record.outcome.good)
    run = (
        record.run_id,
        record.started_at,
        record.workflow_type,
        record.prompt,
        record.prompt_source,
        record.seed,
        record.spec_sha256,
        record.video.key,
        good,
        json.dumps(record.outcome.reasons),
    )
    return [
        Statement(_ENTRIES, (good, record.run_id, record.run_id, entries, record.run_id)),
        Statement(_RUN, run),
        Statement(_MARK, (record.run_id, sha256, len(record.observations))),
    ]


def missing(run_ids: Sequence[str]) -> Statement:
    """Which of these runs are not applied yet."""
    return Statement(_MISSING, (json.dumps(list(run_ids)),))


def applied_digest(run_id: str) -> Statement:
    """The sha256 that the run was applied with."""
    return Statement(_APPLIED, (run_id,))


def novelty(record: RunRecord) -> Statement:
    """For the record's entries, by registry: how many, and how many this run saw first."""
    keys = [[entry.registry, entry.category, entry.key] for entry in record.observations]
    return Statement(_NEW, (record.run_id, json.dumps(keys)))
