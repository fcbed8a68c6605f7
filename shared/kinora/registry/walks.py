"""On which day all of a log was last listed, as SQL."""

from __future__ import annotations

from datetime import date

from kinora.model.statement import Statement

_WALKED = "select log from walks where day = ?"
_WALK = """
insert into walks (log, day) values (?, ?) on conflict (log) do update set day = excluded.day
"""
TEXTS = (
    _WALKED,
    _WALK,
)
"""All statements of this module that bring tables up to date, by their texts."""


def walked(day: date) -> Statement:
    """The logs that were listed whole on that day, in a column ``log``."""
    return Statement(_WALKED, (day.isoformat(),))


def walk(log: str, day: date) -> Statement:
    """Remember that a log was listed whole on that day."""
    return Statement(_WALK, (log, day.isoformat()))
