"""Reading whole registries in pages, by key: each page costs the same, however far it lies."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from kinora.model.statement import Statement

Row = dict[str, Any]
FIELDS = (
    "registry", "category", "key", "name", "value", "depth", "count", "runs", "good", "first_run",
    "last_run",
)  # fmt: skip
PAGE = 2000
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a cell begins that a spreadsheet may take for a formula."""

_ALL = f"""
select {", ".join(FIELDS)} from entries where (registry, category, key) > (?, ?, ?)
order by registry, category, key limit ?
"""
_ONE = f"""
select {", ".join(FIELDS)} from entries where registry = ? and category = ? and key > ?
order by key limit ?
"""


class Place(NamedTuple):
    """Where an entry stands among all."""

    registry: str = ""
    category: str = ""
    key: str = ""


def pages(
    query: Callable[[Statement], list[Row]], category: tuple[str, str] | None = None
) -> Iterator[list[Row]]:
    """All entries, or those of one (registry, category), in the order of their keys.

    ``value`` and ``depth`` are decoded. Each page is as it stood when it was read.
    """
    after = Place()
    while rows := query(page(category, after, PAGE)):
        last = rows[-1]
        after = Place(last["registry"], last["category"], last["key"])
        yield [decoded(row) for row in rows]


def page(category: tuple[str, str] | None, after: Place, limit: int) -> Statement:
    """At most ``limit`` entries behind a place, of one (registry, category) or of all."""
    if category is None:
        return Statement(_ALL, (*after, limit))
    return Statement(_ONE, (*category, after.key, limit))


def cell(value: Any) -> str | int:
    """A field as it stands in a CSV file: value and depth as JSON, text never a formula."""
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.startswith(_RISKY):
        return f"'{value}"
    return value  # type: ignore[no-any-return]


def decoded(row: Row) -> Row:
    """The row with its value and its depth as data."""
    return {**row, "value": json.loads(row["value"]), "depth": json.loads(row["depth"])}
