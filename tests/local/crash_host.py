"""A host that is killed at every commit in turn, and another that takes over.

Run as a program, ``crash_host.py FOLDER``; it prints one line of JSON per kill. It forks its hosts
from a process without threads, so that each starts in milliseconds.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kinora.local.client import Client
from kinora.local.engine import Engine
from kinora.local.in_process import InProcessInvoker
from kinora.model.errors import ExecutionAlreadyExists, ExecutionError
from tests.local.machines import ask, nested, region, task

LIMIT = 15.0

MACHINE = region(
    ("First", task("note", "$.first", ResultPath=None, Next="Each")),
    (
        "Each",
        {
            "Type": "Map",
            "ItemsPath": "$.items",
            "MaxConcurrency": 2,
            "ItemProcessor": region(
                ("Item", task("note", OutputPath="$.Payload", Next="More")),
                ("More", {"Type": "Pass", "Parameters": {"done.$": "$"}, "End": True}),
            ),
            "ResultPath": "$.items",
            "Next": "Ask",
        },
    ),
    ("Ask", ask(ResultPath="$.answer", Next="Child")),
    (
        "Child",
        nested("child", ResultSelector={"o.$": "$.Output"}, ResultPath="$.child", Next="Nap"),
    ),
    ("Nap", {"Type": "Wait", "Seconds": 0, "Next": "Last"}),
    ("Last", task("note", "$.last", ResultPath=None, End=True)),
)
CHILD = region(("Inner", task("note", "$.inner", OutputPath="$.Payload", End=True)))
INPUT = {"first": "first", "items": ["a", "b", "c"], "inner": "inner", "last": "last"}
OUTPUT = {
    **INPUT,
    "items": [{"done": item} for item in INPUT["items"]],
    "answer": "yes",
    "child": {"o": "inner"},
}


def kill_self() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killing_connection(commit: int, *, after: bool) -> type[sqlite3.Connection]:
    """A connection that dies at a writing transaction's commit, before or after it."""
    seen, writing = 0, False

    class Killing(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            nonlocal seen, writing
            if sql != "COMMIT":
                writing = writing or sql == "BEGIN IMMEDIATE"
                return super().execute(sql, *values)
            seen += writing
            doomed = writing and seen == commit
            writing = False
            if doomed and not after:
                kill_self()
            cursor = super().execute(sql, *values)
            if doomed:
                kill_self()
            return cursor

    return Killing


def host(folder: Path, *, deadly: bool = False, asked: int = 1) -> dict[str, Any]:
    """Run or resume the one execution in a folder to its end, answering its question.

    A ``deadly`` host dies in the function that has just got a token, before it can return. The
    answer is given once the question was ``asked`` so often.
    """
    lock = threading.Lock()

    def append(name: str, text: str) -> None:
        with lock, (folder / name).open("a") as lines:
            lines.write(text + "\n")

    def note(event, context):
        append("notes", event)
        return event

    def question(event, context):
        append("tokens", event["token"])
        if deadly:
            kill_self()

    invoker = InProcessInvoker({"note": note, "ask": question})
    with Engine(folder / "journal.sqlite", invoker) as engine:
        engine.create_state_machine("child", CHILD)
        engine.create_state_machine("main", MACHINE)
        try:
            arn = engine.start_execution("main", INPUT, "run")
        except ExecutionAlreadyExists:  # the former host died right after its end
            arn = engine.describe_execution("run").arn
        limit = time.monotonic() + LIMIT
        while (view := engine.wait(arn, 0.01)).running and time.monotonic() < limit:
            tokens = lines_of(folder / "tokens")
            for token in tokens[asked - 1 :]:
                answer(engine, token)
        history = engine.get_execution_history(arn, 1000).items
        children = engine.list_executions("child").items
    return {
        "status": view.status,
        "output": view.output,
        "ids": [event.id for event in history],
        "ends": sum(event.type == "ExecutionSucceeded" for event in history),
        "children": [child.status for child in children],
    }


def answer(client: Client, token: str) -> None:
    try:
        client.send_task_success(token, "yes")
    except ExecutionError:
        return  # it has been answered before


def lines_of(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def in_child(work: Callable[[], None]) -> int:
    """The wait status of a forked process that does some work."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
            os._exit(0)
        except BaseException:  # noqa: BLE001 - a fork must not return into the parent's code
            traceback.print_exc()
        finally:
            os._exit(1)
    return os.waitpid(pid, 0)[1]


def killed_at(folder: Path, commit: int, *, after: bool) -> bool:
    """Run a host that is to die; whether it did."""
    connect = sqlite3.connect

    def work() -> None:
        kind = killing_connection(commit, after=after)
        sqlite3.connect = lambda *args, **kwargs: connect(*args, factory=kind, **kwargs)
        host(folder)

    status = in_child(work)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status)


def resume(folder: Path, asked: int = 1) -> dict[str, Any]:
    """What a second host makes of the folder."""

    def work() -> None:
        (folder / "result").write_text(json.dumps(host(folder, asked=asked)))

    status = in_child(work)
    assert status == 0, f"the second host failed: {status}"
    result = json.loads((folder / "result").read_text())
    tokens = lines_of(folder / "tokens")
    return {**result, "notes": lines_of(folder / "notes"), "tokens": tokens}


def main(base: Path) -> None:
    folder = base / "question"
    folder.mkdir()
    assert os.WIFSIGNALED(in_child(lambda: host(folder, deadly=True)))
    print(json.dumps({"commit": 0, "after": True, **resume(folder, asked=2)}), flush=True)
    commit, killed = 0, True
    while killed:
        commit += 1
        for after in (False, True):
            folder = base / f"{commit}-{'after' if after else 'before'}"
            folder.mkdir()
            killed = killed_at(folder, commit, after=after)
            if killed:
                report = {"commit": commit, "after": after, **resume(folder)}
                print(json.dumps(report), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
