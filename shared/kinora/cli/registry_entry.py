"""One entry with its lineage: what it is made of, where it came from, what it went into."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rich.markup import escape

from kinora.cli.bars import bar
from kinora.cli.output import print_json, settings_for
from kinora.cli.registry_tables import Tables, value_text
from kinora.cli.report import object_path
from kinora.cli.tables import coloured, console
from kinora.model.errors import InvalidInput
from kinora.model.run import Outcome
from kinora.registry import lineage
from kinora.registry.catalogue import category_names, shelf
from kinora.registry.export import decoded
from kinora.registry.knowledge import weight
from kinora.registry.rating import verdict
from kinora.settings import Settings

Row = dict[str, Any]


def show_entry(reference: str, limit: int, home: Path | None, *, as_json: bool) -> None:
    """One entry and its lineage; at most ``limit`` of the specs that used it.

    Raises:
        InvalidInput: the reference names no category and no entry.
    """
    read, settings = Tables(home), settings_for(home)
    entry = _found(reference, read)
    place = (entry["registry"], entry["category"], entry["key"])
    uses, used = (read(statement) for statement in lineage.uses(*place, limit))
    ends = json.dumps([entry["first_run"], entry["last_run"]])
    runs = {row["run_id"]: _run(row, settings) for row in read(lineage.runs(ends))}
    whole = {
        **decoded(entry),
        "weight": weight(entry["count"], entry["good"]),
        "first_run": runs[entry["first_run"]],
        "last_run": runs[entry["last_run"]],
        "specs": used[0]["specs"],
        "used_by": [_use(row, settings) for row in uses],
    }
    if as_json:
        print_json(whole)
    else:
        _print(whole)


def _found(reference: str, read: Tables) -> Row:
    category, slash, rest = reference.partition("/")
    if slash and shelf(category):
        rows = read(lineage.by_key(category, rest)) or _named(rest, category, read)
        if not rows:
            problem = f"{category} has no entry {rest!r}"
            raise InvalidInput("entry", problem, "a name or key that `show CATEGORY` lists")
    else:
        rows = _named(reference, None, read)
        if not rows:
            problem = f"no category and no entry {reference!r}"
            raise InvalidInput("category", problem, category_names())
    if len(rows) > 1:
        places = " or ".join(f"{row['category']}/{row['name']}" for row in rows)
        raise InvalidInput("entry", f"{reference!r} is the name of several", places)
    return rows[0]


def _named(name: str, category: str | None, read: Tables) -> list[Row]:
    """By the exact name, or by the same words however they are written."""
    usual = " ".join(word.capitalize() for word in name.split())
    return read(lineage.by_name(name, category)) or read(lineage.by_name(usual, category))


def _run(row: Row, settings: Settings) -> Row:
    measured = Outcome(good=bool(row["measured"]), reasons=tuple(json.loads(row["reasons"])))
    outcome = verdict(measured, row["rating"])
    return {
        "run_id": row["run_id"],
        "started_at": row["started_at"],
        "prompt": row["prompt"],
        "video": object_path(settings, row["video_key"]),
        "outcome": outcome.model_dump(mode="json"),
    }


def _use(row: Row, settings: Settings) -> Row:
    return {
        "run_id": row["run_id"],
        "used_for": row["used_for"],
        "prompt": row["prompt"],
        "video": object_path(settings, row["video_key"]),
        "good": bool(row["good"]),
    }


def _print(entry: Row) -> None:
    out = console()
    out.print(f"\n[bold]{coloured(escape(entry['name']), entry['value'])}[/bold]")
    out.print(f"  {entry['category']}/{entry['key']}   {escape(value_text(entry['value']))}")
    out.print("\n  made of")
    for part, share in sorted(entry["depth"].items(), key=lambda item: -item[1]):
        out.print(f"    {bar(share, 20)} {share:4.0%} {escape(part)}")
    good = entry["good"] / entry["count"]
    out.print(f"\n  seen {entry['count']:,} times in {_counted(entry['runs'], 'run')}")
    out.print(f"    {bar(good, 20)} {good:4.0%} of it in good runs; weight {entry['weight']:g}")
    for label, run in _ends(entry):
        says = "good" if run["outcome"]["good"] else "not good"
        out.print(f"\n  {label} in {run['run_id']}: {escape(run['prompt'])}", soft_wrap=True)
        reasons = escape("; ".join(run["outcome"]["reasons"]))
        out.print(f"    {says}: {reasons}", soft_wrap=True)
        out.print(f"    {escape(run['video'])}", soft_wrap=True)
    out.print(f"\n  used by {_counted(entry['specs'], 'spec')}")
    for use in entry["used_by"]:
        prompt = escape(use["prompt"])
        out.print(f"    {use['run_id']} for its {use['used_for']}: {prompt}", soft_wrap=True)
        out.print(f"      {escape(use['video'])}", soft_wrap=True)


def _ends(entry: Row) -> list[tuple[str, Row]]:
    first, last = entry["first_run"], entry["last_run"]
    return [("found", first)] if first == last else [("found", first), ("last seen", last)]


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
