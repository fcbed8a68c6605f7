"""What a run amounts to: the promised JSON object, and the same for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

from rich.table import Table

from kinora.bootstrap import stage
from kinora.cli.tables import coloured, console, shares, table
from kinora.control.event import Event
from kinora.local.client import Client
from kinora.loop import keys
from kinora.model.observation import Observation
from kinora.model.record import RunRecord
from kinora.settings import Settings

Report = dict[str, Any]


def run_report(client: Client, arn: str, settings: Settings) -> Report:
    """The object that ``kinora run --json`` prints for one execution of the loop."""
    view = client.describe_execution(arn)
    output: dict[str, Any] = view.output if isinstance(view.output, dict) else {}
    asked: dict[str, Any] = view.input if isinstance(view.input, dict) else {}
    picked: dict[str, Any] = output.get("run") or asked
    grown = output.get("grown", {})
    outcome = grown.get("outcome") or {"good": False, "reasons": [_reason(view.error, view.cause)]}
    return {
        "run_id": view.name,
        "execution": view.arn,
        "status": view.status,
        "workflow_type": picked.get("workflow_type"),
        "prompt": picked.get("prompt"),
        "seed": picked.get("seed"),
        "spec_sha256": output.get("spec", {}).get("sha256"),
        "video": _video(output.get("assembled", {}).get("video"), settings),
        "discoveries": output.get("synced", {}).get("discoveries"),
        "outcome": outcome,
        "timings": timings(client, arn),
    }


def timings(client: Client, arn: str) -> dict[str, float]:
    """Seconds spent in each state of the top level that does something, in order of entry."""
    entered: dict[str, float] = {}
    spent: dict[str, float] = {}
    for event in history(client, arn):
        if event.state is None or event.place or event.type.startswith("Choice"):
            continue
        if event.type.endswith("StateEntered"):
            entered[event.state] = event.timestamp
            spent.setdefault(event.state, 0.0)
        elif event.type.endswith("StateExited"):
            spent[event.state] += event.timestamp - entered[event.state]
    return {state: round(seconds, 3) for state, seconds in spent.items()}


def history(client: Client, arn: str) -> Iterator[Event]:
    """Every event of an execution, a page at a time."""
    cursor: str | None = None
    while True:
        page = client.get_execution_history(arn, 1000, cursor)
        yield from page.items
        if page.cursor is None:
            return
        cursor = page.cursor


def show_report(client: Client, report: Report, settings: Settings) -> None:
    """Where the video lies, what it is, and what it taught."""
    if report["status"] != "SUCCEEDED":
        sys.stderr.write(
            f"{report['run_id']} {report['status']}: {report['outcome']['reasons'][0]}\n"
        )
        return
    video = report["video"]
    verdict = "good" if report["outcome"]["good"] else "not good"
    seconds = sum(report["timings"].values())
    out = console()
    out.print(f"\n[bold]{report['prompt']}[/bold]", soft_wrap=True)
    out.print(f"  seed {report['seed']}, {verdict}: {'; '.join(report['outcome']['reasons'])}")
    out.print(f"  video    {video['path']}", soft_wrap=True)
    out.print(f"  sheet    {object_path(settings, keys.sheet(report['run_id']))}", soft_wrap=True)
    if (found := report["discoveries"]) is not None:
        out.print(
            f"  learned  {found['new']} new and {found['known']} known entries, in {seconds:.1f} s"
        )
        output: Any = client.describe_execution(report["execution"]).output
        out.print(_learned(stage(settings).read(output["grown"]["record"], RunRecord)))


def show_table(reports: list[Report]) -> None:
    """Several runs at a glance."""
    rows = table("run", "prompt", "video", "LUFS", "new", "good")
    for report in reports:
        video, found = report["video"] or {}, report["discoveries"] or {}
        rows.add_row(
            report["run_id"],
            report["prompt"],
            f"{video.get('bytes', 0) / 1e6:.1f} MB",
            str(video.get("loudness_lufs", "")),
            str(found.get("new", "")),
            "yes" if report["outcome"]["good"] else "no",
        )
    console().print(rows)


def _learned(record: RunRecord) -> Table:
    """The most frequent observations of each category, colours shown as themselves."""
    rows = table("category", "entry", "seen", "made of")
    by_category: dict[str, list[Observation]] = {}
    for entry in record.observations:
        by_category.setdefault(entry.category, []).append(entry)
    for category, entries in by_category.items():
        best = max(entries, key=lambda entry: entry.count)
        name, more = coloured(best.name, best.value), len(entries) - 1
        rows.add_row(
            category, f"{name} (+{more})" if more else name, str(best.count), shares(best.depth)
        )
    return rows


def _video(video: dict[str, Any] | None, settings: Settings) -> dict[str, Any] | None:
    if video is None:
        return None
    form = video["format"]
    return {
        "path": object_path(settings, video["key"]),
        "width": form["width"],
        "height": form["height"],
        "fps": form["fps"],
        "frames": video["frames"],
        "duration_seconds": round(video["frames"] / form["fps"], 3),
        "bytes": video["bytes"],
        "loudness_lufs": video["loudness_lufs"],
    }


def object_path(settings: Settings, key: str) -> str:
    """Where people find an object: a path, or an address in a bucket."""
    if (folder := settings.object_folder) is not None:
        return str(folder / key)
    return f"{settings.objects.rstrip('/')}/{key}"


def _reason(error: str | None, cause: str | None) -> str:
    """The error in one line; a Lambda cause is JSON with the message inside."""
    try:
        message = json.loads(cause or "")["errorMessage"]
    except (ValueError, KeyError, TypeError):
        message = cause or ""
    return f"{error or 'unfinished'}: {message}" if message else str(error or "unfinished")
