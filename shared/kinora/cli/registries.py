"""kinora registries: what was learned, counted and named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kinora.bootstrap import stage
from kinora.cli.output import print_json, settings_for
from kinora.cli.tables import coloured, console, shares, table
from kinora.model.errors import InvalidInput
from kinora.model.statement import Statement
from kinora.registry.codebooks import CODEBOOKS, NARRATIVE
from kinora.settings import Settings

_COUNTS = """
select registry, category, count(*) as entries, sum(count) as seen
from entries group by registry, category order by registry, category
"""
_ENTRIES = """
select registry, key, name, value, depth, count, good, first_run, last_run
from entries where category = ? order by count desc, key limit ?
"""


def show_categories(home: Path | None, *, as_json: bool) -> None:
    """All categories with what they hold and what share of their cells that is."""
    counted = {row["category"]: row for row in _query(settings_for(home), Statement(_COUNTS))}
    rows = []
    for category in (*CODEBOOKS, *NARRATIVE):
        book, row = CODEBOOKS.get(category), counted.get(category, {})
        rows.append(
            {
                "registry": str(book.registry) if book else "narrative",
                "category": category,
                "entries": row.get("entries", 0),
                "seen": row.get("seen", 0),
                "cells": book.cells if book else None,
            }
        )
    if as_json:
        print_json({"registries": rows})
        return
    shown = table("registry", "category", "entries", "seen", "of cells")
    for row in rows:
        cells = "open" if row["cells"] is None else f"{row['cells']:,}"
        shown.add_row(*(str(row[f]) for f in ("registry", "category", "entries", "seen")), cells)
    console().print(shown)


def show_entries(category: str, limit: int, home: Path | None, *, as_json: bool) -> None:
    """The entries of one category.

    Raises:
        InvalidInput: there is no such category.
    """
    known = (*CODEBOOKS, *NARRATIVE)
    if category not in known:
        raise InvalidInput("category", f"no category {category!r}", ", ".join(known))
    rows = _query(settings_for(home), Statement(_ENTRIES, (category, limit)))
    entries = [
        {**row, "value": json.loads(row["value"]), "depth": json.loads(row["depth"])}
        for row in rows
    ]
    if as_json:
        print_json({"category": category, "entries": entries})
        return
    shown = table("name", "value", "made of", "seen", "last run")
    for entry in entries:
        colour = entry["value"].get("colour")
        name = coloured(entry["name"], entry["value"])
        value = colour or ", ".join(f"{field} {item}" for field, item in entry["value"].items())
        parts = shares(entry["depth"])
        shown.add_row(name, value, parts, str(entry["count"]), entry["last_run"])
    console().print(shown)


def _query(settings: Settings, statement: Statement) -> list[dict[str, Any]]:
    if not settings.registry.is_file():
        return []
    return stage(settings).tables().query(statement)
