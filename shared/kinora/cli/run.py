"""kinora run: executions of the loop, one after another, with progress and a report."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from kinora.cli.output import print_json, settings_for
from kinora.cli.report import run_report, show_report, show_table
from kinora.cli.scene import checked_seed
from kinora.cli.watch import Watch
from kinora.control.executions import CC
from kinora.language.reading import clean
from kinora.local.engine import Engine
from kinora.model.errors import InvalidInput
from kinora.model.format import DEFAULT_SECONDS, VideoFormat
from kinora.model.run import RunRequest
from kinora.model.run_id import run_id
from kinora.model.taxonomy import Quality, WorkflowType
from kinora.studio.host import host

MACHINE = "LoopMachine"
MAX_RUNS = 10_000


class RunOptions(NamedTuple):
    """What the command line asks for."""

    workflow: WorkflowType
    prompt: str | None
    seed: int | None
    duration: float | None
    size: str
    fps: int
    quality: Quality
    runs: int


def run_loop(options: RunOptions, home: Path | None, *, as_json: bool) -> int:
    """Finish what an earlier host left, then do the runs; the exit code.

    Raises:
        InvalidInput: an option is out of range; nothing was started.
    """
    requests = _requests(options)
    settings = settings_for(home)
    with host(settings) as engine, Watch(engine, quiet=as_json) as watch:
        finish_earlier(engine, watch)
        reports = []
        for request in requests:
            name = run_id(datetime.now(UTC), request.workflow_type, secrets.token_hex(3))
            arn = engine.start_execution(MACHINE, request.model_dump(mode="json"), name)
            watch.follow(arn)
            report = run_report(engine, arn, settings)
            reports.append(report)
            if not as_json:
                show_report(engine, report, settings)
    if as_json:
        print_json({"runs": reports})
    elif len(reports) > 1:
        show_table(reports)
    return 0 if all(report["status"] == "SUCCEEDED" for report in reports) else 1


def finish_earlier(engine: Engine, watch: Watch) -> list[str]:
    """Follow every execution that an earlier host left running to its end; their ARNs.

    Runs of workflows are not followed: they wait for people.
    """
    running = engine.list_executions(status="RUNNING", limit=1000).items
    left = [view.arn for view in running if view.machine != CC]
    for arn in left:
        watch.say(f"going on with {arn.rpartition(':')[2]}")
        watch.follow(arn)
    return left


def _requests(options: RunOptions) -> list[RunRequest]:
    width, height = VideoFormat.parse_size(options.size)
    seconds = DEFAULT_SECONDS if options.duration is None else options.duration
    VideoFormat.of(width, height, options.fps, seconds, options.quality)
    if not 1 <= options.runs <= MAX_RUNS:
        raise InvalidInput("runs", f"{options.runs} is out of range", f"1 to {MAX_RUNS:,}")
    prompt = None if options.prompt is None else clean(options.prompt)
    seed = checked_seed(options.seed)
    base: dict[str, Any] = {
        "workflow_type": options.workflow,
        "prompt": prompt,
        "width": width,
        "height": height,
        "fps": options.fps,
        "quality": options.quality,
        "duration_seconds": options.duration,
    }
    seeds = [None if seed is None else seed + index for index in range(options.runs)]
    checked_seed(seeds[-1])
    return [RunRequest(seed=seed, **base) for seed in seeds]
