"""Accounts and events as rows, and which postings the tables lack, as SQL."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kinora.model.posting import Account, StudioEvent
from kinora.model.statement import SqlValue, Statement

FASTEST = 10.0
"""Frame widths a second: a larger figure for motion is in another unit."""
_MOTION = ("motion_level", "mean_motion", "motion")
_BRIGHTNESS = ("mean_brightness", "brightness")
_PALETTE = ("palette_name", "palette")

_MISSING = """
select p.value as id from json_each(?) as p
left join {table} as r on r.id = p.value
left join set_aside as s on s.run_id = p.value and s.format = ?
where r.id is null and s.run_id is null
"""
_ACCOUNT = """
insert into learning (id, sha256, at, job_id, prompt, spec, analysis, motion, brightness, palette)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict (id) do update set id = excluded.id
returning sha256
"""
_EVENT = """
insert into events (id, sha256, at, type, job_id, payload) values (?, ?, ?, ?, ?, ?)
on conflict (id) do update set id = excluded.id
returning sha256
"""
_EVENTS = """
select id, at, type, job_id, payload from events
where id < ? {conditions} order by id desc limit ?
"""
TABLES = ("contributions", "learning", "events")
TEXTS = (_ACCOUNT, _EVENT, *(_MISSING.format(table=table) for table in TABLES))
"""All statements of this module that bring tables up to date, by their texts."""
_LAST = "\U0010ffff"
"""Sorts behind every id and every time."""
_LEARNED = """
select * from (
    select 'run' as source, run_id as id, started_at as at, run_id as job_id, prompt,
        workflow_type, good, entries, motion, brightness, palette, null as spec, null as analysis
    from runs where started_at <= ?1 and (started_at, run_id) < (?1, ?2)
    order by started_at desc, run_id desc limit ?3
) union all select * from (
    select 'posted', id, at, job_id, prompt, null, null, null, motion, brightness, palette,
        spec, analysis
    from learning where at <= ?1 and (at, id) < (?1, ?2)
    order by at desc, id desc limit ?3
) order by at desc, id desc limit ?3
"""


def missing(table: str, ids: Sequence[str], posting_format: int) -> Statement:
    """Which of these postings a table lacks, and no version that reads that format set aside."""
    return Statement(_MISSING.format(table=table), (json.dumps(list(ids)), posting_format))


def account(posting: Account, sha256: str) -> list[Statement]:
    """The statement that applies an account; it answers the ``sha256`` that holds."""
    row: tuple[SqlValue, ...] = (
        posting.id,
        sha256,
        posting.at,
        posting.job_id,
        posting.prompt,
        json.dumps(posting.spec),
        json.dumps(posting.analysis),
        _number(posting.analysis, _MOTION, FASTEST),
        _number(posting.analysis, _BRIGHTNESS, 1.0),
        _word(posting.spec, _PALETTE),
    )
    return [Statement(_ACCOUNT, row)]


def event(posting: StudioEvent, sha256: str) -> list[Statement]:
    """The statement that applies an event; it answers the ``sha256`` that holds."""
    row = (
        posting.id,
        sha256,
        posting.at,
        posting.type,
        posting.job_id,
        json.dumps(posting.payload),
    )
    return [Statement(_EVENT, row)]


def events(kind: str | None, job_id: str | None, limit: int, before: str | None) -> Statement:
    """Events of a type and of a job, where these are given, the newest first."""
    asked = {"type": kind, "job_id": job_id}
    given = {column: value for column, value in asked.items() if value is not None}
    conditions = " ".join(f"and {column} = ?" for column in given)
    parameters: tuple[SqlValue, ...] = (before or _LAST, *given.values(), limit)
    return Statement(_EVENTS.format(conditions=conditions), parameters)


def learned(limit: int, before: tuple[str, str] | None = None) -> Statement:
    """Our runs and other programs' accounts together, the newest first, before a (time, id)."""
    return Statement(_LEARNED, (*(before or (_LAST, _LAST)), limit))


def _number(told: Mapping[str, Any], names: Iterable[str], most: float) -> float | None:
    """The first of these that is a number from 0 to ``most``."""
    for name in names:
        value = told.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= most:
            return float(value)
    return None


def _word(told: Mapping[str, Any], names: Iterable[str]) -> str | None:
    """The first of these that is a text of at most 80 signs."""
    values = (told.get(name) for name in names)
    return next((value for value in values if isinstance(value, str) and len(value) <= 80), None)
