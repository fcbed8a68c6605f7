from __future__ import annotations

import threading
import time

from kinora.local.engine import Engine
from kinora.local.in_process import InProcessInvoker
from tests.local.machines import ask, events, region, task, until


def map_of(item, **fields):
    return {
        "Type": "Map",
        "ItemsPath": "$.l",
        "ItemProcessor": region(("I", item)),
        "End": True,
        **fields,
    }


def test_at_most_so_many_items_run_at_once(journal):
    running, peak, lock = 0, 0, threading.Lock()

    def work(event, context):
        nonlocal running, peak
        with lock:
            running += 1
            peak = max(peak, running)
        time.sleep(0.01)
        with lock:
            running -= 1
        return event

    invoker = InProcessInvoker({"work": work}, concurrency=10)
    item = task("work", OutputPath="$.Payload", End=True)
    with Engine(journal, invoker) as engine:
        engine.create_state_machine("m", region(("M", map_of(item, MaxConcurrency=3))))
        view = engine.wait(engine.start_execution("m", {"l": list(range(12))}), 10)
    invoker.close()
    assert view.output == list(range(12))
    assert peak == 3


def test_forty_items_run_at_once_when_none_are_limited(engine, functions):
    engine.create_state_machine("m", region(("M", map_of(ask(End=True)))))
    arn = engine.start_execution("m", {"l": list(range(45))})
    until(lambda: len(functions.tokens) == 40)
    assert len(engine.describe_execution(arn).current) == 41
    while len(functions.called("ask")) < 45 or engine.describe_execution(arn).running:
        if functions.tokens:
            engine.send_task_success(functions.tokens.pop(), 1)
        time.sleep(0.001)
    assert engine.describe_execution(arn).output == [1] * 45


def test_the_first_failure_aborts_the_other_items(engine, functions):
    item = {
        "Type": "Choice",
        "Choices": [{"Variable": "$", "NumericEquals": 1, "Next": "Bad"}],
        "Default": "Ask",
    }
    inside = region(("I", item), ("Ask", ask(End=True)), ("Bad", task("fail", End=True)))
    engine.create_state_machine("m", region(("M", {**map_of(item), "ItemProcessor": inside})))
    view = engine.wait(engine.start_execution("m", {"l": [0, 1, 2]}), 5)
    assert (view.status, view.error) == ("FAILED", "ValueError")
    kinds = events(engine, view.arn)
    assert kinds.count("MapIterationFailed") == 1
    assert kinds.count("MapIterationAborted") == 2
    assert "MapStateFailed" in kinds


def test_a_retried_map_starts_all_over(run, functions):
    retry = [{"ErrorEquals": ["ValueError"], "IntervalSeconds": 1, "MaxAttempts": 1}]
    view = run(
        region(("M", map_of(task("odd", End=True), Retry=retry, MaxConcurrency=1))), {"l": [2, 1]}
    )
    assert view.error == "ValueError"
    assert functions.called("odd") == [2, 1, 2, 1]


def test_an_error_of_the_selector_fails_the_map(run, engine):
    state = map_of({"Type": "Pass", "End": True}, ItemSelector={"v.$": "$.nowhere"})
    view = run(region(("M", state)), {"l": [1, 2]})
    assert view.error == "States.Runtime"
    assert "$.nowhere" in view.cause


def test_a_map_in_a_loop_starts_afresh(run, functions):
    machine = region(
        (
            "M",
            {
                **map_of(task("odd", OutputPath="$.Payload", End=True)),
                "End": False,
                "ResultPath": "$.l",
                "Next": "More",
            },
        ),
        (
            "More",
            {
                "Type": "Choice",
                "Default": "Done",
                "Choices": [{"Variable": "$.l[0]", "NumericLessThan": 1000, "Next": "M"}],
            },
        ),
        ("Done", {"Type": "Succeed", "OutputPath": "$.l"}),
    )
    del machine["States"]["M"]["End"]
    assert run(machine, {"l": [2, 4]}).output == [2000, 4000]


def test_branches_of_a_parallel_fail_and_are_caught_as_one(engine, functions, run):
    state = {
        "Type": "Parallel",
        "Branches": [region(("A", ask(End=True))), region(("B", task("fail", End=True)))],
        "Catch": [{"ErrorEquals": ["ValueError"], "Next": "C", "ResultPath": "$.e"}],
        "Next": "C",
    }
    view = run(
        region(("P", state), ("C", {"Type": "Pass", "OutputPath": "$.e.Error", "End": True}))
    )
    assert view.output == "ValueError"
    assert "ParallelStateFailed" in events(engine, view.arn)


def test_map_in_parallel_in_map(run):
    inner = map_of({"Type": "Pass", "Parameters": {"n.$": "$$.Map.Item.Value"}, "End": True})
    parallel = {
        "Type": "Parallel",
        "Branches": [
            region(("A", inner)),
            region(
                ("B", {"Type": "Pass", "Parameters": {"o.$": "$$.Map.Item.Index"}, "End": True})
            ),
        ],
        "End": True,
    }
    view = run(region(("M", map_of(parallel))), {"l": [{"l": [7]}, {"l": []}]})
    assert view.output == [[[{"n": 7}], {"o": 0}], [[], {"o": 1}]]
