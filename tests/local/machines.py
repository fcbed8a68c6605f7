"""Definitions and functions that the engine's tests share."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from typing import Any

from kinora.local.engine import Engine
from kinora.local.in_process import InProcessInvoker
from tests.asl.building import INVOKE, region, task

__all__ = ["Functions", "alive", "ask", "events", "nested", "region", "states", "task", "until"]


def ask(**fields: Any) -> dict[str, Any]:
    """A state that hands its token to the function ``ask``."""
    return {
        "Type": "Task",
        "Resource": f"{INVOKE}.waitForTaskToken",
        "Parameters": {
            "FunctionName": "ask",
            "Payload": {"token.$": "$$.Task.Token", "input.$": "$"},
        },
        "TimeoutSeconds": 60,
        **fields,
    }


def nested(machine: str, **fields: Any) -> dict[str, Any]:
    """A state that runs another machine to its end."""
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::states:startExecution.sync:2",
        "Parameters": {"StateMachineArn": machine, "Input.$": "$"},
        "TimeoutSeconds": 60,
        **fields,
    }


class Functions:
    """Handlers that remember their calls, for an in-process invoker.

    ``block`` returns when ``release`` is set; ``ask`` collects tokens; ``fail`` raises ValueError
    as long as ``failing`` is set.
    """

    def __init__(self) -> None:
        self.calls: list[tuple[str, Any]] = []
        self.tokens: list[str] = []
        self.release = threading.Event()
        self.failing = True
        self.invoker = InProcessInvoker(
            {name: getattr(self, name) for name in ("echo", "ask", "block", "fail", "odd")},
            concurrency=3,
        )

    def echo(self, event, context):
        self.calls.append(("echo", event))
        return event

    def ask(self, event, context):
        self.calls.append(("ask", event))
        self.tokens.append(event["token"])

    def block(self, event, context):
        self.calls.append(("block", event))
        assert self.release.wait(20)
        return "released"

    def fail(self, event, context):
        self.calls.append(("fail", event))
        if self.failing:
            raise ValueError("not yet")
        return "done"

    def odd(self, event, context):
        self.calls.append(("odd", event))
        if self.failing and event % 2:
            raise ValueError(f"odd {event}")
        return event * 10

    def called(self, name: str) -> list[Any]:
        return [event for called, event in self.calls if called == name]


def until(condition, timeout: float = 10) -> Any:
    """Wait for a condition; its value is returned."""
    limit = time.monotonic() + timeout
    while not (value := condition()):
        assert time.monotonic() < limit, "it did not come true"
        time.sleep(0.005)
    return value


def events(engine: Engine, execution: str) -> list[str]:
    """The types of an execution's events."""
    return [event.type for event in engine.get_execution_history(execution, 1000).items]


def states(engine: Engine, execution: str) -> list[str]:
    """The states that were entered, in order."""
    page = engine.get_execution_history(execution, 1000)
    return [event.state for event in page.items if event.type.endswith("StateEntered")]


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and was not yet collected does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout
    return bool(state.strip()) and not state.startswith("Z")
