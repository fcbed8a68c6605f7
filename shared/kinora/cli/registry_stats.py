"""How the registries stand: counts, coverage, growth, repetition, primitives."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kinora.cli.bars import bar, curve
from kinora.cli.output import print_json
from kinora.cli.registry_tables import Tables, covered
from kinora.cli.tables import console, table
from kinora.registry import figures
from kinora.registry.overview import DAYS, stats


def show_stats(home: Path | None, *, as_json: bool) -> None:
    """All figures. Growth and repetition read every entry once."""
    told = stats(Tables(home), datetime.now(UTC))
    if as_json:
        print_json(told)
    else:
        _print(told)


def _print(told: dict[str, Any]) -> None:
    out = console()
    new = [day["new"] for day in told["growth"]]
    out.print(
        f"runs         {told['runs']:,}, {told['good_runs']:,} good; {told['ratings']:,} ratings"
    )
    out.print(f"entries      {told['entries']:,} from {told['observations']:,} observations")
    out.print(f"primitives   {told['primitives']:,}")
    out.print(f"growth       {curve(new)} {sum(new):,} new in {DAYS} days, {new[-1]:,} today")
    if told["repetition"] is not None:
        share = told["repetition"]
        most = f"of all observations held by each category's {figures.MOST} most frequent entries"
        out.print(f"repetition   {bar(share)} {share:.0%} {most}")
    out.print()
    shown = table(
        "registry",
        "category",
        "entries",
        "seen",
        "of cells",
        "coverage",
        "repetition",
        "primitives",
    )
    for row in told["categories"]:
        share = row["repetition"]
        shown.add_row(
            row["registry"],
            row["category"],
            f"{row['entries']:,}",
            f"{row['seen']:,}",
            *covered(row),
            "" if share is None else f"{bar(share)} {share:4.0%}",
            str(row["primitives"]),
        )
    out.print(shown)
