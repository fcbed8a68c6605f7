"""What the folds' tables hold, as digests that are equal where the rows are, as SQL and sums.

Rows are read in the order of their keys, a page at a time, so that no store has to hold more.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from kinora.model.statement import SqlValue, Statement

FOLDS: dict[str, tuple[str, ...]] = {
    "runs": ("run_id",),
    "entries": ("registry", "category", "key"),
    "totals": ("registry", "category"),
    "uses": ("registry", "category", "key", "run_id", "used_for"),
    "ratings": ("run_id", "rated_at", "rating"),
    "contributions": ("id",),
    "interpretations": ("id",),
    "linguistic": ("domain", "span"),
    "linguistic_batches": ("id",),
    "learning": ("id",),
    "events": ("id",),
    "folded": ("kind",),
    "primitives": ("registry", "category", "name"),
}
"""All tables that are folds of the log, with their primary keys."""
PAGE = 2_000

Query = Callable[[Statement], list[dict[str, Any]]]


class TableDigest(NamedTuple):
    """How many rows a table has, and the sha256 of them in the order of their keys."""

    rows: int
    sha256: str


def digest(query: Query, table: str, told: Callable[[int], None] = lambda _: None) -> TableDigest:
    """The digest of one table; ``told`` is told of rows as they are read."""
    rows, state = 0, hashlib.sha256()
    for page in _pages(query, table):
        for row in page:
            state.update(_canonical(row))
        rows += len(page)
        told(len(page))
    return TableDigest(rows, state.hexdigest())


def first_difference(one: Query, other: Query, table: str) -> tuple[Any, ...] | None:
    """The least key of a row that only one of two stores has, or has with other content."""
    key = FOLDS[table]
    left, right = (_rows(query, table) for query in (one, other))
    while True:
        mine, theirs = next(left, None), next(right, None)
        if mine is None and theirs is None:
            return None
        if mine is None or theirs is None or _canonical(mine) != _canonical(theirs):
            keys = [tuple(row[c] for c in key) for row in (mine, theirs) if row is not None]
            return min(keys)


def emptying() -> list[Statement]:
    """The statements that empty all folds and what stands beside them, as one batch."""
    beside = ("set_aside", "walks", "archives", "published", "media")
    return [Statement(f"delete from {table}") for table in (*FOLDS, *beside)]


def pages() -> list[str]:
    """The texts of the statements that read the tables."""
    return [text for table in FOLDS for text in _texts(table)]


def _rows(query: Query, table: str) -> Iterator[dict[str, Any]]:
    for page in _pages(query, table):
        yield from page


def _pages(query: Query, table: str) -> Iterator[list[dict[str, Any]]]:
    key = FOLDS[table]
    first, later = _texts(table)
    page = query(Statement(first, (PAGE,)))
    while page:
        yield page
        last: tuple[SqlValue, ...] = tuple(page[-1][column] for column in key)
        page = query(Statement(later, (*last, PAGE))) if len(page) == PAGE else []


def _texts(table: str) -> tuple[str, str]:
    columns = ", ".join(FOLDS[table])
    marks = ", ".join("?" for _ in FOLDS[table])
    order = f"order by {columns} limit ?"
    first = f"select * from {table} {order}"
    return first, f"select * from {table} where ({columns}) > ({marks}) {order}"


def _canonical(row: dict[str, Any]) -> bytes:
    """A row as bytes. Stores that answer in JSON do not part 1.0 from 1."""
    values = {
        name: int(value) if isinstance(value, float) and value.is_integer() else value
        for name, value in row.items()
    }
    return json.dumps(values, sort_keys=True).encode()
