from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter

import pytest

from kinora.local.engine import Engine
from kinora.local.workers import FunctionSpec, WorkerPool
from tests.local import crash_host
from tests.local.machines import Functions, ask, events, region, task, until


@pytest.fixture(scope="module")
def kills(tmp_path_factory):
    """What became of a run whose host was killed at each of its commits, before and after."""
    folder = tmp_path_factory.mktemp("kills")
    path = os.pathsep.join(entry for entry in sys.path if entry)
    done = subprocess.run(
        [sys.executable, crash_host.__file__, str(folder)],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_host_killed_at_any_commit_is_followed_by_one_that_finishes(kills):
    assert len(kills) > 50
    for kill in kills:
        assert kill["status"] == "SUCCEEDED", kill
        assert kill["output"] == crash_host.OUTPUT, kill
        assert kill["ends"] == 1, kill
        assert kill["ids"] == list(range(1, len(kill["ids"]) + 1)), kill


def test_no_kill_starts_a_second_child(kills):
    assert {tuple(kill["children"]) for kill in kills} == {("SUCCEEDED",)}


def test_a_token_survives_every_kill(kills):
    for kill in kills:
        assert len(set(kill["tokens"])) == 1, kill
        assert len(kill["tokens"]) <= 2, kill
    in_function = next(kill for kill in kills if kill["commit"] == 0)
    assert len(in_function["tokens"]) == 2


def test_only_calls_under_way_are_made_again(kills):
    for kill in kills:
        notes = Counter(kill["notes"])
        assert set(notes) == {"first", "a", "b", "c", "inner", "last"}, kill
        again = {note for note, count in notes.items() if count > 1}
        assert max(notes.values()) <= 2, kill
        assert len(again) <= 2, kill  # two items of the Map may run at once
    assert any(len(kill["notes"]) > 6 for kill in kills)


@pytest.fixture
def opened(journal, functions, clock):
    """Open the engine of one journal, as often as a test likes."""

    def again():
        return Engine(journal, functions.invoker, clock=clock)

    return again


def test_times_are_kept_over_a_restart(opened, functions, clock):
    catch = [{"ErrorEquals": ["States.Timeout"], "Next": "Nap"}]
    machine = region(
        ("Ask", ask(TimeoutSeconds=2, Catch=catch, Next="Nap")),
        ("Nap", {"Type": "Wait", "Seconds": 100, "End": True}),
    )
    with opened() as engine:
        engine.create_state_machine("m", machine)
        arn = engine.start_execution("m", {})
        until(lambda: "TaskSubmitted" in events(engine, arn))
    clock.ahead += 1.5
    with opened() as engine:
        assert engine.describe_execution(arn).current[0].state == "Ask"
        clock.ahead += 1
        until(lambda: engine.describe_execution(arn).current[0].phase == "SLEEPING")
        clock.ahead += 99
        assert engine.wait(arn, 0.3).running
    clock.ahead += 1
    with opened() as engine:
        assert engine.wait(arn, 5).status == "SUCCEEDED"
    assert len(functions.tokens) == 1


def test_a_deadline_that_passed_without_a_host_counts(opened, functions, clock):
    with opened() as engine:
        engine.create_state_machine("m", {**region(("A", ask(End=True))), "TimeoutSeconds": 50})
        arn = engine.start_execution("m", {})
        until(lambda: "TaskSubmitted" in events(engine, arn))
    clock.ahead += 51
    with opened() as engine:
        assert engine.wait(arn, 1).status == "TIMED_OUT"


def test_a_function_is_not_asked_again_for_an_answer_that_would_be_too_late(
    opened, functions, clock
):
    state = ask(TimeoutSeconds=50, End=True)
    state["Parameters"]["FunctionName"] = "block"
    with opened() as engine:
        engine.create_state_machine("m", region(("A", state)))
        arn = engine.start_execution("m", {})
        until(lambda: functions.called("block"))
    clock.ahead += 51
    with opened() as engine:
        assert engine.wait(arn, 5).error == "States.Timeout"
    assert len(functions.called("block")) == 1


def test_retries_are_counted_over_a_restart(opened, functions, clock):
    retry = [{"ErrorEquals": ["ValueError"], "IntervalSeconds": 1, "MaxAttempts": 1}]
    with opened() as engine:
        engine.create_state_machine("m", region(("A", task("fail", Retry=retry, End=True))))
        arn = engine.start_execution("m", {})
        until(lambda: "TaskFailed" in events(engine, arn))
    with opened() as engine:
        assert clock.wait(engine, arn).status == "FAILED"
    assert len(functions.called("fail")) == 2


HOST = """
import pathlib, sys, time
from kinora.local.engine import Engine
from kinora.local.workers import FunctionSpec, WorkerPool
home = pathlib.Path(sys.argv[1])
spec = FunctionSpec("linger", "tests.local.sample_functions.linger", timeout_seconds=60)
with WorkerPool([spec], home / "log") as pool, Engine(home / "journal.sqlite", pool) as engine:
    time.sleep(60)
"""


def test_a_task_in_a_worker_is_done_again_after_its_host_was_killed(tmp_path):
    journal, mark = tmp_path / "journal.sqlite", tmp_path / "pid"
    machine = region(("A", task("linger", OutputPath="$.Payload", End=True)))
    path = os.pathsep.join(entry for entry in sys.path if entry)
    with Engine(journal, Functions().invoker) as engine:
        engine.create_state_machine("m", machine)
    first = subprocess.Popen(
        [sys.executable, "-c", HOST, str(tmp_path)], env={**os.environ, "PYTHONPATH": path}
    )
    quick = FunctionSpec("linger", "tests.local.sample_functions.describe")
    requests = Engine(journal, Functions().invoker)
    arn = requests.start_execution("m", {"mark": str(mark)})
    requests.close()
    until(lambda: mark.exists() and mark.read_text())
    first.send_signal(signal.SIGKILL)
    first.wait()
    with WorkerPool([quick], tmp_path / "log") as pool, Engine(journal, pool) as engine:
        view = engine.wait(arn, 5)
    assert view.output["event"] == {"mark": str(mark)}
