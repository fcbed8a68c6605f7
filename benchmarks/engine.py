"""What the one-machine engine and its function workers cost."""

from __future__ import annotations

import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from kinora.local.engine import Engine
from kinora.local.in_process import InProcessInvoker
from kinora.local.invoke import Outcome
from kinora.local.workers import FunctionSpec, WorkerPool

Figure = tuple[str, float, str]

STATES: Final = 500
CALLS: Final = 500
WAITING: Final = 1_000
IDLE_SECONDS: Final = 3.0


def echo(event: Any, _context: Any) -> Any:
    """A handler that does nothing."""
    return event


def run() -> list[Figure]:
    """Measure: (name, value, unit), in about ten seconds."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        return [
            ("Pass state, per transition", _transition(home / "pass", _pass_state), "ms"),
            ("lambda:invoke in process, per transition", _transition(home / "task", _task), "ms"),
            *_waiting(home / "waiting"),
            *_workers(home / "workers.log"),
        ]


def _pass_state(following: dict[str, Any]) -> dict[str, Any]:
    return {"Type": "Pass", **following}


def _task(following: dict[str, Any]) -> dict[str, Any]:
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke",
        "Parameters": {"FunctionName": "echo", "Payload": {}},
        "ResultPath": None,
        "TimeoutSeconds": 60,
        **following,
    }


def _transition(home: Path, make: Callable[[dict[str, Any]], dict[str, Any]]) -> float:
    """Milliseconds per state of a row of them, from start to end."""
    states = {
        f"S{index}": make({"Next": f"S{index + 1}"} if index + 1 < STATES else {"End": True})
        for index in range(STATES)
    }
    invoker = InProcessInvoker({"echo": echo})
    with Engine(home / "journal.sqlite", invoker) as engine:
        engine.create_state_machine("row", {"StartAt": "S0", "States": states})
        took = []
        for _ in range(3):
            begun = time.perf_counter()
            engine.wait(engine.start_execution("row", {"value": 1}), 60)
            took.append(time.perf_counter() - begun)
    invoker.close()
    return statistics.median(took) / STATES * 1e3


def _waiting(home: Path) -> list[Figure]:
    """A thousand executions that wait for a token: getting there, idling, and all resuming."""
    tokens: list[str] = []
    invoker = InProcessInvoker({"ask": lambda event, _context: tokens.append(event["token"])})
    ask = {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
        "Parameters": {"FunctionName": "ask", "Payload": {"token.$": "$$.Task.Token"}},
        "TimeoutSeconds": 3600,
        "End": True,
    }
    with Engine(home / "journal.sqlite", invoker) as engine:
        engine.create_state_machine("ask", {"StartAt": "A", "States": {"A": ask}})
        begun = time.perf_counter()
        arns = [engine.start_execution("ask", {}) for _ in range(WAITING)]
        while len(tokens) < WAITING:
            time.sleep(0.01)
        parked = time.perf_counter() - begun
        time.sleep(0.5)
        used, begun = time.process_time(), time.perf_counter()
        time.sleep(IDLE_SECONDS)
        idle = (time.process_time() - used) / (time.perf_counter() - begun)
        begun = time.perf_counter()
        for token in tokens:
            engine.send_task_success(token, None)
        for arn in arns:
            engine.wait(arn, 60)
        resumed = time.perf_counter() - begun
    invoker.close()
    return [
        (f"{WAITING} executions started and waiting", parked, "s"),
        (f"{WAITING} waiting executions, idle CPU", idle * 100, "%"),
        (f"{WAITING} waiting executions resumed and ended", resumed, "s"),
    ]


def _workers(log: Path) -> list[Figure]:
    names = ("first", "second")
    specs = [FunctionSpec(name, "benchmarks.engine.echo", timeout_seconds=10) for name in names]
    with WorkerPool(specs, log, [Path(__file__).parents[1]]) as pool:
        cold = _call(pool, "first")
        forked = _call(pool, "second")
        warm = [_call(pool, "first") for _ in range(CALLS)]
    return [
        ("first worker, with the fork server", cold * 1e3, "ms"),
        ("further worker, forked", forked * 1e3, "ms"),
        ("warm worker call, p50", statistics.median(warm) * 1e3, "ms"),
        ("warm worker call, p99", statistics.quantiles(warm, n=100)[98] * 1e3, "ms"),
    ]


def _call(pool: WorkerPool, function: str) -> float:
    """Seconds that one call takes."""
    done = threading.Event()
    outcomes: list[Outcome] = []

    def on_done(outcome: Outcome) -> None:
        outcomes.append(outcome)
        done.set()

    begun = time.perf_counter()
    pool.submit(function, {"value": 1}, None, on_done)
    done.wait()
    took = time.perf_counter() - begun
    if outcomes[0].failed:
        raise RuntimeError(f"{function} failed: {outcomes[0].payload}")
    return took


if __name__ == "__main__":
    for name, value, unit in run():
        print(f"{name:50} {value:10.3f} {unit}")
