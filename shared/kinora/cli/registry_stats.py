"""How the registries stand: counts, coverage, growth, repetition, primitives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kinora.cli.bars import bar, curve
from kinora.cli.output import print_json
from kinora.cli.registry_tables import Tables, covered, summary
from kinora.cli.tables import console, table
from kinora.registry import figures, origins

DAYS = 14


def show_stats(home: Path | None, *, as_json: bool) -> None:
    """All figures. Growth and repetition read every entry once."""
    told = _stats(Tables(home), datetime.now(UTC))
    if as_json:
        print_json(told)
    else:
        _print(told)


def _stats(read: Tables, now: datetime) -> dict[str, Any]:
    held = {row["category"]: row["held"] for row in read(figures.held())}
    seeded = {(row["registry"], row["category"]): row["primitives"] for row in read(origins.COUNTS)}
    rows = []
    for row in summary(read):
        share = held.get(row["category"], 0) / row["seen"] if row["seen"] else None
        rows.append(
            {
                **row,
                "repetition": None if share is None else round(share, 4),
                "primitives": seeded.get((row["registry"], row["category"]), 0),
            }
        )
    observed = sum(row["seen"] for row in rows)
    days = [(now - timedelta(days=back)).strftime("%Y-%m-%d") for back in reversed(range(DAYS))]
    new = {row["day"]: row["new"] for row in read(figures.growth(days[0]))}
    totals = read(figures.totals())
    return {
        "runs": sum(row["entries"] for row in totals if row["registry"] == "runs"),
        "good_runs": sum(row["good"] for row in totals if row["registry"] == "runs"),
        "ratings": sum(row["entries"] for row in totals if row["registry"] == "ratings"),
        "entries": sum(row["entries"] for row in rows),
        "observations": observed,
        "primitives": sum(seeded.values()),
        "repetition": round(sum(held.values()) / observed, 4) if observed else None,
        "growth": [{"day": day, "new": new.get(day, 0)} for day in days],
        "categories": rows,
    }


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
