"""A workflow as a state machine: one state for each module, so that a console shows the real thing.

Data goes from state to state as ``{"run_id", "answer": {"action", "module"}}`` and never more: what
modules read and write lies in the run's events.
"""

from __future__ import annotations

from typing import Any

from kinora.cc.definition.workflow import Module, Workflow
from kinora.cc.modules import kind_of
from kinora.cc.modules.port import Where

_TRANSIENT = (
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
    "Runtime.ExitError",
    "Sandbox.Timedout",
)
_LATER = ("StorageError", "StorageUnreachable", "ProviderUnavailable")
_INVOKE = "arn:aws:states:::lambda:invoke"
_FUNCTIONS = {Where.LIGHT: "CcModuleFunction", Where.HEAVY: "CcPictureModuleFunction"}
_TIMEOUTS = {Where.LIGHT: 120, Where.HEAVY: 900}
_YEAR = 31_536_000
_TOLD = {"action.$": "$.Payload.action", "module.$": "$.Payload.module"}
_SENT = {"action.$": "$.action", "module.$": "$.module"}
_FAILED: dict[str, Any] = {"ErrorEquals": ["States.ALL"], "ResultPath": "$.error"}


def machine(workflow: Workflow) -> dict[str, Any]:
    """The workflow in Amazon States Language."""
    states: dict[str, Any] = {"Route": _route(workflow)}
    for placed in workflow.placed:
        following = workflow.after(placed.module.name)
        states |= _module(workflow, placed.module, state_of(following) if following else "Finish")
    states |= _ends(workflow)
    return {
        "Comment": f"{workflow.name}: {len(workflow.placed)} modules in {len(workflow.steps)} "
        f"steps. Compiled from the workflow's definition by `make machines`.",
        "StartAt": "Route",
        "TimeoutSeconds": _YEAR,
        "States": states,
    }


def state_of(module: str) -> str:
    """The name of a module's state."""
    return "".join(part.capitalize() for part in module.split("_"))


def _route(workflow: Workflow) -> dict[str, Any]:
    """To any module: used by jumps, by retries, and to take a run up again."""
    ways = [
        _way("$.answer.module", placed.module.name, state_of(placed.module.name))
        for placed in workflow.placed
    ]
    ways.append(_way("$.answer.module", "end", "Finish"))
    return {"Type": "Choice", "Choices": ways, "Default": "Fail"}


def _module(workflow: Workflow, module: Module, following: str) -> dict[str, Any]:
    name = state_of(module.name)
    after = {
        "Type": "Choice",
        "Choices": [_way("$.answer.action", "continue", following)],
        "Default": "Route",
    }
    kind = kind_of(module.module_id)
    if not kind.interactive:
        where = kind.where(module.inputs)
        return {name: _run(module, where, f"After{name}"), f"After{name}": after}
    late = {
        **_invoke("CcLateFunction", {"module": module.name}, 60),
        "ResultSelector": _TOLD,
        "ResultPath": "$.answer",
        "Catch": [{**_FAILED, "Next": "Broken"}],
        "Next": "Route",
    }
    wait = workflow.waiting(module).remind_after
    ask = _wait("CcAskFunction", {"module": module.name}, wait, f"Late{name}")
    return {name: {**ask, "Next": f"After{name}"}, f"After{name}": after, f"Late{name}": late}


def _run(module: Module, where: Where, following: str) -> dict[str, Any]:
    return {
        **_invoke(_FUNCTIONS[where], {"module": module.name}, _TIMEOUTS[where]),
        "ResultSelector": _TOLD,
        "ResultPath": "$.answer",
        "Catch": [{**_FAILED, "Next": "Recover"}],
        "Next": following,
    }


def _wait(function: str, told: dict[str, str], seconds: int, late: str) -> dict[str, Any]:
    """A question: entered again after each reminder, with a new token behind the same id."""
    return {
        **_invoke(function, {**told, "token.$": "$$.Task.Token"}, seconds),
        "Resource": f"{_INVOKE}.waitForTaskToken",
        "ResultSelector": _SENT,
        "ResultPath": "$.answer",
        "Catch": [
            {"ErrorEquals": ["States.Timeout"], "ResultPath": "$.error", "Next": late},
            {**_FAILED, "Next": "Recover" if function != "CcRecoverFunction" else "Broken"},
        ],
    }


def _ends(workflow: Workflow) -> dict[str, Any]:
    recover = _wait(
        "CcRecoverFunction",
        {"error.$": "$.error"},
        workflow.config.interaction.deadline,
        "Fail",
    )
    finish = {
        **_invoke("CcFinishFunction", {}, 60),
        "ResultSelector": {"run_id.$": "$.Payload.run_id", "status.$": "$.Payload.status"},
        "Catch": [{**_FAILED, "Next": "Failed"}],
        "End": True,
    }
    fail: dict[str, Any] = {
        **_invoke("CcFailFunction", {}, 60),
        "ResultPath": None,
        "Catch": [{**_FAILED, "Next": "Failed"}],
        "Next": "Failed",
    }
    return {
        "Recover": {**recover, "Next": "Route"},
        "Finish": finish,
        "Fail": fail,
        "Broken": {**fail, **_told(fail, {"error.$": "$.error"})},
        "Failed": {
            "Type": "Fail",
            "Error": "RunFailed",
            "Cause": "The run could not go on; its events say why.",
        },
    }


def _told(state: dict[str, Any], more: dict[str, str]) -> dict[str, Any]:
    """The state's parameters with more in the payload."""
    parameters = state["Parameters"]
    return {"Parameters": {**parameters, "Payload": {**parameters["Payload"], **more}}}


def _invoke(function: str, told: dict[str, str], seconds: int) -> dict[str, Any]:
    return {
        "Type": "Task",
        "Resource": _INVOKE,
        "Parameters": {
            "FunctionName": f"${{{function}Arn}}",
            "Payload": {"run_id.$": "$.run_id", **told},
        },
        "TimeoutSeconds": seconds,
        "Retry": [_retry(_TRANSIENT), _retry(_LATER)],
    }


def _retry(errors: tuple[str, ...]) -> dict[str, Any]:
    return {
        "ErrorEquals": list(errors),
        "IntervalSeconds": 1,
        "MaxAttempts": 3,
        "BackoffRate": 2,
        "MaxDelaySeconds": 20,
        "JitterStrategy": "FULL",
    }


def _way(variable: str, value: str, state: str) -> dict[str, str]:
    return {"Variable": variable, "StringEquals": value, "Next": state}
