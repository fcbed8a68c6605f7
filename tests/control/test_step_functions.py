"""Executions on Step Functions, against moto; what moto has not got, against botocore's models."""

import json
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime

import boto3
import moto.stepfunctions.parser.asl.component.state.exec.state_task.lambda_eval_utils as seam
import pytest
from botocore.session import get_session
from botocore.stub import Stubber
from moto import mock_aws

from kinora.control.executions import INTERPRETATION, LOOP, SYNC, Executions
from kinora.control.step_functions import StepFunctions
from kinora.control.views import Status
from kinora.model import errors
from kinora.model.errors import (
    ExecutionAlreadyExists,
    ExecutionDoesNotExist,
    ExecutionError,
    InvalidInput,
    InvalidToken,
    KinoraError,
    StateMachineDoesNotExist,
    StorageError,
    TaskTimedOut,
)

SERVICE = "stepfunctions"
PREFIX = "arn:aws:states:eu-central-1:123456789012:stateMachine:kinora-"
EXECUTION = PREFIX.replace(":stateMachine:", ":execution:") + "LoopMachine:run"
THEN = datetime(2026, 11, 20, 9, 45, 12, tzinfo=UTC)
ROLE = "arn:aws:iam::123456789012:role/machine"
PASS = {"StartAt": "Only", "States": {"Only": {"Type": "Pass", "End": True}}}
WAIT = {
    "StartAt": "Ask",
    "States": {
        "Ask": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
            "Parameters": {"FunctionName": "ask", "Payload": {"token.$": "$$.Task.Token"}},
            "TimeoutSeconds": 60,
            "Next": "Check",
        },
        "Check": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.good", "BooleanEquals": True, "Next": "Good"}],
            "Default": "Bad",
        },
        "Good": {"Type": "Succeed"},
        "Bad": {"Type": "Fail", "Error": "NotGood", "Cause": "it is not good"},
    },
}


def machines(client, definition):
    for name in (LOOP, INTERPRETATION, SYNC):
        client.create_state_machine(
            name=f"kinora-{name}", definition=json.dumps(definition), roleArn=ROLE
        )
    return StepFunctions(client, PREFIX)


@pytest.fixture
def client(moto):
    return boto3.client("stepfunctions")


@pytest.fixture
def cloud(client):
    """moto that keeps executions and runs none: what is started stays RUNNING."""
    return machines(client, PASS)


@pytest.fixture
def working(monkeypatch):
    """moto that runs executions; the tokens that its function was given."""
    tokens = []

    def invoke(parameters, region, state_credentials):
        tokens.append(json.loads(parameters["Payload"])["token"])
        return {"StatusCode": 200, "Payload": {}}

    monkeypatch.setattr(seam, "_invoke_lambda_function", invoke)
    with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}):
        yield machines(boto3.client("stepfunctions"), WAIT), tokens


@contextmanager
def stubbed(client, *answers):
    """The adapter on a client that answers as told: (operation, parameters, response)."""
    with Stubber(client) as stub:
        for operation, parameters, response in answers:
            stub.add_response(operation, response, parameters)
        yield StepFunctions(client, PREFIX)
        stub.assert_no_pending_responses()


def until(met):
    limit = time.monotonic() + 20
    while not met():
        assert time.monotonic() < limit
        time.sleep(0.01)


def described(**more):
    return {
        "executionArn": EXECUTION,
        "stateMachineArn": f"{PREFIX}LoopMachine",
        "name": "run",
        "status": "RUNNING",
        "startDate": THEN,
        **more,
    }


ASKED = {"executionArn": EXECUTION}


def test_it_has_the_methods_of_the_port():
    assert {name for name in vars(Executions) if not name.startswith("_")} == {
        name for name in vars(StepFunctions) if not name.startswith("_")
    }


def test_start_and_describe(cloud):
    arn = cloud.start_execution(LOOP, {"prompt": "blue \u2764"}, "run")
    assert arn == EXECUTION
    view = cloud.describe_execution("run")
    assert view == cloud.describe_execution(arn)
    assert (view.name, view.machine, view.status) == ("run", LOOP, Status.RUNNING)
    assert (view.input, view.output) == ({"prompt": "blue \u2764"}, None)
    assert view.ended_at is None
    assert abs(view.started_at - time.time()) < 60


def test_each_machine_is_asked_for_a_name(cloud):
    for machine in (LOOP, INTERPRETATION, SYNC):
        cloud.start_execution(machine, None, f"in-{machine}")
        view = cloud.describe_execution(f"in-{machine}")
        assert (view.machine, view.input) == (machine, None)


def test_without_a_name_each_start_is_another_execution(cloud):
    assert cloud.start_execution(LOOP, {}) != cloud.start_execution(LOOP, {})


