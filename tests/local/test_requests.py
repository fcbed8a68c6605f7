from __future__ import annotations

import time

import pytest

from kinora.local.client import Client
from kinora.local.engine import Engine
from kinora.model.errors import (
    ExecutionDoesNotExist,
    ExecutionNotRedrivable,
    InvalidInput,
    StateMachineDoesNotExist,
    TaskTimedOut,
)
from tests.local.machines import ask, events, nested, region, states, task, until

PASS = region(("P", {"Type": "Pass", "End": True}))


def pages(ask_page):
    """The items of all pages, page by page."""
    found, cursor = [], None
    while True:
        page = ask_page(cursor)
        found.append(page.items)
        cursor = page.cursor
        if cursor is None:
            return found


def test_lists_are_paged_and_filtered(engine):
    engine.create_state_machine("a", PASS)
    engine.create_state_machine("b", region(("A", ask(End=True))))
    names = [f"run-{number}" for number in range(7)]
    for name in names:
        engine.wait(engine.start_execution("a", {}, name), 5)
    waiting = engine.start_execution("b", {"x": 1}, "asking")
    parts = pages(lambda cursor: engine.list_executions("a", limit=3, cursor=cursor))
    assert [len(part) for part in parts] == [3, 3, 1]
    assert [view.name for part in parts for view in part] == names[::-1]
    (running,) = engine.list_executions(status="RUNNING").items
    assert (running.arn, running.input) == (waiting, {"x": 1})
    assert running.current
    assert len(engine.list_executions().items) == 8
    assert engine.list_executions("b", "FAILED").items == ()


def test_histories_are_paged_in_both_directions(engine, run):
    row = [(f"S{i}", {"Type": "Pass", "Next": f"S{i + 1}"}) for i in range(10)]
    arn = run(region(*row, ("S10", {"Type": "Succeed"}))).arn
    forward = [
        event.id
        for part in pages(lambda c: engine.get_execution_history(arn, 7, c))
        for event in part
    ]
    back = [
        event.id
        for part in pages(lambda c: engine.get_execution_history(arn, 5, c, reverse=True))
        for event in part
    ]
    assert forward == list(range(1, 25))
    assert back == forward[::-1]
    last = engine.get_execution_history(arn, 1, reverse=True).items[0]
    assert (last.type, last.state, dict(last.details)) == (
        "ExecutionSucceeded",
        None,
        {"output": {}},
    )


def test_bad_pages_are_refused(engine, run):
    arn = run(PASS).arn
    for request in (
        lambda: engine.list_executions(limit=0),
        lambda: engine.list_executions(status="BUSY"),
        lambda: engine.list_executions(cursor="x"),
        lambda: engine.get_execution_history(arn, 1001),
        lambda: engine.get_execution_history(arn, cursor="²"),
    ):
        with pytest.raises(InvalidInput):
            request()
    with pytest.raises(StateMachineDoesNotExist):
        engine.list_executions("nobody")
    with pytest.raises(ExecutionDoesNotExist):
        engine.get_execution_history("nobody")


def test_a_name_that_two_machines_share_needs_its_arn(engine):
    for machine in ("a", "b"):
        engine.create_state_machine(machine, PASS)
        engine.start_execution(machine, {}, "same")
    with pytest.raises(ExecutionDoesNotExist, match="ARN"):
        engine.describe_execution("same")
    arn = "arn:aws:states:local:000000000000:execution:b:same"
    assert engine.describe_execution(arn).machine == "b"


def test_stopping_stops_children_and_leaves_ended_ones_alone(engine, functions, run):
    engine.create_state_machine("child", region(("A", ask(End=True))))
    engine.create_state_machine("parent", region(("N", nested("child", End=True))))
    arn = engine.start_execution("parent", {})
    until(lambda: functions.tokens)
    engine.stop_execution(arn)
    child = engine.list_executions("child").items[0]
    assert (engine.describe_execution(arn).status, child.status) == ("ABORTED", "ABORTED")
    with pytest.raises(TaskTimedOut):
        engine.send_task_success(functions.tokens[0], 1)
    done = run(PASS)
    engine.stop_execution(done.arn, "Too", "late")
    assert engine.describe_execution(done.arn) == done


