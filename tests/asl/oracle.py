"""moto's Step Functions interpreter as an independent opinion on small definitions."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import boto3
import moto.stepfunctions.parser.asl.component.state.exec.state_task.lambda_eval_utils as seam
from moto import mock_aws

Functions = Mapping[str, Callable[[Any], Any]]


@dataclass(frozen=True)
class Verdict:
    """How an execution ended."""

    status: str
    output: Any = None
    error: str | None = None


def judge(
    cases: Iterable[tuple[str, dict[str, Any], Any, Functions]], timeout: float = 30
) -> dict[str, Verdict]:
    """Run named (definition, input, functions) beside each other through moto."""
    listed = list(cases)
    with _moto(listed) as client:
        started = {}
        for name, definition, given, _ in listed:
            machine = client.create_state_machine(
                name=name,
                definition=json.dumps(_named(definition, name)),
                roleArn="arn:aws:iam::123456789012:role/engine",
            )
            started[name] = client.start_execution(
                stateMachineArn=machine["stateMachineArn"], name=name, input=json.dumps(given)
            )["executionArn"]
        limit = time.monotonic() + timeout
        verdicts: dict[str, Verdict] = {}
        while started and time.monotonic() < limit:
            for name, arn in list(started.items()):
                described = client.describe_execution(executionArn=arn)
                if described["status"] != "RUNNING":
                    verdicts[name] = _verdict(described)
                    del started[name]
            time.sleep(0.02)
        assert not started, f"moto did not finish {sorted(started)}"
        return verdicts


def _verdict(described: Mapping[str, Any]) -> Verdict:
    output = described.get("output")
    try:
        value = json.loads(output) if output is not None else None
    except ValueError:
        value = output  # moto hands out a plain string as it is
    return Verdict(described["status"], value, described.get("error"))


def _named(definition: Any, case: str) -> Any:
    """The definition with every function's name made the case's own."""
    if isinstance(definition, dict):
        return {
            key: f"{case}--{value}"
            if key == "FunctionName" and isinstance(value, str)
            else _named(value, case)
            for key, value in definition.items()
        }
    if isinstance(definition, list):
        return [_named(item, case) for item in definition]
    return definition


@contextmanager
def _moto(cases: list[tuple[str, dict[str, Any], Any, Functions]]) -> Iterator[Any]:
    functions = {name: handlers for name, _, _, handlers in cases}

    def invoke(parameters: dict[str, Any], region: str, state_credentials: Any) -> dict[str, Any]:
        case, _, name = parameters["FunctionName"].rsplit(":", 1)[-1].partition("--")
        event = json.loads(parameters.get("Payload") or b"{}")
        answer = {"StatusCode": 200, "ExecutedVersion": "$LATEST"}
        try:
            result = functions[case][name](event)
        except Exception as error:
            payload = {"errorType": type(error).__name__, "errorMessage": str(error)}
            return {**answer, "FunctionError": "Unhandled", "Payload": payload}
        return {**answer, "Payload": result}

    former = seam._invoke_lambda_function
    seam._invoke_lambda_function = invoke
    config = {"stepfunctions": {"execute_state_machine": True}, "lambda": {"use_docker": False}}
    try:
        with mock_aws(config=config):
            yield boto3.client("stepfunctions", region_name="us-east-1")
    finally:
        seam._invoke_lambda_function = former