def test_a_name_and_input_again_find_the_same_while_it_runs(cloud):
    arn = cloud.start_execution(LOOP, {"a": 1}, "run")
    assert cloud.start_execution(LOOP, {"a": 1}, "run") == arn
    with pytest.raises(ExecutionAlreadyExists, match="run"):
        cloud.start_execution(LOOP, {"a": 2}, "run")
    cloud.stop_execution(arn)
    with pytest.raises(ExecutionAlreadyExists):
        cloud.start_execution(LOOP, {"a": 1}, "run")


def test_what_does_not_exist(cloud, client):
    with pytest.raises(StateMachineDoesNotExist):
        cloud.start_execution("NoMachine", {}, "run")
    with pytest.raises(StateMachineDoesNotExist):
        cloud.list_executions("NoMachine")
    for ask in (
        cloud.describe_execution,
        cloud.get_execution_history,
        cloud.stop_execution,
        cloud.redrive_execution,
    ):
        for name in ("nobody", EXECUTION + "-not", "arn:of:nothing", "x" * 300, "a b", "a:b"):
            with pytest.raises(ExecutionDoesNotExist):
                ask(name)


def test_what_belongs_to_others_does_not_exist(cloud, client):
    """Not even where it could be reached: the role that calls may do more than it should."""
    client.create_state_machine(name="other-LoopMachine", definition=json.dumps(PASS), roleArn=ROLE)
    other = PREFIX.replace(":kinora-", ":other-") + "LoopMachine"
    arn = client.start_execution(stateMachineArn=other, name="run")["executionArn"]
    for ask in (cloud.describe_execution, cloud.stop_execution, cloud.get_execution_history):
        with pytest.raises(ExecutionDoesNotExist, match="other-LoopMachine"):
            ask(arn)
    for ask in (cloud.list_executions, lambda machine: cloud.start_execution(machine, {})):
        with pytest.raises(StateMachineDoesNotExist, match="other-LoopMachine"):
            ask(other)
    assert client.describe_execution(executionArn=arn)["status"] == "RUNNING"
    assert cloud.list_executions(f"{PREFIX}{LOOP}").items == ()


def test_names_and_inputs_that_are_not_acceptable(cloud):
    with pytest.raises(InvalidInput, match="name"):
        cloud.start_execution(LOOP, {}, "no spaces")
    with pytest.raises(InvalidInput, match="Parameter validation failed"):
        cloud.start_execution(LOOP, {}, "")
    for odd in (float("nan"), {1, 2}, object()):
        with pytest.raises(InvalidInput, match="input: not a JSON value"):
            cloud.start_execution(LOOP, odd, "run")
        with pytest.raises(InvalidInput, match="output: not a JSON value"):
            cloud.send_task_success("token", odd)


def test_lists_are_paged_and_of_one_machine(cloud):
    names = [f"run-{number}" for number in range(7)]
    for name in names:
        cloud.start_execution(LOOP, {}, name)
    cloud.start_execution(SYNC, {}, "sync")
    found, cursor = [], None
    while True:
        page = cloud.list_executions(limit=3, cursor=cursor)
        assert len(page.items) <= 3
        found += page.items
        cursor = page.cursor
        if cursor is None:
            break
    assert [view.name for view in found] == names[::-1]
    assert {(view.input, view.output, view.machine) for view in found} == {(None, None, LOOP)}
    assert [view.name for view in cloud.list_executions(SYNC).items] == ["sync"]
    assert cloud.list_executions(INTERPRETATION).items == ()


def test_lists_are_filtered_by_status_and_name(cloud, client, sent):
    for name in ("a-main-1", "b-main-2", "c-explorer-1"):
        cloud.start_execution(LOOP, {}, name)
    cloud.stop_execution("b-main-2")
    kept = sent(client)

    def names(*asked, **more):
        return {view.name for view in cloud.list_executions(LOOP, *asked, **more).items}

    assert names(named="-main-") == {"a-main-1", "b-main-2"}
    assert names(Status.RUNNING, named="-main-") == {"a-main-1"}
    assert names("ABORTED") == {"b-main-2"}
    assert names({Status.RUNNING, Status.ABORTED}) == {"a-main-1", "b-main-2", "c-explorer-1"}
    assert names((Status.FAILED, Status.TIMED_OUT)) == set()
    asked = [parameters.get("statusFilter") for _, parameters in kept]
    assert asked == [None, "RUNNING", "ABORTED", None, None]


@pytest.mark.parametrize("method", ["list_executions", "get_execution_history"])
def test_a_cursor_that_is_none_is_the_callers_fault(plain, method):
    """moto's message is another; the error's name is that of the model."""
    with Stubber(plain) as stub:
        if method == "get_execution_history":
            stub.add_response("describe_execution", described(), ASKED)
        stub.add_client_error(method, "InvalidToken", "Invalid Token: 'junk'")
        with pytest.raises(InvalidInput, match="cursor: 'junk' was not given"):
            getattr(StepFunctions(plain, PREFIX), method)(
                LOOP if method == "list_executions" else EXECUTION, cursor="junk"
            )


