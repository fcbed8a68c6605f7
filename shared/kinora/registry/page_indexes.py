"""Indexes for paging through a category in any order: only where somebody does.

:mod:`kinora.registry.listing` asks by their names. The edge's tables go without: nobody pages
through them, and each index is written, and billed, with almost every entry.
"""

from __future__ import annotations

import json

from kinora.model.statement import Statement

_MADE = {
    "entries_count": "(registry, category, count desc)",
    "entries_category_name": "(registry, category, name)",
    "entries_first": "(registry, category, first_run desc)",
    # The rank is the weight that knowledge.py gives.
    "entries_weight": ("(registry, category, log2(1 + count) * (1.0 + 1.0 * good / count) desc)"),
}
_LACKING = """
select p.value as name from json_each(?) as p
left join sqlite_master as m on m.type = 'index' and m.name = p.value where m.name is null
"""


def lacking() -> Statement:
    """Which of the indexes the tables lack: ``name``."""
    return Statement(_LACKING, (json.dumps(list(_MADE)),))


def made() -> list[Statement]:
    """The statements that make those that are lacking, as one batch."""
    return [
        Statement(f"create index if not exists {name} on entries {columns}")
        for name, columns in _MADE.items()
    ]
