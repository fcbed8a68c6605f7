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
from botocore.exceptions import ClientError
from moto import mock_aws
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser

Functions = Mapping[str, Callable[[Any], Any]]
Verdict = tuple[str, Any, str | None]
"""How an execution ended: status, output, error. ``REFUSED`` is a definition that was not taken."""


@dataclass(frozen=True)
class _Answers:
    client: Any

    def succeed(self, token: str, output: Any) -> None:
        self.client.send_task_success(taskToken=token, output=json.dumps(output))

    def fail(self, token: str, error: str, cause: str) -> None:
        self.client.send_task_failure(taskToken=token, error=error, cause=cause)


def judge(
    cases: Iterable[tuple[str, dict[str, Any], Any]],
    functions: Callable[[Any, str], Functions],
    timeout: float = 30,
) -> dict[str, Verdict]:
    """Run named (definition, input) beside each other through moto.

    ``functions`` makes a case's own functions, given a way to answer tokens and the case's name.
    """
    listed = list(cases)
    with _moto([name for name, _, _ in listed], functions) as client:
        started = {}
        verdicts: dict[str, Verdict] = {}
        for name, definition, given in listed:
            try:
                machine = client.create_state_machine(
                    name=name,
                    definition=json.dumps(named(definition, name)),
                    roleArn="arn:aws:iam::123456789012:role/engine",
                )
            except ClientError:
                verdicts[name] = ("REFUSED", None, None)
                continue
            started[name] = client.start_execution(
                stateMachineArn=machine["stateMachineArn"], name=name, input=json.dumps(given)
            )["executionArn"]
        limit = time.monotonic() + timeout
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
    return described["status"], value, described.get("error")


def named(definition: Any, case: str) -> Any:
    """The definition with every function's name made the case's own."""
    if isinstance(definition, dict):
        return {
            key: f"{case}--{value}"
            if key == "FunctionName" and isinstance(value, str)
            else named(value, case)
            for key, value in definition.items()
        }
    if isinstance(definition, list):
        return [named(item, case) for item in definition]
    return definition


@contextmanager
def _moto(cases: list[str], make: Callable[[Any, str], Functions]) -> Iterator[Any]:
    functions: dict[str, Functions] = {}

    def invoke(parameters: dict[str, Any], region: str, state_credentials: Any) -> dict[str, Any]:
        case, _, name = parameters["FunctionName"].rsplit(":", 1)[-1].partition("--")
        event = json.loads(parameters.get("Payload") or b"{}")
        answer = {"StatusCode": 200, "ExecutedVersion": "$LATEST"}
        try:
            result = functions[case][name](event)
        except Exception as error:  # noqa: BLE001 - whatever a function raises
            payload = {"errorType": type(error).__name__, "errorMessage": str(error)}
            return {**answer, "FunctionError": "Unhandled", "Payload": payload}
        return {**answer, "Payload": result}

    former, parse = seam._invoke_lambda_function, AmazonStateLanguageParser.parse
    seam._invoke_lambda_function = invoke
    AmazonStateLanguageParser.parse = staticmethod(_once(parse))
    config = {"stepfunctions": {"execute_state_machine": True}, "lambda": {"use_docker": False}}
    try:
        with mock_aws(config=config):
            client = boto3.client("stepfunctions", region_name="us-east-1")
            functions.update({case: make(_Answers(client), case) for case in cases})
            yield client
    finally:
        seam._invoke_lambda_function = former
        AmazonStateLanguageParser.parse = staticmethod(parse)


def _once(parse: Callable[[str], Any]) -> Callable[[str], Any]:
    """A definition is read when it is created and again when it runs, slowly: once is enough.

    What was read is given out once more and then forgotten, so that no two executions share it.
    """
    read: dict[str, Any] = {}

    def parsed(definition: str) -> Any:
        if definition in read:
            return read.pop(definition)
        read[definition] = parse(definition)
        return read[definition]

    return parsed
