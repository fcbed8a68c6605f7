"""Task states: functions, functions that hand out a token, and other executions."""

from __future__ import annotations

import json
from typing import Any, Final

from kinora.control.views import Status
from kinora.local import lifecycle
from kinora.local.asl.errors import HEARTBEAT_TIMEOUT, RUNTIME, TASK_FAILED, TIMEOUT, StateError
from kinora.local.asl.machine import Pattern, Service, Task
from kinora.local.asl.paths import Path
from kinora.local.asl.values import Json, encode
from kinora.local.interpreter.flow import seconds_at
from kinora.local.interpreter.transition import finish
from kinora.local.interpreter.turn import Call, Turn, checked
from kinora.local.invoke import Outcome
from kinora.local.journal import executions
from kinora.local.journal.branches import Phase
from kinora.local.journal.executions import Execution
from kinora.model.errors import ExecutionAlreadyExists, InvalidInput, StateMachineDoesNotExist

_START_ERRORS: Final = {
    ExecutionAlreadyExists: "StepFunctions.ExecutionAlreadyExistsException",
    StateMachineDoesNotExist: "StepFunctions.StateMachineDoesNotExistException",
    InvalidInput: "StepFunctions.InvalidExecutionInputException",
}


_NOT_TOLD = "(task token)"
"""In the history, which people read: whoever knows a token can answer for the task."""


def run_task(turn: Turn, state: Task) -> None:
    """Call the service; the branch is parked before anything outside can answer.

    A branch that has a token already was parked before its host died, and calls again with it.

    Raises:
        StateError: the call cannot be made.
    """
    branch = turn.branch
    token = None
    if state.pattern is Pattern.CALLBACK:
        token = branch.token or turn.sources.new_token()
    document = turn.input()
    effective = document
    if state.parameters is not None:
        effective = state.parameters.fill(turn.scope(document, token))
    text = checked(effective)
    timeout = _seconds(turn, state.timeout, "TimeoutSecondsPath")
    heartbeat = _seconds(turn, state.heartbeat, "HeartbeatSecondsPath")
    target = _target(state, effective)
    turn.record(
        "TaskScheduled",
        texts={"parameters": text if token is None else text.replace(token, _NOT_TOLD)},
        resource=target,
        resourceType=state.service.value,
        timeoutInSeconds=timeout,
        heartbeatInSeconds=heartbeat,
    )
    _park(turn, timeout, heartbeat, token)
    turn.record("TaskStarted", resource=target, resourceType=state.service.value)
    if state.service is Service.START:
        _start_execution(turn, state, effective)
        return
    branch.phase = Phase.WAITING if token is not None else Phase.CALLING
    payload = effective
    if state.service is Service.INVOKE:
        payload = effective.get("Payload", {}) if isinstance(effective, dict) else {}
    turn.call = Call(branch.id, branch.attempt, target, payload, timeout, token is not None)


def _seconds(turn: Turn, given: float | Path | None, field: str) -> float | None:
    return seconds_at(turn, given, field, low=1) if isinstance(given, Path) else given


def _target(state: Task, effective: Json) -> str:
    """The function's plain name, or the machine as the definition names it."""
    if state.service is Service.FUNCTION:
        return function_name(state.function or "")
    field = "FunctionName" if state.service is Service.INVOKE else "StateMachineArn"
    named = effective.get(field) if isinstance(effective, dict) else None
    if not isinstance(named, str) or not named:
        raise StateError(RUNTIME, f"{field} must be a string")
    return function_name(named) if state.service is Service.INVOKE else named


def function_name(reference: str) -> str:
    """The name in a function's ARN, partial ARN, or name, without a version or alias."""
    return reference.rsplit(":function:", 1)[-1].split(":", 1)[0]


def _park(turn: Turn, timeout: float | None, heartbeat: float | None, token: str | None) -> None:
    branch, now = turn.branch, turn.tx.now
    if token is None or branch.token is None:
        branch.deadline = now + timeout if timeout is not None else None
        branch.heartbeat = heartbeat
        branch.beat_by = now + heartbeat if heartbeat is not None else None
    if token is not None and branch.token is None:
        turn.tx.run("INSERT INTO token VALUES (?, ?)", token, turn.execution.id)
        branch.token = token
    branch.due = earliest(branch.deadline, branch.beat_by)


def earliest(*moments: float | None) -> float | None:
    """The first of some moments, of which any may be missing."""
    return min((moment for moment in moments if moment is not None), default=None)


