"""Whole runs of the loop machine on warm and cold workers."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from kinora.model.run import RunRequest
from kinora.settings import Settings
from kinora.studio.host import host

RUNS = 4


def run() -> list[tuple[str, float, str]]:
    """Runs of 6 s, 512x512 at 24 fps, all states; the first one starts the workers."""
    seconds = []
    with tempfile.TemporaryDirectory() as folder, host(Settings(home=Path(folder))) as engine:
        for seed in range(RUNS):
            began = time.perf_counter()
            request = RunRequest(seed=seed, duration_seconds=6.0).model_dump(mode="json")
            view = engine.wait(engine.start_execution("LoopMachine", request, f"bench-{seed}"))
            assert view.status == "SUCCEEDED", view.cause
            seconds.append(time.perf_counter() - began)
    return [
        ("first run, workers start (limit 12)", seconds[0], "s"),
        ("later runs, slowest", max(seconds[1:]), "s"),
        ("clip length / time of a later run", 6.0 * (RUNS - 1) / sum(seconds[1:]), "x real time"),
    ]
