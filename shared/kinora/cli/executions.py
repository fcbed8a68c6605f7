"""kinora executions: what ran, what is running, and how to stop it or run it again."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kinora.cli.output import print_json, settings_for
from kinora.cli.report import history, run_report, timings
from kinora.cli.run import MACHINE, finish_earlier
from kinora.cli.tables import console, table
from kinora.cli.watch import Watch
from kinora.control.views import ExecutionView
from kinora.local.client import Client
from kinora.model.errors import ExecutionDoesNotExist, InvalidInput
from kinora.settings import Settings
from kinora.studio.host import host

_STATUSES = ("RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED")


def show_list(status: str | None, limit: int, home: Path | None, *, as_json: bool) -> None:
    """The newest executions."""
    if status is not None and status not in _STATUSES:
        raise InvalidInput("status", f"{status!r} is no status", ", ".join(_STATUSES))
    settings = settings_for(home)
    if not settings.journal.is_file():
        views: tuple[ExecutionView, ...] = ()
    else:
        with Client(settings.journal) as client:
            views = client.list_executions(status=status, limit=limit).items
    if as_json:
        print_json({"executions": [_brief(view) for view in views]})
        return
    shown = table("execution", "machine", "status", "started", "seconds", "state")
    for view in views:
        brief = _brief(view)
        fields = [
            str(brief[f] or "") for f in ("name", "machine", "status", "started_at", "seconds")
        ]
        shown.add_row(*fields, ", ".join(position.state for position in view.current))
    console().print(shown)


def show_one(execution: str, home: Path | None, *, as_json: bool) -> None:
    """One execution, whole."""
    settings = settings_for(home)
    with _client(settings, execution) as client:
        view = client.describe_execution(execution)
        details = _whole(client, view)
    if as_json:
        print_json(details)
        return
    for field, value in details.items():
        shown = value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)
        sys.stdout.write(f"{field:11} {shown}\n")


def show_events(execution: str, home: Path | None, *, as_json: bool) -> None:
    """Every event of one execution."""
    with _client(settings_for(home), execution) as client:
        events = list(history(client, execution))
    if as_json:
        print_json(
            {
                "events": [
                    {
                        "id": event.id,
                        "timestamp": _iso(event.timestamp),
                        "type": event.type,
                        "state": event.state,
                        "place": event.place,
                        "details": dict(event.details),
                    }
                    for event in events
                ]
            }
        )
        return
    first = events[0].timestamp if events else 0.0
    for event in events:
        where = " ".join(part for part in (event.place, event.state) if part)
        error = event.details.get("error")
        told = f"{event.id:5}  {event.timestamp - first:9.3f} s  {event.type:28} {where}"
        sys.stdout.write(told + (f"  {error}\n" if error else "\n"))


def stop(execution: str, home: Path | None, *, as_json: bool) -> None:
    """Stop it; one that has ended stays as it is."""
    with _client(settings_for(home), execution) as client:
        client.stop_execution(execution, "Stopped", "stopped by a person")
        view = client.describe_execution(execution)
    if as_json:
        print_json(_brief(view))
    else:
        sys.stdout.write(f"{view.name} {view.status}\n")


def redrive(execution: str, home: Path | None, *, as_json: bool) -> int:
    """Go on from the state that failed, and follow to the end; the exit code."""
    settings = settings_for(home)
    with _client(settings, execution) as client:
        client.describe_execution(execution)
    with host(settings) as engine, Watch(engine, quiet=as_json) as watch:
        engine.redrive_execution(execution)
        arn = engine.describe_execution(execution).arn
        watch.follow(arn)
        return _told(engine, [arn], settings, as_json=as_json)


def resume(home: Path | None, *, as_json: bool) -> int:
    """Go on with everything that was running when its host died; the exit code."""
    settings = settings_for(home)
    with host(settings) as engine, Watch(engine, quiet=as_json) as watch:
        arns = finish_earlier(engine, watch)
        return _told(engine, arns, settings, as_json=as_json)


def _told(client: Client, arns: list[str], settings: Settings, *, as_json: bool) -> int:
    views = [client.describe_execution(arn) for arn in arns]
    if as_json:
        print_json(
            {
                "runs": [
                    run_report(client, view.arn, settings)
                    for view in views
                    if view.machine == MACHINE
                ]
            }
        )
    elif not views:
        sys.stdout.write("nothing was left running\n")
    for view in views:
        if not as_json:
            sys.stdout.write(f"{view.name} {view.status}\n")
    return 0 if all(view.status == "SUCCEEDED" for view in views) else 1


def _client(settings: Settings, execution: str) -> Client:
    """A client on the home's journal; a home without one has no executions."""
    if not settings.journal.is_file():
        raise ExecutionDoesNotExist(f"no execution {execution}: nothing ran in {settings.home}")
    return Client(settings.journal)


def _brief(view: ExecutionView) -> dict[str, Any]:
    ended = None if view.ended_at is None else _iso(view.ended_at)
    seconds = None if view.ended_at is None else round(view.ended_at - view.started_at, 3)
    return {
        "execution": view.arn,
        "name": view.name,
        "machine": view.machine,
        "status": str(view.status),
        "started_at": _iso(view.started_at),
        "ended_at": ended,
        "seconds": seconds,
    }


def _whole(client: Client, view: ExecutionView) -> dict[str, Any]:
    return {
        **_brief(view),
        "current": [f"{p.place}/{p.state}" if p.place else p.state for p in view.current],
        "redrives": view.redrives,
        "input": view.input,
        "output": view.output,
        "error": view.error,
        "cause": view.cause,
        "timings": timings(client, view.arn),
    }


def _iso(timestamp: float) -> str:
    return datetime.fromtimestamp(timestamp, UTC).isoformat(timespec="milliseconds")
