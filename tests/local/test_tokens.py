from __future__ import annotations

import pytest

from kinora.local.engine import Engine
from kinora.local.in_process import InProcessInvoker
from kinora.model.errors import InvalidInput, InvalidToken, TaskTimedOut
from tests.local.machines import ask, events, region, task, until


@pytest.fixture
def waiting(engine, functions):
    """Start an execution that waits for a token: its ARN and the token."""

    def start(state, following=(), given=None):
        engine.create_state_machine("m", region(("A", state), *following))
        before = len(functions.tokens)
        arn = engine.start_execution("m", {} if given is None else given)
        until(lambda: len(functions.tokens) > before)
        until(lambda: "TaskSubmitted" in events(engine, arn))
        return arn, functions.tokens[-1]

    return start


def test_a_token_is_answered_once(engine, waiting):
    arn, token = waiting(ask(ResultPath="$.answer", End=True), given={"x": 1})
    (position,) = engine.describe_execution(arn).current
    assert (position.state, position.phase) == ("A", "WAITING")
    engine.send_task_success(token, {"pick": 2})
    with pytest.raises(TaskTimedOut):
        engine.send_task_success(token, {"pick": 3})
    assert engine.wait(arn, 5).output == {"x": 1, "answer": {"pick": 2}}
    for send in (engine.send_task_failure, engine.send_task_heartbeat):
        with pytest.raises(TaskTimedOut):
            send(token)


def test_a_token_that_was_never_given(engine):
    with pytest.raises(InvalidToken):
        engine.send_task_success("made-up", None)


def test_an_answer_must_be_json_of_limited_size(engine, waiting):
    arn, token = waiting(ask(End=True))
    for output in (object(), "x" * 300_000):
        with pytest.raises(InvalidInput, match="output"):
            engine.send_task_success(token, output)
    engine.send_task_success(token, "fine")
    assert engine.wait(arn, 5).output == "fine"


def test_a_failure_carries_error_and_cause(engine, waiting):
    catch = [{"ErrorEquals": ["Refused"], "Next": "B"}]
    after = ("B", {"Type": "Pass", "End": True})
    arn, token = waiting(ask(Catch=catch, Next="B"), [after])
    engine.send_task_failure(token, "Refused", "because")
    assert engine.wait(arn, 5).output == {"Error": "Refused", "Cause": "because"}


def test_every_retry_has_a_token_of_its_own(engine, waiting, functions, clock):
    retry = [{"ErrorEquals": ["Again"], "IntervalSeconds": 1, "MaxAttempts": 1}]
    arn, first = waiting(ask(Retry=retry, End=True))
    engine.send_task_failure(first, "Again")
    clock.wait(engine, arn, 0.5)
    with pytest.raises(TaskTimedOut):
        engine.send_task_success(first, 1)
    engine.send_task_success(functions.tokens[1], 2)
    assert engine.wait(arn, 5).output == 2


def test_a_function_that_fails_fails_the_state(run, functions):
    state = ask(End=True)
    state["Parameters"]["FunctionName"] = "fail"
    assert run(region(("A", state))).error == "ValueError"


def test_an_answer_from_inside_the_function_counts(journal):
    """The token stands in the journal before the function is called."""

    def answer(event, context):
        engine.send_task_success(event["token"], "at once")
        return "ignored"

    invoker = InProcessInvoker({"ask": answer})
    with Engine(journal, invoker) as engine:
        engine.create_state_machine("m", region(("A", ask(End=True))))
        assert engine.wait(engine.start_execution("m", {}), 5).output == "at once"
    invoker.close()


def test_no_answer_in_time(run, engine):
    view = run(region(("A", ask(TimeoutSeconds=1, End=True))))
    assert (view.status, view.error) == ("FAILED", "States.Timeout")
    assert "TaskTimedOut" in events(engine, view.arn)


def test_heartbeats_keep_a_task_alive(engine, waiting, clock):
    arn, token = waiting(ask(HeartbeatSeconds=10, End=True))
    for _ in range(4):
        clock.ahead += 8
        engine.send_task_heartbeat(token)
        assert engine.wait(arn, 0.05).running
    clock.ahead += 10
    assert engine.wait(arn, 5).error == "States.HeartbeatTimeout"
    with pytest.raises(TaskTimedOut):
        engine.send_task_heartbeat(token)


def test_heartbeats_do_not_extend_the_timeout(engine, waiting, clock):
    arn, token = waiting(ask(TimeoutSeconds=25, HeartbeatSeconds=10, End=True))
    for _ in range(3):
        clock.ahead += 8
        engine.send_task_heartbeat(token)
    clock.ahead += 2
    with pytest.raises(TaskTimedOut):
        engine.send_task_success(token, 1)
    assert engine.wait(arn, 5).error == "States.Timeout"


def test_tokens_inside_a_map_wait_beside_each_other(engine, functions):
    state = {
        "Type": "Map",
        "ItemsPath": "$.l",
        "ItemProcessor": region(
            ("A", ask(Next="B")), ("B", task(OutputPath="$.Payload", End=True))
        ),
        "End": True,
    }
    engine.create_state_machine("m", region(("M", state)))
    arn = engine.start_execution("m", {"l": ["a", "b", "c"]})
    until(lambda: len(functions.tokens) == 3)
    items = {event["input"]: event["token"] for event in functions.called("ask")}
    for item in ("c", "a", "b"):
        engine.send_task_success(items[item], item.upper())
    assert engine.wait(arn, 5).output == ["A", "B", "C"]


def test_stopping_kills_the_token(engine, waiting):
    arn, token = waiting(ask(End=True))
    engine.stop_execution(arn, "Enough", "said so")
    with pytest.raises(TaskTimedOut):
        engine.send_task_success(token, None)
    view = engine.describe_execution(arn)
    assert (view.status, view.error, view.cause) == ("ABORTED", "Enough", "said so")


def test_a_token_is_not_in_the_history(engine, functions):
    engine.create_state_machine("m", region(("A", ask(End=True))))
    arn = engine.start_execution("m", {"x": 1})
    until(lambda: functions.tokens)
    told = [str(event.details) for event in engine.get_execution_history(arn).items]
    assert any("(task token)" in details for details in told)
    assert not any(functions.tokens[0] in details for details in told)
