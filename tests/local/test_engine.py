from __future__ import annotations

import os
import threading
import time

import pytest

from kinora.local.engine import Engine
from kinora.local.in_process import InProcessInvoker
from kinora.model.errors import (
    ExecutionAlreadyExists,
    ExecutionDoesNotExist,
    HostBusy,
    InvalidDefinition,
    InvalidInput,
    StateMachineDoesNotExist,
)
from tests.local.machines import ask, events, nested, region, states, task, until

PASS = region(("P", {"Type": "Pass", "End": True}))


def test_a_run_from_start_to_end(engine, run):
    view = run(
        region(("A", task(ResultPath="$.a", Next="B")), ("B", {"Type": "Succeed"})), {"x": 1}
    )
    assert view.status == "SUCCEEDED"
    assert view.output == {
        "x": 1,
        "a": {"ExecutedVersion": "$LATEST", "Payload": {"x": 1}, "StatusCode": 200},
    }
    assert view.started_at <= view.ended_at
    assert view.current == ()
    assert events(engine, view.arn) == [
        "ExecutionStarted",
        "TaskStateEntered",
        "TaskScheduled",
        "TaskStarted",
        "TaskSucceeded",
        "TaskStateExited",
        "SucceedStateEntered",
        "SucceedStateExited",
        "ExecutionSucceeded",
    ]


def test_a_function_by_its_arn_returns_its_result_as_it_is(run):
    arn = "arn:aws:lambda:eu-west-1:123456789012:function:echo:live"
    state = {"Type": "Task", "Resource": arn, "TimeoutSeconds": 5, "End": True}
    assert run(region(("A", state)), {"x": 1}).output == {"x": 1}


def test_an_uncaught_error_ends_the_execution(engine, run):
    view = run(region(("A", task("fail", End=True))))
    assert (view.status, view.error) == ("FAILED", "ValueError")
    assert '"errorMessage":"not yet"' in view.cause
    assert events(engine, view.arn)[-2:] == ["TaskFailed", "ExecutionFailed"]


def test_a_very_long_cause_is_cut_and_can_be_caught(journal):
    def fail(event, context):
        raise ValueError("x" * 400_000)

    invoker = InProcessInvoker({"fail": fail})
    catch = [{"ErrorEquals": ["ValueError"], "Next": "B"}]
    machine = region(("A", task("fail", Catch=catch, Next="B")), ("B", {"Type": "Succeed"}))
    with Engine(journal, invoker) as engine:
        engine.create_state_machine("m", machine)
        view = engine.wait(engine.start_execution("m", {}), 5)
    invoker.close()
    assert view.status == "SUCCEEDED"
    assert len(view.output["Cause"]) == 32_768


def test_an_unknown_function_is_an_error_of_the_task(run):
    view = run(region(("A", task("nobody", End=True))))
    assert view.error == "Lambda.ResourceNotFoundException"


def test_retries_are_counted_and_shown_to_the_state(run, functions):
    retry = [{"ErrorEquals": ["ValueError"], "IntervalSeconds": 1, "MaxAttempts": 1}]
    view = run(region(("A", task("fail", "$$.State.RetryCount", Retry=retry, End=True))))
    assert view.error == "ValueError"
    assert functions.called("fail") == [0, 1]


def test_a_task_past_its_timeout_fails_and_can_be_caught(run):
    catch = [{"ErrorEquals": ["States.Timeout"], "Next": "B", "ResultPath": "$.e"}]
    view = run(
        region(
            ("A", task("block", TimeoutSeconds=1, Catch=catch, Next="B")),
            ("B", {"Type": "Pass", "OutputPath": "$.e.Error", "End": True}),
        )
    )
    assert view.output == "States.Timeout"
    assert 1 <= view.ended_at - view.started_at < 5


def test_timeouts_can_come_from_the_data(run):
    state = task("block", TimeoutSecondsPath="$.t", End=True)
    del state["TimeoutSeconds"]
    assert run(region(("A", state)), {"t": 1}).error == "States.Timeout"
    assert run(region(("A", state)), {"t": 1.5}).error == "States.Runtime"


