"""One entry with its lineage: what it is made of, where it came from, what it went into."""

from __future__ import annotations

from pathlib import Path

from rich.markup import escape

from kinora.cli.bars import bar
from kinora.cli.output import print_json, settings_for
from kinora.cli.registry_tables import Tables, value_text
from kinora.cli.report import object_path
from kinora.cli.tables import coloured, console
from kinora.registry.entry import found, with_lineage
from kinora.registry.overview import Row


def show_entry(reference: str, limit: int, home: Path | None, *, as_json: bool) -> None:
    """One entry and its lineage; at most ``limit`` of the specs that used it.

    Raises:
        InvalidInput: the reference names no category and no entry.
    """
    read, settings = Tables(home), settings_for(home)
    entry = found(reference, read)
    whole = with_lineage(
        entry, read, limit, lambda row: {"video": object_path(settings, row["video_key"])}
    )
    if as_json:
        print_json(whole)
    else:
        _print(whole)


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
    for label, by in _ends(entry):
        if "contribution" in by:
            job = f" for the job {by['job_id']}" if by["job_id"] else ""
            out.print(f"\n  {label} in the contribution {by['contribution']}{escape(job)}")
            continue
        says = "good" if by["outcome"]["good"] else "not good"
        out.print(f"\n  {label} in {by['run_id']}: {escape(by['prompt'])}", soft_wrap=True)
        reasons = escape("; ".join(by["outcome"]["reasons"]))
        out.print(f"    {says}: {reasons}", soft_wrap=True)
        out.print(f"    {escape(by['video'])}", soft_wrap=True)
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
