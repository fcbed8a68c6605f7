"""How the registries stand: what each category holds, how full it is, growth, repetition."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from kinora.model.statement import Statement
from kinora.registry import figures, origins
from kinora.registry.catalogue import catalogue, shelf

Row = dict[str, Any]
Reader = Callable[[Statement], list[Row]]
"""Runs one reading statement on the tables."""
DAYS = 14
"""Days that growth is told for, today included."""


def summary(read: Reader) -> list[Row]:
    """Every category with its entries, observations, and share of the cells within reach.

    Categories that no codebook knows but the tables hold come last.
    """
    return categories(read(figures.totals()))


def categories(totals: list[Row]) -> list[Row]:
    """The same from the rows of :func:`kinora.registry.figures.totals`."""
    counted = {row["category"]: row for row in totals}
    known = {shelf.category: str(shelf.registry) for shelf in catalogue()}
    for category, row in counted.items():
        if row["registry"] not in figures.NO_REGISTRY:
            known.setdefault(category, row["registry"])
    rows = []
    for category, registry in known.items():
        row, book = counted.get(category, {}), shelf(category)
        cells = book.reachable if book else None
        entries = row.get("entries", 0)
        rows.append(
            {
                "registry": registry,
                "category": category,
                "entries": entries,
                "seen": row.get("seen", 0),
                "good": row.get("good", 0),
                "cells": cells,
                "coverage": None if cells is None else round(entries / cells, 6),
            }
        )
    return rows


def counts(totals: list[Row]) -> dict[str, int]:
    """Runs, good ones, ratings, entries and observations in all."""
    runs = [row for row in totals if row["registry"] == "runs"]
    held = [row for row in totals if row["registry"] not in figures.NO_REGISTRY]
    return {
        "runs": sum(row["entries"] for row in runs),
        "good_runs": sum(row["good"] for row in runs),
        "ratings": sum(row["entries"] for row in totals if row["registry"] == "ratings"),
        "entries": sum(row["entries"] for row in held),
        "observations": sum(row["seen"] for row in held),
    }


def stats(read: Reader, now: datetime) -> Row:
    """All figures. Growth and repetition read every entry once."""
    totals = read(figures.totals())
    held = {row["category"]: row["held"] for row in read(figures.held())}
    seeded = {(row["registry"], row["category"]): row["primitives"] for row in read(origins.COUNTS)}
    rows = []
    for row in categories(totals):
        share = held.get(row["category"], 0) / row["seen"] if row["seen"] else None
        rows.append(
            {
                **row,
                "repetition": None if share is None else round(share, 4),
                "primitives": seeded.get((row["registry"], row["category"]), 0),
            }
        )
    counted = counts(totals)
    days = [(now - timedelta(days=back)).strftime("%Y-%m-%d") for back in reversed(range(DAYS))]
    new = {row["day"]: row["new"] for row in read(figures.growth(days[0]))}
    observed = counted["observations"]
    return {
        **counted,
        "primitives": sum(seeded.values()),
        "repetition": round(sum(held.values()) / observed, 4) if observed else None,
        "growth": [{"day": day, "new": new.get(day, 0)} for day in days],
        "categories": rows,
    }
