"""Executions on AWS Step Functions."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from kinora.control.event import Event
from kinora.control.executions import INTERPRETATION, LOOP, SYNC
from kinora.control.views import ExecutionView, Page, Position, Status
from kinora.model.errors import (
    ExecutionAlreadyExists,
    ExecutionDoesNotExist,
    ExecutionNotRedrivable,
    InvalidInput,
    InvalidToken,
    KinoraError,
    StateMachineDoesNotExist,
    StorageError,
    TaskTimedOut,
)

_MACHINES = (LOOP, INTERPRETATION, SYNC)
_ERRORS: dict[str, type[KinoraError]] = {
    "ExecutionAlreadyExists": ExecutionAlreadyExists,
    "ExecutionDoesNotExist": ExecutionDoesNotExist,
    "ExecutionNotRedrivable": ExecutionNotRedrivable,
    "InvalidArn": StateMachineDoesNotExist,
    "StateMachineDeleting": StateMachineDoesNotExist,
    "StateMachineDoesNotExist": StateMachineDoesNotExist,
    "TaskTimedOut": TaskTimedOut,
    "TaskDoesNotExist": TaskTimedOut,
    "InvalidToken": InvalidToken,
}
_AT_FAULT = {
    "InvalidName": "name",
    "InvalidExecutionInput": "input",
    "InvalidOutput": "output",
    "ValidationException": "execution",
}
"""What is not acceptable, by the error that says so."""
_JSON = ("input", "output", "parameters")
"""Details of events that Step Functions tells as JSON text."""
_CALLBACK = ".waitForTaskToken"


class StepFunctions:
    """Our state machines in one region.

    Args:
        client: a boto3 client of Step Functions.
        prefix: what stands before a machine's logical name in its ARN. Machines and executions of
            other prefixes do not exist here.
    """

    def __init__(self, client: Any, prefix: str) -> None:
        self._client = client
        self._prefix = prefix
        self._executions = prefix.replace(":stateMachine:", ":execution:")

    def start_execution(self, machine: str, input: Any, name: str | None = None) -> str:  # noqa: A002
        extra = {} if name is None else {"name": name}
        text = _json("input", input)
        with _translated():
            answer = self._client.start_execution(
                stateMachineArn=self._machine_arn(machine), input=text, **extra
            )
        return str(answer["executionArn"])

    def describe_execution(self, execution: str) -> ExecutionView:
        with _translated():
            found = self._found(execution)
            view = self._view(found)
            return view if not view.running else self._with_position(view)

    def list_executions(
        self,
        machine: str | None = None,
        status: str | Collection[str] | None = None,
        limit: int = 100,
        cursor: str | None = None,
        *,
        named: str = "",
    ) -> Page[ExecutionView]:
        """Of one machine a page; of all machines the loop's, which is the one with many.

        A page is what Step Functions gives, less what was not asked for: it may hold fewer than
        ``limit`` although there is a cursor.
        """
        wanted = {status} if isinstance(status, str) else set(status or Status)
        extra = {"statusFilter": next(iter(wanted))} if len(wanted) == 1 else {}
        arn = self._machine_arn(machine or LOOP)
        with _page_behind(cursor) as begin:
            answer = self._client.list_executions(
                stateMachineArn=arn, maxResults=limit, **extra, **begin
            )
        views = (self._view(found) for found in answer["executions"])
        fitting = tuple(view for view in views if view.status in wanted and named in view.name)
        return Page(fitting, answer.get("nextToken"))

    def get_execution_history(
        self,
        execution: str,
        limit: int = 100,
        cursor: str | None = None,
        *,
        reverse: bool = False,
    ) -> Page[Event]:
        with _page_behind(cursor) as begin:
            arn = self._found(execution)["executionArn"]
            answer = self._client.get_execution_history(
                executionArn=arn, maxResults=limit, reverseOrder=reverse, **begin
            )
        return Page(tuple(_event(arn, e) for e in answer["events"]), answer.get("nextToken"))

    def stop_execution(
        self, execution: str, error: str | None = None, cause: str | None = None
    ) -> None:
        with _translated():
            found = self._found(execution)
            if found["status"] == Status.RUNNING:
                told = {"error": error, "cause": cause}
                self._client.stop_execution(
                    executionArn=found["executionArn"], **{k: v for k, v in told.items() if v}
                )

    def redrive_execution(self, execution: str) -> None:
        with _translated():
            self._client.redrive_execution(executionArn=self._found(execution)["executionArn"])

    def send_task_success(self, token: str, output: Any) -> None:
        text = _json("output", output)
        with _translated():
            self._client.send_task_success(taskToken=token, output=text)

    def _machine_arn(self, machine: str) -> str:
        if not machine.startswith("arn:"):
            return f"{self._prefix}{machine}"
        if machine.startswith(self._prefix):
            return machine
        raise StateMachineDoesNotExist(f"there is no state machine {machine}")

    def _found(self, execution: str) -> dict[str, Any]:
        """An execution by its ARN; by its name, the machines are asked one after another."""
        if execution.startswith("arn:"):
            arns = [execution] if execution.startswith(self._executions) else []
        else:
            arns = [f"{self._executions}{machine}:{execution}" for machine in _MACHINES]
        kinds = self._client.exceptions
        for arn in arns:
            try:
                found: dict[str, Any] = self._client.describe_execution(executionArn=arn)
            except (kinds.ExecutionDoesNotExist, kinds.InvalidArn, kinds.ValidationException):
                continue
            return found
        raise ExecutionDoesNotExist(f"there is no execution {execution}")

    def _view(self, found: dict[str, Any]) -> ExecutionView:
        output, ended = found.get("output"), found.get("stopDate")
        return ExecutionView(
            arn=found["executionArn"],
            name=found["name"],
            machine=found["stateMachineArn"].removeprefix(self._prefix),
            status=Status("RUNNING" if found["status"] == "PENDING_REDRIVE" else found["status"]),
            input=json.loads(found.get("input") or "null"),
            output=None if output is None else json.loads(output),
            error=found.get("error"),
            cause=found.get("cause"),
            started_at=found["startDate"].timestamp(),
            ended_at=None if ended is None else ended.timestamp(),
            redrives=found.get("redriveCount", 0),
        )

    def _with_position(self, view: ExecutionView) -> ExecutionView:
        """The view with the state that the newest of its events says was entered last."""
        recent = self.get_execution_history(view.arn, 100, reverse=True).items
        entered = next((e for e in recent if e.type.endswith("StateEntered")), None)
        if entered is None or entered.state is None:
            return view
        here = Position("", entered.state, "RUNNING", entered.timestamp, 0)
        return replace(view, current=(here,))


def _event(arn: str, event: dict[str, Any]) -> Event:
    """An event with its details, which Step Functions keeps in a field named after the type."""
    told: dict[str, Any] = next((v for k, v in event.items() if k.endswith("EventDetails")), {})
    details = {name: value for name, value in told.items() if not name.endswith("Details")}
    if str(details.get("resource", "")).endswith(_CALLBACK):
        details.pop("parameters", None)  # they hold the task's token, which is nobody's business
    for name in _JSON:
        if name in details:
            details[name] = _parsed(details[name])
    return Event(
        execution=arn,
        id=event["id"],
        timestamp=event["timestamp"].timestamp(),
        type=event["type"],
        state=details.get("name"),
        place="",
        details=details,
    )


def _parsed(text: str) -> Any:
    """JSON as data; what was cut off, as it is."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _json(field: str, value: Any) -> str:
    try:
        return json.dumps(value, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidInput(field, f"not a JSON value ({error})") from error


@contextmanager
def _page_behind(cursor: str | None) -> Iterator[dict[str, str]]:
    """The parameters that ask for a page, within which its errors are translated."""
    try:
        with _translated():
            yield {"nextToken": cursor} if cursor else {}
    except InvalidToken as error:
        problem = f"{cursor!r} was not given by a former page"
        raise InvalidInput("cursor", problem) from error


@contextmanager
def _translated() -> Iterator[None]:
    from botocore.exceptions import (  # noqa: PLC0415 - slow import
        BotoCoreError,
        ClientError,
        ParamValidationError,
    )

    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        message = str(error.response.get("Error", {}).get("Message", code))
        if code in _ERRORS:
            raise _ERRORS[code](message) from error
        if code in _AT_FAULT:
            raise InvalidInput(_AT_FAULT[code], message) from error
        raise StorageError(f"Step Functions answered {code}") from error
    except ParamValidationError as error:
        raise InvalidInput("execution", str(error)) from error
    except BotoCoreError as error:
        raise StorageError(f"Step Functions cannot be reached: {error}") from error
