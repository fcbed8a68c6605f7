"""SQL as data: the text and its parameters, for any store that speaks SQLite's dialect."""

from __future__ import annotations

from typing import NamedTuple

SqlValue = str | int | float | None


class Statement(NamedTuple):
    """One SQL statement. Parameters are positional (``?``)."""

    sql: str
    parameters: tuple[SqlValue, ...] = ()