def test_the_machine_timeout_ends_a_waiting_execution(run, engine, functions):
    view = run({**region(("A", ask(End=True))), "TimeoutSeconds": 1})
    assert (view.status, view.error) == ("TIMED_OUT", "States.Timeout")
    assert 1 <= view.ended_at - view.started_at < 5
    assert events(engine, view.arn)[-1] == "ExecutionTimedOut"


def test_waits_keep_their_time(run):
    view = run(region(("W", {"Type": "Wait", "Seconds": 1, "End": True})))
    assert 1 <= view.ended_at - view.started_at < 5


def test_a_slow_function_holds_up_nobody_else(engine, functions):
    engine.create_state_machine("slow", region(("A", task("block", End=True))))
    engine.create_state_machine("quick", region(("A", task("echo", End=True))))
    slow = [engine.start_execution("slow", {}) for _ in range(8)]
    begun = time.monotonic()
    assert engine.wait(engine.start_execution("quick", {}), 5).status == "SUCCEEDED"
    assert time.monotonic() - begun < 5
    functions.release.set()
    assert {engine.wait(arn, 10).status for arn in slow} == {"SUCCEEDED"}


def test_another_machine_is_run_to_its_end(engine, run):
    engine.create_state_machine("child", region(("A", task(OutputPath="$.Payload", End=True))))
    view = run(region(("N", nested("child", End=True))), {"x": 1})
    assert view.output["Status"] == "SUCCEEDED"
    assert view.output["Output"] == {"x": 1}
    assert engine.describe_execution(view.output["ExecutionArn"]).machine == "child"


def test_a_failed_child_fails_the_task(engine, run):
    engine.create_state_machine(
        "child", region(("A", {"Type": "Fail", "Error": "E", "Cause": "c"}))
    )
    view = run(region(("N", nested("child", End=True))))
    assert view.error == "States.TaskFailed"
    assert '"Error":"E"' in view.cause


def test_a_child_can_be_started_without_waiting(engine, run, functions):
    engine.create_state_machine("child", region(("A", ask(End=True))))
    start = nested("child", End=True)
    start["Resource"] = "arn:aws:states:::states:startExecution"
    start["Parameters"]["Name"] = "the-child"
    view = run(region(("N", start)))
    assert view.status == "SUCCEEDED"
    assert engine.describe_execution("the-child").running
    assert view.output["ExecutionArn"] == engine.describe_execution("the-child").arn


@pytest.mark.parametrize(
    ("parameters", "error"),
    [
        ({"StateMachineArn": "nobody"}, "StepFunctions.StateMachineDoesNotExistException"),
        (
            {"StateMachineArn": "child", "Name": "a b"},
            "StepFunctions.InvalidExecutionInputException",
        ),
        (
            {"StateMachineArn": "child", "Input": "{"},
            "StepFunctions.InvalidExecutionInputException",
        ),
    ],
)
def test_a_child_that_cannot_start(engine, run, parameters, error):
    engine.create_state_machine("child", PASS)
    assert (
        run(region(("N", {**nested("child", End=True), "Parameters": parameters}))).error == error
    )


def test_a_timed_out_parent_stops_its_child(engine, run, functions):
    engine.create_state_machine("child", region(("A", ask(End=True))))
    view = run(region(("N", nested("child", TimeoutSeconds=1, End=True))))
    assert view.error == "States.Timeout"
    assert engine.list_executions("child").items[0].status == "ABORTED"


def test_context_of_nested_maps(run):
    inner = {
        "Type": "Map",
        "ItemSelector": {"in.$": "$$.Map.Item.Index", "v.$": "$$.Map.Item.Value"},
        "ItemProcessor": region(("I", {"Type": "Pass", "End": True})),
        "End": True,
    }
    outer = {"Type": "Map", "ItemsPath": "$.l", "ItemProcessor": region(("O", inner)), "End": True}
    assert run(region(("M", outer)), {"l": [["a"], ["b", "c"]]}).output == [
        [{"in": 0, "v": "a"}],
        [{"in": 0, "v": "b"}, {"in": 1, "v": "c"}],
    ]


def test_starting_is_idempotent_by_name_and_input(engine, functions):
    engine.create_state_machine("m", region(("A", ask(End=True))))
    first = engine.start_execution("m", {"x": 1}, "one")
    assert engine.start_execution("m", {"x": 1.0}, "one") == first
    with pytest.raises(ExecutionAlreadyExists, match="another input"):
        engine.start_execution("m", {"x": 2}, "one")
    engine.send_task_success(until(lambda: functions.tokens)[0], None)
    engine.wait(first, 5)
    with pytest.raises(ExecutionAlreadyExists, match="has ended"):
        engine.start_execution("m", {"x": 1}, "one")


