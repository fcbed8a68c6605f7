"""Interpretations as a table: told prompts, folded once each."""

from __future__ import annotations

import json
from collections.abc import Sequence

from kinora.model.interpretation import Told
from kinora.model.statement import Statement

NEWEST = 100
"""Queued prompts in a snapshot."""
LOOKED_AT = 2_000
"""How many of the newest runs are looked at for prompts that nobody has interpreted."""

_COUNT = """
insert into folded (kind, number)
select 'interpretations', 1 where not exists (select 1 from interpretations where id = ?)
on conflict (kind) do update set number = number + 1
"""
_TELL = """
insert into interpretations (id, prompt, source, asked_at, told_at, instruction)
values (?, ?, ?, ?, ?, ?) on conflict do nothing
"""
_MISSING = """
select p.value as id from json_each(?) as p
left join interpretations as i on i.id = p.value
left join set_aside as s on s.run_id = 'told-' || p.value and s.format = ?
where i.id is null and s.run_id is null
"""
_QUEUED = """
select id, prompt, instruction from interpretations where source <> 'backfill'
order by told_at desc, id limit ?
"""
_RUN_PROMPTS = "select prompt from runs order by run_id desc limit ?"
TEXTS = (
    _COUNT,
    _TELL,
    _MISSING,
    _QUEUED,
)
"""All statements of this module that bring tables up to date, by their texts."""


def tell(told: Told) -> list[Statement]:
    """The statements that fold one interpretation, as one atomic batch."""
    facts = (told.prompt, told.source, told.asked_at, told.told_at)
    meaning = told.instruction.model_dump_json()
    return [Statement(_COUNT, (told.id,)), Statement(_TELL, (told.id, *facts, meaning))]


def missing(ids: Sequence[str], read_format: int) -> Statement:
    """Which of these are not folded, nor set aside by a version that reads that format."""
    return Statement(_MISSING, (json.dumps(list(ids)), read_format))


def queued(limit: int = NEWEST) -> Statement:
    """The newest prompts that were queued, with what they were read to mean (JSON)."""
    return Statement(_QUEUED, (limit,))


def run_prompts() -> Statement:
    """The prompts of the newest runs, with repeats."""
    return Statement(_RUN_PROMPTS, (LOOKED_AT,))
