"""Which version of a published value is the newest, and which media are published, as SQL."""

from __future__ import annotations

import json
from collections.abc import Sequence

from kinora.model.statement import Statement

_CLAIM = """
insert into published (name, version) values (?, ?)
on conflict (name) do update set version = max(version, excluded.version)
returning version
"""
_UNPUBLISHED = """
select r.run_id, r.started_at from runs as r
left join media as m on m.run_id = r.run_id
where r.started_at >= ? and (r.started_at, r.run_id) > (?, ?) and m.run_id is null
order by r.started_at, r.run_id limit ?
"""
_PUBLISHED = """
insert into media (run_id, video, poster)
select p.value ->> 0, p.value ->> 1, p.value ->> 2 from json_each(?) as p where true
on conflict (run_id) do nothing
"""
TEXTS = (
    _CLAIM,
    _UNPUBLISHED,
    _PUBLISHED,
)
"""All statements of this module that bring tables up to date, by their texts."""


def claim(name: str, version: int) -> Statement:
    """Raise the newest version of a value; answers the ``version`` that is the newest now."""
    return Statement(_CLAIM, (name, version))


def unpublished(since: str, after: tuple[str, str], limit: int) -> Statement:
    """Runs without published media from ``since`` (ISO 8601) on, behind (started_at, run_id)."""
    return Statement(_UNPUBLISHED, (since, *after, limit))


def media(rows: Sequence[tuple[str, str | None, str | None]]) -> Statement:
    """Remember under which names runs' videos and posters are published: (run, video, poster)."""
    return Statement(_PUBLISHED, (json.dumps([list(row) for row in rows]),))