def test_redrive_goes_on_at_the_failed_state(engine, run, functions):
    view = run(
        region(
            ("A", task("echo", ResultPath="$.a", Next="B")),
            ("B", task("fail", OutputPath="$.Payload", End=True)),
        )
    )
    assert view.status == "FAILED"
    functions.failing = False
    engine.redrive_execution(view.arn)
    again = engine.wait(view.arn, 5)
    assert (again.status, again.output, again.redrives) == ("SUCCEEDED", "done", 1)
    assert states(engine, view.arn) == ["A", "B", "B"]
    assert "ExecutionRedriven" in events(engine, view.arn)
    with pytest.raises(ExecutionNotRedrivable, match="SUCCEEDED"):
        engine.redrive_execution(view.arn)


def test_redrive_gives_fresh_retries(engine, run, functions, clock):
    retry = [{"ErrorEquals": ["ValueError"], "IntervalSeconds": 1, "MaxAttempts": 1}]
    view = run(region(("A", task("fail", Retry=retry, End=True))))
    engine.redrive_execution(view.arn)
    assert clock.wait(engine, view.arn).status == "FAILED"
    assert len(functions.called("fail")) == 4


def test_redrive_keeps_the_items_that_were_done(engine, run, functions):
    state = {
        "Type": "Map",
        "ItemsPath": "$.l",
        "MaxConcurrency": 1,
        "ItemProcessor": region(
            ("Twice", task("echo", OutputPath="$.Payload", Next="Odd")),
            ("Odd", task("odd", OutputPath="$.Payload", End=True)),
        ),
        "End": True,
    }
    view = run(region(("M", state)), {"l": [2, 3, 4]})
    assert view.status == "FAILED"
    functions.failing = False
    engine.redrive_execution(view.arn)
    assert engine.wait(view.arn, 5).output == [20, 30, 40]
    assert functions.called("echo") == [2, 3, 4]
    assert functions.called("odd") == [2, 3, 3, 4]


def failing_region(state):
    """A state whose errors are caught, recorded, and end in Fail."""
    catch = [{"ErrorEquals": ["States.ALL"], "Next": "Record", "ResultPath": "$.error"}]
    return region(
        ("First", task("echo", ResultPath=None, Next="Work")),
        ("Work", {**state, "Catch": catch}),
        ("Record", task("echo", ResultPath=None, Next="Lost")),
        ("Lost", {"Type": "Fail", "ErrorPath": "$.error.Error", "CausePath": "$.error.Cause"}),
    )


def test_redrive_goes_back_before_a_catch_that_led_to_fail(engine, run, functions):
    view = run(failing_region(task("fail", ResultPath="$.r", End=True)), {"x": 1})
    assert (view.status, view.error) == ("FAILED", "ValueError")
    functions.failing = False
    engine.redrive_execution(view.arn)
    again = engine.wait(view.arn, 5)
    assert again.status == "SUCCEEDED"
    assert {**again.output, "r": again.output["r"]["Payload"]} == {"x": 1, "r": "done"}
    assert states(engine, view.arn) == ["First", "Work", "Record", "Lost", "Work"]


def test_redrive_before_a_catch_keeps_the_items_too(engine, run, functions):
    state = {
        "Type": "Map",
        "ItemsPath": "$.l",
        "MaxConcurrency": 1,
        "ItemProcessor": region(("Odd", task("odd", OutputPath="$.Payload", End=True))),
        "End": True,
    }
    view = run(failing_region(state), {"l": [2, 3]})
    assert view.status == "FAILED"
    functions.failing = False
    engine.redrive_execution(view.arn)
    assert engine.wait(view.arn, 5).output == [20, 30]
    assert functions.called("odd") == [2, 3, 3]


