"""The table of primitives: seeded from the code, so that whoever reads the tables finds them."""

from __future__ import annotations

import json
from collections.abc import Sequence

from kinora.model.statement import Statement
from kinora.registry.primitives import Primitive

_LACKING = """
select count(*) as lacking from json_each(?) as p
left join primitives as o on o.registry = p.value ->> 0 and o.category = p.value ->> 1
    and o.name = p.value ->> 2 and o.value = p.value ->> 3
where o.name is null
"""
_SEED = """
insert into primitives (registry, category, name, value)
select p.value ->> 0, p.value ->> 1, p.value ->> 2, p.value ->> 3 from json_each(?) as p where true
on conflict (registry, category, name) do update set value = excluded.value
"""
COUNTS = Statement(
    "select registry, category, count(*) as primitives from primitives group by 1, 2 order by 1, 2"
)
TEXTS = (
    _LACKING,
    _SEED,
)
"""All statements of this module that bring tables up to date, by their texts."""


def lacking(primitives: Sequence[Primitive]) -> Statement:
    """How many of them the table lacks, or has with another value."""
    return Statement(_LACKING, (_given(primitives),))


def seed(primitives: Sequence[Primitive]) -> Statement:
    """Put all of them into the table."""
    return Statement(_SEED, (_given(primitives),))


def _given(primitives: Sequence[Primitive]) -> str:
    return json.dumps([[p.registry, p.category, p.name, json.dumps(p.value)] for p in primitives])
