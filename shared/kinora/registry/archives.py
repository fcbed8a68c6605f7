"""Which archives of records are folded already, as SQL."""

from __future__ import annotations

import json
from collections.abc import Sequence

from kinora.model.statement import Statement

_MISSING = """
select p.value as name from json_each(?) as p
left join archives as a on a.name = p.value
left join set_aside as s on s.run_id = replace(p.value, '.zip', '') and s.format = ?
where a.name is null and s.run_id is null
"""
_READ = "insert into archives (name) values (?) on conflict do nothing"
TEXTS = (
    _MISSING,
    _READ,
)
"""All statements of this module that bring tables up to date, by their texts."""


def missing(names: Sequence[str], record_format: int) -> Statement:
    """Which of these archives are not known to be folded whole, nor set aside."""
    return Statement(_MISSING, (json.dumps(list(names)), record_format))


def read(name: str) -> Statement:
    """Remember that every record of an archive is applied or set aside."""
    return Statement(_READ, (name,))