def test_redrive_after_a_handled_error_does_not_go_back(engine, run, functions):
    """The catch led to a way that could have ended well: only the Fail state is done again."""
    catch = [{"ErrorEquals": ["ValueError"], "Next": "Which", "ResultPath": None}]
    machine = region(
        ("Work", task("fail", Catch=catch, ResultPath=None, Next="Which")),
        (
            "Which",
            {
                "Type": "Choice",
                "Choices": [{"Variable": "$.x", "NumericEquals": 1, "Next": "Lost"}],
                "Default": "Fine",
            },
        ),
        ("Lost", {"Type": "Fail", "Error": "Mine"}),
        ("Fine", {"Type": "Succeed"}),
    )
    view = run(machine, {"x": 1})
    engine.redrive_execution(view.arn)
    assert engine.wait(view.arn, 5).error == "Mine"
    assert states(engine, view.arn) == ["Work", "Which", "Lost", "Lost"]


def test_a_stopped_and_a_timed_out_execution_can_be_redriven(engine, run, functions):
    timed = run({**region(("A", ask(End=True))), "TimeoutSeconds": 3})
    assert timed.status == "TIMED_OUT"
    engine.redrive_execution(timed.arn)
    until(lambda: len(functions.tokens) == 2)
    engine.stop_execution(timed.arn)
    engine.redrive_execution(timed.arn)
    until(lambda: len(functions.tokens) == 3)
    engine.send_task_success(functions.tokens[2], "third")
    assert engine.wait(timed.arn, 5).output == "third"


def test_a_map_that_was_stopped_between_retries_starts_all_over(engine, functions):
    state = {
        "Type": "Map",
        "ItemsPath": "$.l",
        "MaxConcurrency": 1,
        "ItemProcessor": region(("Odd", task("odd", OutputPath="$.Payload", End=True))),
        "Retry": [{"ErrorEquals": ["ValueError"], "IntervalSeconds": 1000}],
        "End": True,
    }
    engine.create_state_machine("m", region(("M", state)))
    arn = engine.start_execution("m", {"l": [2, 3]})
    until(lambda: "MapStateFailed" in events(engine, arn))
    engine.stop_execution(arn)
    functions.failing = False
    engine.redrive_execution(arn)
    assert engine.wait(arn, 5).output == [20, 30]
    assert functions.called("odd") == [2, 3, 2, 3]


def test_a_running_execution_cannot_be_redriven(engine):
    engine.create_state_machine("m", region(("A", ask(End=True))))
    arn = engine.start_execution("m", {})
    with pytest.raises(ExecutionNotRedrivable, match="RUNNING"):
        engine.redrive_execution(arn)


def test_requests_without_an_interpreter(journal, functions):
    with Client(journal) as client:
        client.create_state_machine("m", region(("A", ask(End=True))))
        arn = client.start_execution("m", {"x": 1})
        assert client.wait(arn, 0.05).running
        assert client.describe_execution(arn).current[0].phase == "READY"
    with Engine(journal, functions.invoker):
        token = until(lambda: functions.tokens)[0]
    with Client(journal) as client:
        client.send_task_success(token, "later")
        assert client.describe_execution(arn).running
    with Engine(journal, functions.invoker) as engine:
        assert engine.wait(arn, 5).output == "later"


def test_a_running_interpreter_notices_others_within_a_second(journal, engine, functions):
    engine.create_state_machine("m", region(("A", ask(End=True))))
    with Client(journal) as other:
        arn = other.start_execution("m", {})
        begun = time.monotonic()
        token = until(lambda: functions.tokens)[0]
        other.send_task_success(token, 1)
        assert other.wait(arn, 5).status == "SUCCEEDED"
        assert time.monotonic() - begun < 2  # it was to notice twice
