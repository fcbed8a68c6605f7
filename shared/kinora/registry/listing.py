"""The entries of one category in the order that people ask for."""

from __future__ import annotations

from enum import StrEnum

from kinora.model.statement import Statement
from kinora.registry.export import FIELDS


class Order(StrEnum):
    """By how often it was seen, by name, by discovery (the latest first), or by weight."""

    COUNT = "count"
    NAME = "name"
    NEWEST = "newest"
    WEIGHT = "weight"


_ORDERS = {
    Order.COUNT: "count desc, key",
    Order.NAME: "name",
    Order.NEWEST: "first_run desc, key",
    # The weight that knowledge gives, to the same rank: see kinora.registry.knowledge.weight.
    Order.WEIGHT: "log2(1 + count) * (1.0 + 1.0 * good / count) desc, key",
}


def listed(registry: str, category: str, order: Order, limit: int) -> Statement:
    """The first ``limit`` entries of a category."""
    sql = f"select {', '.join(FIELDS)} from entries where registry = ? and category = ? "
    return Statement(f"{sql} order by {_ORDERS[order]} limit ?", (registry, category, limit))