def test_stopping(cloud):
    cloud.start_execution(LOOP, {}, "run")
    cloud.stop_execution("run", "Cancelled", "by a person")
    view = cloud.describe_execution("run")
    assert view.status is Status.ABORTED
    assert view.ended_at >= view.started_at
    cloud.stop_execution("run")
    assert cloud.describe_execution("run") == view


def test_why_it_was_stopped_is_said(plain):
    """moto drops error and cause of a stop."""
    told = {"error": "Cancelled", "cause": "by a person"}
    with stubbed(
        plain,
        ("describe_execution", ASKED, described()),
        ("stop_execution", {**ASKED, **told}, {"stopDate": THEN}),
        ("describe_execution", ASKED, described()),
        ("stop_execution", ASKED, {"stopDate": THEN}),
        ("describe_execution", ASKED, described(status="FAILED", stopDate=THEN)),
    ) as cloud:
        cloud.stop_execution(EXECUTION, "Cancelled", "by a person")
        cloud.stop_execution(EXECUTION)
        cloud.stop_execution(EXECUTION, "Cancelled")


def test_redriving(plain):
    """moto has no RedriveExecution."""
    failed = described(status="FAILED", stopDate=THEN)
    with stubbed(
        plain,
        ("describe_execution", ASKED, failed),
        ("redrive_execution", ASKED, {"redriveDate": THEN}),
    ) as cloud:
        cloud.redrive_execution(EXECUTION)


def test_one_that_waits_to_be_redriven_is_running_and_counts_its_redrives(plain):
    """moto has no redrives; nor does it turn a history round or cut it."""
    entered = {"name": "Render", "input": "{}"}
    events = [
        {"id": 9, "timestamp": THEN, "type": "TaskScheduled", "taskScheduledEventDetails": {
            "resource": "invoke", "resourceType": "lambda", "region": "eu-central-1",
            "parameters": '{"FunctionName": "render"}'}},
        {"id": 8, "timestamp": THEN, "type": "MapIterationStarted", "mapIterationStartedEventDetails": {
            "name": "Segments", "index": 1}},
        {"id": 7, "timestamp": THEN, "type": "TaskStateEntered", "stateEnteredEventDetails": entered},
        {"id": 2, "timestamp": THEN, "type": "TaskStateEntered", "stateEnteredEventDetails": {
            "name": "PickPrompt"}},
    ]  # fmt: skip
    with stubbed(
        plain,
        ("describe_execution", ASKED, described(status="PENDING_REDRIVE", redriveCount=2)),
        ("describe_execution", ASKED, described(status="PENDING_REDRIVE", redriveCount=2)),
        (
            "get_execution_history",
            {**ASKED, "maxResults": 100, "reverseOrder": True},
            {"events": events},
        ),
    ) as cloud:
        view = cloud.describe_execution(EXECUTION)
    assert (view.status, view.redrives) == (Status.RUNNING, 2)
    (here,) = view.current
    assert (here.place, here.state, here.since) == ("", "Render", THEN.timestamp())


def test_a_page_of_a_history_is_asked_for_as_told(plain):
    """moto ignores the limit, the order and the cursor of a history."""
    event = {"id": 12, "timestamp": THEN, "type": "ExecutionStarted",
             "executionStartedEventDetails": {"input": '{"a": [1]}', "roleArn": ROLE,
                                              "inputDetails": {"truncated": False}}}  # fmt: skip
    asked = {**ASKED, "maxResults": 5, "reverseOrder": False, "nextToken": "further"}
    with stubbed(
        plain,
        ("describe_execution", ASKED, described()),
        ("get_execution_history", asked, {"events": [event], "nextToken": "more"}),
    ) as cloud:
        page = cloud.get_execution_history(EXECUTION, 5, "further")
    assert page.cursor == "more"
    (told,) = page.items
    assert (told.execution, told.id, told.state, told.place) == (EXECUTION, 12, None, "")
    assert told.details == {"input": {"a": [1]}, "roleArn": ROLE}


def test_a_run_that_waits_is_answered_and_succeeds(working):
    cloud, tokens = working
    cloud.start_execution(LOOP, {"of": "mine"}, "run")
    until(lambda: tokens)
    until(lambda: cloud.describe_execution("run").current)
    waiting = cloud.describe_execution("run")
    assert (waiting.status, waiting.current[0].state) == (Status.RUNNING, "Ask")
    cloud.send_task_success(tokens[0], {"good": True})
    until(lambda: not cloud.describe_execution("run").running)
    view = cloud.describe_execution("run")
    assert (view.status, view.output, view.error) == (Status.SUCCEEDED, {"good": True}, None)
    assert view.current == ()
    assert view.ended_at >= view.started_at
    (listed,) = cloud.list_executions(LOOP, Status.SUCCEEDED).items
    assert (listed.name, listed.ended_at) == ("run", view.ended_at)
    with pytest.raises(InvalidToken):
        cloud.send_task_success("no token at all", {})


