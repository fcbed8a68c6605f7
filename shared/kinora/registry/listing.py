"""The entries of one category in the order that people ask for, whole or a page at a time."""

from __future__ import annotations

import json
from collections.abc import Callable
from enum import StrEnum
from typing import Any, NamedTuple

from kinora.model.statement import SqlValue, Statement
from kinora.registry.export import FIELDS

Row = dict[str, Any]
SCANNED = 10_000
"""Entries that one page of a search looks at: it may find few, and then leads on."""


class Order(StrEnum):
    """By how often it was seen, by name, by discovery (the latest first), or by weight."""

    COUNT = "count"
    NAME = "name"
    NEWEST = "newest"
    WEIGHT = "weight"


class Match(StrEnum):
    """Where in a name or a value the words of a search stand."""

    SUBSTRING = "substring"
    PREFIX = "prefix"


class Search(NamedTuple):
    """Words to be found in an entry's name or in one of its values, whatever their case."""

    words: str
    match: Match = Match.SUBSTRING


class After(NamedTuple):
    """Behind which entry a page begins: what it is ranked by, and its key."""

    rank: str | int | float
    key: str


class Listed(NamedTuple):
    """A page: its rows, and behind which entry the next one begins, or None at the end."""

    rows: list[Row]
    after: After | None


_RANKS = {
    Order.COUNT: "count",
    Order.NAME: "name",
    Order.NEWEST: "first_run",
    # The weight that knowledge gives, to the same rank: see kinora.registry.knowledge.weight.
    Order.WEIGHT: "log2(1 + count) * (1.0 + 1.0 * good / count)",
}
_RISING = frozenset({Order.NAME})
_INDEXES = {
    Order.COUNT: "entries_count",
    Order.NAME: "entries_category_name",
    Order.NEWEST: "entries_first",
    Order.WEIGHT: "entries_weight",
}
"""Named in the statements, since nothing but figures about the tables would lead to them."""
_FOUND = """
    (e.name like ?4 escape '\\' or (e.value like ?5 escape '\\' and exists (
        select 1 from json_each(e.value) as v where v.value like ?4 escape '\\'
    )))
"""


def listed(registry: str, category: str, order: Order, limit: int) -> Statement:
    """The first ``limit`` entries of a category."""
    by = f"{_RANKS[order]} {_way(order)}, key"
    sql = f"select {', '.join(FIELDS)} from entries where registry = ? and category = ? "
    return Statement(f"{sql} order by {by} limit ?", (registry, category, limit))


def page(
    query: Callable[[Statement], list[Row]],
    place: tuple[str, str],
    order: Order,
    limit: int,
    after: After | None = None,
    search: Search | None = None,
) -> Listed:
    """At most ``limit`` entries of a (registry, category) behind a place, of those that match.

    A page costs the same wherever it begins: it is a range of an index. Ranks that change between
    two pages move entries, so one that rises meanwhile may be missed; none comes twice, as counts
    only grow. A search looks at :data:`SCANNED` entries a page at most.
    """
    if search is None:
        rows = query(_page(place, order, limit + 1, after, None, limit + 1))
        more = len(rows) > limit
        return Listed(*_ended(rows[:limit], more=more))
    rows = query(_page(place, order, SCANNED, after, search, limit + 1))
    if len(rows) > limit:
        return Listed(*_ended(rows[:limit], more=True))
    last = query(_last(place, order, after))
    return Listed(_bare(rows), After(last[0]["rank"], last[0]["key"]) if last else None)


def _ended(rows: list[Row], *, more: bool) -> tuple[list[Row], After | None]:
    after = After(rows[-1]["rank"], rows[-1]["key"]) if more else None
    return _bare(rows), after


def _bare(rows: list[Row]) -> list[Row]:
    return [{field: row[field] for field in FIELDS} for row in rows]


def _page(
    place: tuple[str, str],
    order: Order,
    scanned: int,
    after: After | None,
    search: Search | None,
    limit: int,
) -> Statement:
    found, asked = "", ("", "")
    if search is not None:
        found, asked = f"where {_FOUND}", _patterns(search)
    sql = f"""
with scanned(round, rank, key) as materialized ({_scanned(order, after)})
select s.rank, {", ".join(f"e.{field}" for field in FIELDS)} from scanned as s
cross join entries as e on e.registry = ?1 and e.category = ?2 and e.key = s.key
{found} order by s.round, s.rank {_way(order)}, s.key limit ?6
"""
    return Statement(sql, (*place, scanned, *asked, limit, *(after or ())))


def _last(place: tuple[str, str], order: Order, after: After | None) -> Statement:
    """The last entry that a search's page looked at, if there may be more behind it."""
    sql = f"""
with scanned(round, rank, key) as materialized ({_scanned(order, after)})
select rank, key from scanned order by round, rank {_way(order)}, key limit 1 offset ?3 - 1
"""
    parameters: tuple[SqlValue, ...] = (*place, SCANNED)
    return Statement(sql, (*parameters, *(("", "", 0, *after) if after else ())))


def _scanned(order: Order, after: After | None) -> str:
    """Rank and key of the next entries: first those as high as the last one, then the others.

    Each part is a range of an index, as one condition over both would not be.
    """
    rank, way = _RANKS[order], _way(order)
    of = f"from entries indexed by {_INDEXES[order]} where registry = ?1 and category = ?2"
    if after is None:
        return f"select 0, {rank}, key {of} order by {rank} {way}, key limit ?3"
    behind = ">" if order in _RISING else "<"
    return f"""
    select * from (select 0, {rank}, key {of} and {rank} = ?7 and key > ?8 order by key limit ?3)
    union all select * from (
        select 1, {rank}, key {of} and {rank} {behind} ?7 order by {rank} {way}, key limit ?3
    ) order by 1, 2 {way}, 3 limit ?3
"""


def _way(order: Order) -> str:
    return "asc" if order in _RISING else "desc"


def _patterns(search: Search) -> tuple[str, str]:
    """What a name or value is like, and what the JSON is like that holds such a value.

    The latter only spares looking into the JSON, so signs that JSON writes in its own way count as
    any sign.
    """
    plain = search.words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    written = json.dumps(search.words)[1:-1]
    roughly = "%" if written != search.words else f"%{plain}%"
    return (f"{plain}%" if search.match is Match.PREFIX else f"%{plain}%"), roughly