def _start_execution(turn: Turn, state: Task, effective: Json) -> None:
    given: dict[str, Any] = effective if isinstance(effective, dict) else {}
    awaits = state.pattern is Pattern.SYNC
    try:
        child = lifecycle.start(
            turn.tx,
            turn.sources.definitions,
            given["StateMachineArn"],
            _input_text(given.get("Input", {})),
            str(given.get("Name") or turn.sources.new_name()),
            awaited_by=turn.branch.id if awaits else None,
        )
    except (ExecutionAlreadyExists, StateMachineDoesNotExist, InvalidInput) as error:
        name = next(_START_ERRORS[kind] for kind in _START_ERRORS if isinstance(error, kind))
        turn.record("TaskFailed", error=name, cause=str(error))
        raise StateError(name, str(error)) from None
    if awaits:
        turn.branch.phase, turn.branch.child = Phase.WAITING, child.id
        turn.record("TaskSubmitted", resourceType=state.service.value, output=child.arn)
        return
    result = {"ExecutionArn": child.arn, "StartDate": round(child.started * 1000)}
    _succeed(turn, result)


def _input_text(given: Json) -> str:
    """The child's input: a string is JSON text, as in the API; anything else is the value."""
    if not isinstance(given, str):
        return encode(given)
    try:
        return encode(json.loads(given))
    except ValueError:
        raise InvalidInput("Input", "the string is not JSON text") from None


def complete(turn: Turn, outcome: Outcome) -> None:
    """A function has returned, or failed.

    Raises:
        StateError: it failed; or its result cannot be used.
    """
    branch, state = turn.branch, turn.state
    if not isinstance(state, Task):
        return
    if outcome.failed:
        payload = outcome.payload
        kind = payload.get("errorType") if isinstance(payload, dict) else None
        _fail(turn, "TaskFailed", str(kind or "Lambda.Unknown"), encode(payload))
    if branch.phase is Phase.WAITING:
        branch.invoked = 1
        turn.record("TaskSubmitted", resourceType=state.service.value)
        return
    result = outcome.payload
    if state.service is Service.INVOKE:
        result = {"ExecutedVersion": "$LATEST", "Payload": outcome.payload, "StatusCode": 200}
    _succeed(turn, result)


def settle(turn: Turn, reply: dict[str, Any]) -> None:
    """An answer has arrived: for the token, or from the execution that was awaited.

    Raises:
        StateError: it is a failure; or its result cannot be used.
    """
    turn.branch.reply = None
    if "ended" in reply:
        _settle_sync(turn, executions.get(turn.tx, reply["ended"]))
    elif "output" in reply:
        _succeed(turn, reply["output"])
    else:
        _fail(turn, "TaskFailed", reply["error"], reply["cause"])


def _settle_sync(turn: Turn, child: Execution) -> None:
    turn.branch.child = None
    if child.status is Status.SUCCEEDED:
        described = _described(child)
        described["Input"] = json.loads(child.input)
        described["Output"] = json.loads(child.output or "null")
        _succeed(turn, described)
        return
    described = {**_described(child), "Input": child.input}
    described.update({"Error": child.error or "", "Cause": child.cause or ""})
    _fail(turn, "TaskFailed", TASK_FAILED, encode(described))


def _described(child: Execution) -> dict[str, Any]:
    """The fields of ``DescribeExecution`` that a ``.sync:2`` task passes on; times in ms."""
    return {
        "ExecutionArn": child.arn,
        "InputDetails": {"Included": True},
        "Name": child.name,
        "StartDate": round(child.started * 1000),
        "StateMachineArn": executions.machine_arn(child.machine),
        "Status": str(child.status),
        "StopDate": round((child.ended or child.started) * 1000),
        **({"OutputDetails": {"Included": True}} if child.output is not None else {}),
    }


def _succeed(turn: Turn, result: Json) -> None:
    text = checked(result)
    turn.record("TaskSucceeded", texts={"output": text})
    finish(turn, result)


def _fail(turn: Turn, event: str, error: str | None, cause: str | None) -> None:
    turn.record(event, error=error, cause=cause)
    raise StateError(error, cause)


def expire(turn: Turn) -> None:
    """Fail the task when its deadline, or the time for a heartbeat, has passed.

    Raises:
        StateError: ``States.Timeout`` or ``States.HeartbeatTimeout``.
    """
    branch, now = turn.branch, turn.tx.now
    overdue = branch.deadline is not None and branch.deadline <= now
    silent = branch.beat_by is not None and branch.beat_by <= now
    if not overdue and not silent:
        branch.due = earliest(branch.deadline, branch.beat_by)
        return
    if branch.child is not None:
        child = executions.get(turn.tx, branch.child)
        lifecycle.stop(turn.tx, child, TIMEOUT, "The task that waited for it timed out")
        branch.child = None
    _fail(turn, "TaskTimedOut", TIMEOUT if overdue else HEARTBEAT_TIMEOUT, None)