def test_a_history_is_data_and_keeps_the_token_to_itself(working):
    cloud, tokens = working
    cloud.start_execution(LOOP, {"of": "mine"}, "run")
    until(lambda: tokens)
    cloud.send_task_success(tokens[0], {"good": False})
    until(lambda: not cloud.describe_execution("run").running)
    view = cloud.describe_execution("run")
    assert (view.status, view.error, view.cause) == (Status.FAILED, "NotGood", "it is not good")
    events = cloud.get_execution_history("run", 1000).items
    assert [event.id for event in events] == sorted(event.id for event in events)
    by_type = {event.type: event for event in events}
    assert by_type["ExecutionStarted"].details["input"] == {"of": "mine"}
    assert by_type["TaskStateEntered"].state == "Ask"
    assert by_type["TaskStateExited"].details["output"] == {"good": False}
    assert by_type["ExecutionFailed"].details == {"error": "NotGood", "cause": "it is not good"}
    assert by_type["TaskScheduled"].details["resource"] == "invoke.waitForTaskToken"
    assert tokens[0] not in json.dumps([dict(event.details) for event in events])


def test_threads_share_one_client(cloud):
    failed = []

    def start(number):
        try:
            cloud.start_execution(LOOP, {"n": number}, f"run-{number}")
            assert cloud.describe_execution(f"run-{number}").input == {"n": number}
        except (KinoraError, AssertionError) as error:
            failed.append(error)

    threads = [threading.Thread(target=start, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(cloud.list_executions(LOOP).items) == 8


METHODS = {
    "StartExecution": lambda cloud: cloud.start_execution(LOOP, {}, "run"),
    "DescribeExecution": lambda cloud: cloud.describe_execution(EXECUTION),
    "ListExecutions": lambda cloud: cloud.list_executions(LOOP, cursor="further"),
    "GetExecutionHistory": lambda cloud: cloud.get_execution_history(EXECUTION, cursor="further"),
    "StopExecution": lambda cloud: cloud.stop_execution(EXECUTION),
    "RedriveExecution": lambda cloud: cloud.redrive_execution(EXECUTION),
    "SendTaskSuccess": lambda cloud: cloud.send_task_success("token", {}),
}
BEHIND_DESCRIBE = {"GetExecutionHistory", "StopExecution", "RedriveExecution"}
MODEL = get_session().get_service_model("stepfunctions")
OURS = {
    "StateMachineDeleting": StateMachineDoesNotExist,
    "TaskDoesNotExist": TaskTimedOut,
    "InvalidArn": ExecutionError,
    "InvalidName": InvalidInput,
    "InvalidExecutionInput": InvalidInput,
    "InvalidOutput": InvalidInput,
    "ValidationException": InvalidInput,
}
"""Errors that go by another name here; those that are neither here nor in our tree are the
service's own trouble."""


def answers():
    for operation in METHODS:
        named = [shape.name for shape in MODEL.operation_model(operation).error_shapes]
        for code in (*named, "ThrottlingException", "AccessDeniedException", "InternalFailure"):
            kind = OURS.get(code) or getattr(errors, code, StorageError)
            if code == "InvalidToken" and operation != "SendTaskSuccess":
                kind = InvalidInput
            yield operation, code, kind


@pytest.mark.parametrize(("operation", "code", "kind"), list(answers()))
def test_errors_are_translated_by_name(plain, operation, code, kind):
    """Every error that the service's model names for an operation, and some that all may answer."""
    method = plain.meta.method_to_api_mapping
    name = next(each for each, api in method.items() if api == operation)
    with Stubber(plain) as stub:
        if operation in BEHIND_DESCRIBE:
            stub.add_response("describe_execution", described(), ASKED)
        stub.add_client_error(name, code, "why")
        with pytest.raises(kind) as caught:
            METHODS[operation](StepFunctions(plain, PREFIX))
    assert type(caught.value).__module__ == errors.__name__
    if kind is StorageError:
        assert str(caught.value) == f"Step Functions answered {code}"


@pytest.mark.parametrize("operation", METHODS)
def test_a_service_that_cannot_be_reached_is_a_storage_error(nobody_there, operation):
    with pytest.raises(StorageError, match="Step Functions cannot be reached"):
        METHODS[operation](StepFunctions(nobody_there("stepfunctions"), PREFIX))
