"""Reading whole registries in pages, by key: each page costs the same, however far it lies."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from kinora.model.statement import Statement

Row = dict[str, Any]
FIELDS = (
    "registry", "category", "key", "name", "value", "depth", "count", "runs", "good", "first_run",
    "last_run",
)  # fmt: skip
PAGE = 2000

_ALL = f"""
select {", ".join(FIELDS)} from entries where (registry, category, key) > (?, ?, ?)
order by registry, category, key limit ?
"""
_ONE = f"""
select {", ".join(FIELDS)} from entries where registry = ? and category = ? and key > ?
order by key limit ?
"""


def pages(
    query: Callable[[Statement], list[Row]], category: tuple[str, str] | None = None
) -> Iterator[list[Row]]:
    """All entries, or those of one (registry, category), in the order of their keys.

    ``value`` and ``depth`` are decoded. Each page is as it stood when it was read.
    """
    after = ("", "", "") if category is None else (*category, "")
    sql = _ALL if category is None else _ONE
    while rows := query(Statement(sql, (*after, PAGE))):
        last = rows[-1]
        after = (last["registry"], last["category"], last["key"])
        yield [decoded(row) for row in rows]


def decoded(row: Row) -> Row:
    """The row with its value and its depth as data."""
    return {**row, "value": json.loads(row["value"]), "depth": json.loads(row["depth"])}
