"""kinora loops: how the loops are set, what they do, and how to set them."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kinora.bootstrap import executions as executions_for
from kinora.bootstrap import schedules as schedules_for
from kinora.bootstrap import stage
from kinora.cli.bars import bar
from kinora.cli.output import print_json, settings_for
from kinora.cli.tables import console, table
from kinora.control.executions import INTERPRETATION, LOOP
from kinora.control.schedules import ScheduleState
from kinora.control.views import Status
from kinora.loop.control import schedules_of, set_loops
from kinora.loop.pick import loop_config, newest_snapshot
from kinora.model.errors import InvalidInput, StateMachineDoesNotExist
from kinora.model.loop_config import LEAST_INTERVAL_SECONDS, LoopChange, LoopConfig, Workflow
from kinora.model.run_id import workflow_of
from kinora.settings import Settings


def show_status(home: Path | None, *, as_json: bool) -> None:
    """The configuration, the schedules, and what is under way."""
    settings = settings_for(home)
    told = _status(settings)
    if as_json:
        print_json(told)
    else:
        _print(told)


def change(
    values: dict[str, Any],
    workflow: str | None,
    home: Path | None,
    *,
    as_json: bool,
    as_overall: bool = False,
) -> None:
    """Save a change of the configuration; it holds at once, also for a studio that runs.

    Raises:
        InvalidInput: a value is out of range, there is no such workflow, or nothing is changed.
    """
    settings = settings_for(home)
    given = {name: value for name, value in values.items() if value is not None}
    if not given and not as_overall:
        options = "--delay, --exploit-ratio, --duration, --as-overall"
        raise InvalidInput("loops", "nothing to set", options)
    set_loops(
        _change(given),
        _workflow(workflow),
        stage(settings),
        schedules_for(settings),
        as_overall=as_overall,
    )
    show_status(home, as_json=as_json)


def _change(given: dict[str, Any]) -> LoopChange:
    try:
        return LoopChange.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        raise InvalidInput(str(first["loc"][0]), str(first["msg"])) from error


def _workflow(name: str | None) -> Workflow | None:
    if name is None:
        return None
    try:
        return Workflow(name)
    except ValueError as error:
        raise InvalidInput("workflow", f"{name!r} is none", ", ".join(Workflow)) from error


def _status(settings: Settings) -> dict[str, Any]:
    ports = stage(settings)
    config, snapshot = loop_config(ports), ports.snapshot(newest_snapshot(ports))
    states = {state.name: state for state in _states(settings, config)}
    running = _running(settings)
    rows = []
    for workflow in Workflow:
        state = states.get(workflow)
        rows.append(
            {
                "workflow": workflow,
                **config.of(workflow).model_dump(mode="json"),
                "running": [name for name in running if workflow_of(name) == workflow],
                "next_at": state.next_at if state else None,
                "last_at": state.last_at if state else None,
                "last_result": state.last_result if state else None,
            }
        )
    return {
        "config": config.model_dump(mode="json"),
        "run_count": snapshot.loop.run_count,
        "good_count": snapshot.loop.good_count,
        "last_run_id": snapshot.loop.last_run_id,
        "workflows": rows,
    }


def _states(settings: Settings, config: LoopConfig) -> tuple[ScheduleState, ...]:
    """The schedules; on a machine where no studio has run yet, as they will be."""
    if settings.schedules == "local" and not settings.schedule_file.is_file():
        return tuple(ScheduleState(**dict(each)) for each in schedules_of(config))
    return schedules_for(settings).states()


def _running(settings: Settings) -> list[str]:
    if settings.executions == "local" and not settings.journal.is_file():
        return []
    executions = executions_for(settings)
    names: list[str] = []
    for machine in (LOOP, INTERPRETATION):
        with suppress(StateMachineDoesNotExist):  # an older journal has not heard of it
            page = executions.list_executions(machine, Status.RUNNING, 1000)
            names += [view.name for view in page.items]
    return names


def _print(told: dict[str, Any]) -> None:
    out = console()
    good, count = told["good_count"], told["run_count"]
    if count:
        out.print(f"{bar(good / count)} {good:,} of {count:,} runs came out well")
    out.print(f"last run: {told['last_run_id'] or 'none yet'}")
    shown = table("workflow", "", "every", "good prompts", "length", "running", "last tick", "next")
    for row in told["workflows"]:
        on = "on" if row["enabled"] else "paused"
        makes = row["workflow"] != Workflow.INTERPRETATION
        ratio = {"explorer": 0.0, "exploiter": 1.0}.get(row["workflow"], row["exploit_ratio"])
        shown.add_row(
            row["workflow"],
            on,
            f"{max(LEAST_INTERVAL_SECONDS, row['delay_seconds'])} s",
            f"{bar(ratio, 5)} {ratio:.0%}" if makes else "",
            f"{row['duration_seconds']:g} s" if makes else "",
            str(len(row["running"]) or ""),
            row["last_result"] or "",
            _until(row["next_at"]),
        )
    out.print(shown)


def _until(instant: str | None) -> str:
    if instant is None:
        return ""
    left = datetime.fromisoformat(instant).timestamp() - time.time()
    return f"in {left:.0f} s" if left > 0 else "due"
