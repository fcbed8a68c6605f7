"""Whatever ends a task also ends the process that works on it, and the programs it started."""

from __future__ import annotations

import pytest

from kinora.local.client import Client
from kinora.local.engine import Engine
from kinora.local.workers import FunctionSpec, WorkerPool
from tests.local.machines import alive, region, task, until


@pytest.fixture
def mark(tmp_path):
    return tmp_path / "pid"


@pytest.fixture
def begin(journal, tmp_path, mark, clock):
    """Start a machine whose function lingers in a worker: the engine, the ARN and a process."""
    specs = [
        FunctionSpec("linger", "tests.local.sample_functions.linger", timeout_seconds=60),
        FunctionSpec("fail", "tests.local.sample_functions.fail"),
    ]
    with WorkerPool(specs, tmp_path / "log") as pool, Engine(journal, pool, clock=clock) as engine:

        def start(machine):
            engine.create_state_machine("m", machine)
            arn = engine.start_execution("m", {"mark": str(mark)})
            return engine, arn, until(lambda: mark.exists() and mark.read_text())

        yield start


def gone(pid: str) -> bool:
    """Whether a process ends soon, as one does that was killed."""
    return until(lambda: not alive(int(pid)), timeout=3)


def test_a_stop_from_this_process(begin):
    engine, arn, pid = begin(region(("A", task("linger", End=True))))
    engine.stop_execution(arn)
    assert gone(pid)


def test_a_stop_from_elsewhere(begin, journal):
    _, arn, pid = begin(region(("A", task("linger", End=True))))
    with Client(journal) as other:
        other.stop_execution(arn)
    assert gone(pid)


def test_the_timeout_of_the_task(begin, clock):
    engine, arn, pid = begin(region(("A", task("linger", TimeoutSeconds=50, End=True))))
    clock.ahead += 50
    assert engine.wait(arn, 5).error == "States.Timeout"
    assert gone(pid)


def with_token():
    """A state whose function gets a token, and lingers before it returns."""
    state = task("linger", TimeoutSeconds=50, End=True)
    state["Resource"] += ".waitForTaskToken"
    state["Parameters"] = {
        "FunctionName": "linger",
        "Payload": {"mark.$": "$.mark", "token.$": "$$.Task.Token"},
    }
    return state


def test_a_stop_of_a_task_that_waits_for_a_token(begin):
    engine, arn, pid = begin(region(("A", with_token())))
    engine.stop_execution(arn)
    assert gone(pid)


def test_the_timeout_of_a_task_that_waits_for_a_token(begin, clock):
    engine, arn, pid = begin(region(("A", with_token())))
    clock.ahead += 50
    assert engine.wait(arn, 5).error == "States.Timeout"
    assert gone(pid)


def test_the_timeout_of_the_machine(begin, clock):
    machine = {**region(("A", task("linger", End=True))), "TimeoutSeconds": 15}
    engine, arn, pid = begin(machine)
    clock.ahead += 15
    assert engine.wait(arn, 5).status == "TIMED_OUT"
    assert gone(pid)


def test_the_failure_of_another_branch(begin, clock):
    nap = ("B", {"Type": "Wait", "Seconds": 100, "Next": "C"})
    branches = [
        region(("A", task("linger", TimeoutSeconds=500, End=True))),
        region(nap, ("C", task("fail", End=True))),
    ]
    engine, arn, pid = begin(region(("P", {"Type": "Parallel", "Branches": branches, "End": True})))
    clock.ahead += 100
    assert engine.wait(arn, 5).error == "TooMuchError"
    assert gone(pid)


def test_the_end_of_the_engine(begin, journal, tmp_path):
    engine, _, pid = begin(region(("A", task("linger", End=True))))
    engine.close()
    assert gone(pid)
