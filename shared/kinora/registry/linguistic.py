"""The linguistic registry as a table: counts add, the last batch that was posted decides."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from kinora.model.linguistic import HEARD, Batch, Mapping
from kinora.model.statement import Statement

MOST_USED = 500
"""Mappings in a snapshot."""

_COUNT = """
insert into folded (kind, number)
select 'linguistic', 1 where not exists (select 1 from linguistic_batches where id = ?)
on conflict (kind) do update set number = number + 1
"""
_LEARN = """
insert into linguistic (domain, span, canonical, variant_type, count, usable, rank, updated_at)
with batch(id, at, items) as (select ?, ?, ?)
select m.value ->> 0, m.value ->> 1, m.value ->> 2, m.value ->> 3, m.value ->> 4, m.value ->> 5,
    m.value ->> 6, batch.at
from batch cross join json_each(batch.items) as m
where not exists (select 1 from linguistic_batches as b where b.id = batch.id)
on conflict (domain, span) do update set
    count = count + excluded.count,
    canonical = iif(excluded.rank > rank, excluded.canonical, canonical),
    variant_type = iif(excluded.rank > rank, excluded.variant_type, variant_type),
    usable = iif(excluded.rank > rank, excluded.usable, usable),
    rank = max(rank, excluded.rank),
    updated_at = max(updated_at, excluded.updated_at)
"""
_MARK = "insert into linguistic_batches (id) values (?) on conflict do nothing"
_MISSING = """
select p.value as id from json_each(?) as p
left join linguistic_batches as b on b.id = p.value
left join set_aside as s on s.run_id = 'linguistic-' || p.value and s.format = ?
where b.id is null and s.run_id is null
"""
_KNOWN = """
select count(*) as known from json_each(?) as m
cross join linguistic as l on l.domain = m.value ->> 0 and l.span = m.value ->> 1
"""
_USED = """
select span, domain, canonical from linguistic where usable = 1
order by count desc, domain, span limit ?
"""
_LISTED = """
select span, domain, canonical, variant_type, count, updated_at from linguistic
where (domain, span) > (?, ?) order by domain, span limit ?
"""
_LISTED_OF = """
select span, domain, canonical, variant_type, count, updated_at from linguistic
where domain = ? and span > ? order by span limit ?
"""
TEXTS = (
    _COUNT,
    _LEARN,
    _MARK,
    _MISSING,
    _USED,
)
"""All statements of this module that bring tables up to date, by their texts."""


def learn(batch: Batch, usable: Callable[[Mapping], bool]) -> list[Statement]:
    """The statements that fold one batch, as one atomic batch.

    ``usable`` says whether interpretation can take a mapping; what was only heard it never takes.
    """
    rows = [
        [
            item.domain,
            item.span,
            item.canonical,
            item.variant_type,
            item.count,
            int(item.variant_type != HEARD and usable(item)),
            f"{item.variant_type != HEARD:d} {batch.at} {batch.id}",
        ]
        for item in batch.items
    ]
    return [
        Statement(_COUNT, (batch.id,)),
        Statement(_LEARN, (batch.id, batch.at, json.dumps(rows))),
        Statement(_MARK, (batch.id,)),
    ]


def missing(ids: Sequence[str], read_format: int) -> Statement:
    """Which of these are not folded, nor set aside by a version that reads that format."""
    return Statement(_MISSING, (json.dumps(list(ids)), read_format))


def known(items: Sequence[Mapping]) -> Statement:
    """How many of these the table has already."""
    return Statement(_KNOWN, (json.dumps([[item.domain, item.span] for item in items]),))


def used() -> Statement:
    """The most used mappings that interpretation takes, as a snapshot holds them."""
    return Statement(_USED, (MOST_USED,))


def listed(domain: str | None, after: tuple[str, str], limit: int) -> Statement:
    """Mappings by domain and span behind ``after`` (domain, span); of one domain, or all."""
    if domain is None:
        return Statement(_LISTED, (*after, limit))
    return Statement(_LISTED_OF, (domain, after[1], limit))
