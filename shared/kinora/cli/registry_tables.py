"""The categories, and the entries of one, as tables."""

from __future__ import annotations

from pathlib import Path

from kinora.bootstrap import stage
from kinora.cli.bars import bar
from kinora.cli.output import print_json, settings_for
from kinora.cli.tables import coloured, console, shares, table
from kinora.model.statement import Statement
from kinora.registry.catalogue import shelf
from kinora.registry.export import decoded
from kinora.registry.knowledge import weight
from kinora.registry.listing import Order, listed
from kinora.registry.overview import Row, summary


class Tables:
    """Reads of the tables of one home; a home that has none yet is empty, and stays so."""

    def __init__(self, home: Path | None) -> None:
        settings = settings_for(home)
        self._stage = stage(settings) if settings.registry.is_file() else None

    def __call__(self, statement: Statement) -> list[Row]:
        return [] if self._stage is None else self._stage.tables().query(statement)


def show_categories(home: Path | None, *, as_json: bool) -> None:
    """All categories with what they hold and what share of their cells that is."""
    rows = summary(Tables(home))
    if as_json:
        print_json({"registries": rows})
        return
    shown = table("registry", "category", "entries", "seen", "in good runs", "of cells", "coverage")
    for row in rows:
        shown.add_row(
            row["registry"],
            row["category"],
            f"{row['entries']:,}",
            f"{row['seen']:,}",
            bar(row["good"] / row["seen"]) if row["seen"] else "",
            *covered(row),
        )
    console().print(shown)


def covered(row: Row) -> tuple[str, str]:
    """A summary row's cells and coverage, for people."""
    if row["cells"] is None:
        return "open", ""
    share = row["coverage"]
    told = "<0.01%" if row["entries"] and share < 0.0001 else f"{share:.2%}"
    return f"{row['cells']:,}", f"{bar(share)} {told}"


def show_entries(
    category: str, order: str, limit: int, home: Path | None, *, as_json: bool
) -> None:
    """The first entries of one category in that order."""
    read = Tables(home)
    book = shelf(category)
    assert book is not None
    rows = read(listed(str(book.registry), category, Order(order), limit))
    entries = [{**decoded(row), "weight": weight(row["count"], row["good"])} for row in rows]
    if as_json:
        print_json({"category": category, "entries": entries})
        return
    heaviest = max((entry["weight"] for entry in entries), default=1.0)
    shown = table("name", "value", "made of", "seen", "runs", "good", "weight", "first run")
    for entry in entries:
        shown.add_row(
            coloured(entry["name"], entry["value"]),
            value_text(entry["value"]),
            shares(entry["depth"]),
            f"{entry['count']:,}",
            f"{entry['runs']:,}",
            bar(entry["good"] / entry["count"], 5),
            bar(entry["weight"] / heaviest, 5),
            entry["first_run"],
        )
    console().print(shown)


def value_text(value: Row) -> str:
    """A value in a few words: a colour's code, else its fields."""
    colour = value.get("colour")
    return str(colour) if colour else ", ".join(f"{field} {item}" for field, item in value.items())