def test_a_running_execution_keeps_its_definition(engine, functions):
    engine.create_state_machine("m", region(("A", ask(Next="B")), ("B", {"Type": "Succeed"})))
    arn = engine.start_execution("m", {})
    token = until(lambda: functions.tokens)[0]
    engine.create_state_machine("m", PASS)
    engine.send_task_success(token, None)
    engine.wait(arn, 5)
    assert states(engine, arn) == ["A", "B"]
    assert states(engine, engine.wait(engine.start_execution("m", {}), 5).arn) == ["P"]


def test_refused_requests(engine):
    engine.create_state_machine("m", PASS)
    with pytest.raises(InvalidDefinition, match="StartAt"):
        engine.create_state_machine("bad", {**PASS, "StartAt": "Q"})
    with pytest.raises(StateMachineDoesNotExist):
        engine.start_execution("bad", {})
    with pytest.raises(ExecutionDoesNotExist):
        engine.describe_execution("nobody")
    for name in ("", "a b", "x" * 81, "a/b", "a\n"):
        with pytest.raises(InvalidInput, match="name"):
            engine.start_execution("m", {}, name)
    for given in ("x" * 300_000, float("nan"), object()):
        with pytest.raises(InvalidInput, match="input"):
            engine.start_execution("m", given)


def test_one_host_per_home(engine, journal, functions):
    second = Engine(journal, functions.invoker)
    with pytest.raises(HostBusy, match=f"process {os.getpid()} already"):
        second.start()
    assert second.list_executions().items == ()
    second.close()


def test_payloads_beyond_256_kib_are_an_error(run):
    value = "é" * 131_073
    view = run(region(("A", {"Type": "Pass", "Result": value, "End": True})))
    assert view.error == "States.DataLimitExceeded"
    fits = "é" * 131_071
    assert run(region(("A", {"Type": "Pass", "Result": fits, "End": True}))).output == fits


def test_strange_text_survives(run):
    for text in ("\ud800", "\x00", "ÿ\u2028", "'\"\\"):
        assert run(PASS, {text: text}).output == {text: text}


def test_results_that_are_no_json_are_an_error_of_the_function(journal):
    invoker = InProcessInvoker({"f": lambda event, context: {1, 2}})
    with Engine(journal, invoker) as engine:
        engine.create_state_machine("m", region(("A", task("f", End=True))))
        view = engine.wait(engine.start_execution("m", {}), 5)
    invoker.close()
    assert view.error == "Runtime.MarshalError"


def test_listeners_hear_every_event_in_order_and_cannot_break_the_engine(engine, run):
    heard = []

    def listener(event):
        heard.append((event.execution, event.id, event.type))
        raise RuntimeError("a bad listener")

    engine.on_event(listener)
    arn = run(
        region(("M", {"Type": "Map", "ItemsPath": "$.l", "ItemProcessor": PASS, "End": True})),
        {"l": [1, 2, 3]},
    ).arn
    page = engine.get_execution_history(arn, 1000)
    assert heard == [(arn, event.id, event.type) for event in page.items]
    assert [event.id for event in page.items] == list(range(1, len(page.items) + 1))


def test_ids_clock_and_chance_are_given(journal, functions):
    names = iter(["first", "second"])
    with Engine(
        journal,
        functions.invoker,
        clock=lambda: 1_700_000_000.25,
        new_name=lambda: next(names),
        new_token=lambda: "the-token",
    ) as engine:
        engine.create_state_machine("m", region(("A", ask(End=True))))
        arn = engine.start_execution("m", {})
        until(lambda: functions.tokens == ["the-token"])
        engine.send_task_success("the-token", 1)
        view = engine.wait(arn, 5)
    assert (view.name, view.started_at, view.ended_at) == ("first", *[1_700_000_000.25] * 2)


def test_closing_leaves_no_threads(journal, functions):
    before = threading.active_count()
    with Engine(journal, functions.invoker):
        pass
    functions.invoker.close()
    assert threading.active_count() <= before
