"""Error names that a state can report, and which names in Retry and Catch match them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

ALL: Final = "States.ALL"
TASK_FAILED: Final = "States.TaskFailed"
TIMEOUT: Final = "States.Timeout"
HEARTBEAT_TIMEOUT: Final = "States.HeartbeatTimeout"
RUNTIME: Final = "States.Runtime"
DATA_LIMIT: Final = "States.DataLimitExceeded"
NO_CHOICE: Final = "States.NoChoiceMatched"
INTRINSIC: Final = "States.IntrinsicFailure"
RESULT_PATH: Final = "States.ResultPathMatchFailure"

CAUSE_LIMIT: Final = 32_768
"""Characters."""

PREDEFINED: Final = frozenset(
    {
        ALL,
        TASK_FAILED,
        TIMEOUT,
        HEARTBEAT_TIMEOUT,
        RUNTIME,
        DATA_LIMIT,
        NO_CHOICE,
        INTRINSIC,
        RESULT_PATH,
        "States.BranchFailed",
        "States.ParameterPathFailure",
        "States.Permissions",
    }
)

REPORTED_BY_SERVICES: Final = frozenset(
    {
        "Lambda.AWSLambdaException",
        "Lambda.ResourceNotFoundException",
        "Lambda.SdkClientException",
        "Lambda.ServiceException",
        "Lambda.TooManyRequestsException",
        "Lambda.Unknown",
        "Runtime.ExitError",
        "Runtime.HandlerNotFound",
        "Runtime.ImportModuleError",
        "Runtime.MarshalError",
        "Sandbox.Timedout",
        "StepFunctions.ExecutionAlreadyExistsException",
        "StepFunctions.InvalidExecutionInputException",
        "StepFunctions.StateMachineDoesNotExistException",
    }
)
"""What Lambda and Step Functions themselves report to a task, beside a function's own errors."""


class StateError(Exception):
    """A state reports an error: a value for Retry and Catch, which never leaves the engine.

    ``error`` is None only for a Fail state that names none. A cause is cut to the length that the
    Step Functions API has for it.
    """

    def __init__(self, error: str | None, cause: str | None = None) -> None:
        self.error = error
        self.cause = cause[:CAUSE_LIMIT] if cause is not None else None
        super().__init__(f"{error}: {cause}")


def matches(names: Collection[str], error: str | None) -> bool:
    """Whether ``ErrorEquals`` with these names applies to a reported error.

    As the Step Functions guide has it: ``States.Runtime`` always ends the execution;
    ``States.ALL`` matches everything but that and ``States.DataLimitExceeded``;
    ``States.TaskFailed`` matches everything but those and ``States.Timeout``; and a missed
    heartbeat is reported as ``States.HeartbeatTimeout``, which is also a ``States.Timeout``.
    """
    if error == RUNTIME:
        return False
    if error in names:
        return True
    if error == HEARTBEAT_TIMEOUT and TIMEOUT in names:
        return True
    if error == DATA_LIMIT:
        return False
    return ALL in names or (TASK_FAILED in names and error != TIMEOUT)
