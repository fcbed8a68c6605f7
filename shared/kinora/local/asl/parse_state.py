"""Reading one state of each type."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from kinora.local.asl.expressions import ExpressionError, parse_expression
from kinora.local.asl.machine import (
    ROOT,
    Catcher,
    Choice,
    Fail,
    Jitter,
    Map,
    Parallel,
    Pass,
    Pattern,
    Retrier,
    Service,
    State,
    Succeed,
    Task,
    Wait,
)
from kinora.local.asl.parse_choice import parse_rule
from kinora.local.asl.paths import Path
from kinora.local.asl.reader import TIME_LIMIT, Fields
from kinora.local.asl.timestamps import parse_timestamp

Nested = list[tuple[str, Fields]]
"""Regions found inside a state: their paths and fields, for the caller to read."""

_SERVICE: Final = re.compile(
    r"arn:aws[\w-]*:states:::(?P<service>lambda:invoke|states:startExecution)"
    r"(?P<pattern>\.waitForTaskToken|\.sync:2)?"
)
_FUNCTION: Final = re.compile(r"arn:aws[\w-]*:lambda:[\w-]*:\d*:function:[\w-]+(?::[\w$-]+)?")
_ALLOWED: Final = {
    Service.INVOKE: (Pattern.RESPONSE, Pattern.CALLBACK),
    Service.START: (Pattern.RESPONSE, Pattern.SYNC),
}
_PARAMETERS: Final = {
    Service.INVOKE: ("FunctionName", ("FunctionName", "Payload")),
    Service.START: ("StateMachineArn", ("StateMachineArn", "Input", "Name")),
}


def parse_state(name: str, region: str, fields: Fields, nested: Nested) -> State | None:
    """Read a state of any type; None when there is no telling what it is."""
    kind = fields.text("Type", required=True)
    fields.skip("Comment")
    fields.choice("QueryLanguage", ("JSONPath",), "JSONPath")
    parse = _PARSERS.get(kind or "")
    if parse is None:
        if kind is not None:
            fields.problem("Type", f"{kind!r} is not one of {', '.join(_PARSERS)}")
        return None
    state = parse(name, region, fields, nested)
    fields.close(f"a {kind} state")
    return state


def _next(fields: Fields) -> str | None:
    """``Next``, or None for ``End``; exactly one of them must be there."""
    following = fields.text("Next")
    end = fields.take("End")
    if fields.has("End") and not isinstance(end, bool):
        fields.problem("End", "must be true or false")
    if (following is None) == (end is not True):
        fields.problem("", "needs either Next or End: true")
    return following


def _paths(fields: Fields) -> dict[str, Any]:
    return {
        "input_path": fields.path("InputPath", ROOT),
        "output_path": fields.path("OutputPath", ROOT),
    }


def _result(fields: Fields) -> dict[str, Any]:
    return {
        "result_selector": fields.template("ResultSelector"),
        "result_path": fields.reference("ResultPath", ROOT),
    }


def _recovery(fields: Fields) -> dict[str, Any]:
    return {
        "retry": tuple(_retrier(entry) for entry in fields.entries("Retry")),
        "catch": tuple(_catcher(entry) for entry in fields.entries("Catch")),
    }


def _retrier(fields: Fields) -> Retrier:
    fields.skip("Comment")
    retrier = Retrier(
        errors=fields.names("ErrorEquals"),
        interval=fields.number("IntervalSeconds", 1, TIME_LIMIT, 1.0),
        attempts=int(fields.number("MaxAttempts", 0, TIME_LIMIT, 3.0)),
        backoff=fields.number("BackoffRate", 1, 1_000, 2.0, whole=False),
        ceiling=fields.number("MaxDelaySeconds", 1, 31_622_400, None),
        jitter=Jitter(fields.choice("JitterStrategy", ("NONE", "FULL"), "NONE")),
    )
    if retrier.ceiling is not None and retrier.ceiling <= retrier.interval:
        fields.problem("MaxDelaySeconds", "must be greater than IntervalSeconds")
    fields.close("a retrier")
    return retrier


def _catcher(fields: Fields) -> Catcher:
    fields.skip("Comment")
    catcher = Catcher(
        errors=fields.names("ErrorEquals"),
        next=fields.text("Next", required=True) or "",
        result_path=fields.reference("ResultPath", ROOT),
    )
    fields.close("a catcher")
    return catcher


def _pass(name: str, _region: str, fields: Fields, _nested: Nested) -> State:
    return Pass(
        name=name,
        next=_next(fields),
        parameters=fields.template("Parameters"),
        result_path=fields.reference("ResultPath", ROOT),
        has_result=fields.has("Result"),
        result=fields.take("Result"),
        **_paths(fields),
    )


def _task(name: str, _region: str, fields: Fields, _nested: Nested) -> State:
    service, pattern, function = _resource(fields)
    state = Task(
        name=name,
        next=_next(fields),
        service=service,
        pattern=pattern,
        function=function,
        parameters=fields.template("Parameters"),
        timeout=_seconds(fields, "TimeoutSeconds", low=1),
        heartbeat=_seconds(fields, "HeartbeatSeconds", low=1),
        **_paths(fields),
        **_result(fields),
        **_recovery(fields),
    )
    _check_parameters(state, fields)
    _check_heartbeat(state, fields)
    return state


def _resource(fields: Fields) -> tuple[Service, Pattern, str | None]:
    resource = fields.text("Resource", required=True) or ""
    if _FUNCTION.fullmatch(resource):
        return Service.FUNCTION, Pattern.RESPONSE, resource
    match = _SERVICE.fullmatch(resource)
    if match:
        service, pattern = Service(match["service"]), Pattern(match["pattern"] or "")
        if pattern in _ALLOWED[service]:
            return service, pattern, None
    if resource:
        fields.problem("Resource", f"{resource!r} is an integration outside the supported subset")
    return Service.FUNCTION, Pattern.RESPONSE, None


def _check_parameters(state: Task, fields: Fields) -> None:
    if state.service is Service.FUNCTION:
        return
    required, known = _PARAMETERS[state.service]
    if state.parameters is None or not state.parameters.member(required):
        fields.problem("Parameters", f"{required} is missing")
    given = fields.source.get("Parameters")
    for key in given if isinstance(given, dict) else ():
        if key.removesuffix(".$") not in known:
            fields.problem(f"Parameters.{key}", f"is not a parameter of {state.service.value}")
    if state.pattern is Pattern.CALLBACK and not (
        state.parameters and "$$.Task.Token" in state.parameters.contexts()
    ):
        fields.problem("Parameters", "$$.Task.Token is passed nowhere, so nobody could answer")


def _check_heartbeat(state: Task, fields: Fields) -> None:
    if state.heartbeat is None:
        return
    if state.pattern is not Pattern.CALLBACK:
        fields.problem("HeartbeatSeconds", "means nothing without .waitForTaskToken")
    if isinstance(state.heartbeat, Path) or isinstance(state.timeout, Path):
        return
    if state.timeout is not None and state.heartbeat >= state.timeout:
        fields.problem("HeartbeatSeconds", "must be less than TimeoutSeconds")


def _seconds(fields: Fields, name: str, low: int) -> float | Path | None:
    """A field in seconds, or the field of that name with ``Path`` behind it."""
    if fields.has(name) and fields.has(f"{name}Path"):
        fields.problem(name, f"stands beside {name}Path")
    if fields.has(f"{name}Path"):
        return fields.required_path(f"{name}Path")
    return fields.number(name, low, TIME_LIMIT, None)


def _choice(name: str, _region: str, fields: Fields, _nested: Nested) -> State:
    rules = []
    for entry in fields.entries("Choices"):
        target = entry.text("Next", required=True)
        rule = parse_rule(entry)
        if rule is not None and target is not None:
            rules.append((rule, target))
    if not fields.has("Choices"):
        fields.problem("Choices", "is missing")
    return Choice(name=name, rules=tuple(rules), default=fields.text("Default"), **_paths(fields))


def _wait(name: str, _region: str, fields: Fields, _nested: Nested) -> State:
    given = [
        field
        for field in ("Seconds", "SecondsPath", "Timestamp", "TimestampPath")
        if fields.has(field)
    ]
    if len(given) != 1:
        fields.problem("", "needs one of Seconds, SecondsPath, Timestamp and TimestampPath")
    timestamp: str | Path | None = fields.text("Timestamp")
    if isinstance(timestamp, str):
        try:
            parse_timestamp(timestamp)
        except ValueError as error:
            fields.problem("Timestamp", str(error))
    if fields.has("TimestampPath"):
        timestamp = fields.required_path("TimestampPath")
    seconds = _seconds(fields, "Seconds", low=0)
    following = _next(fields)
    return Wait(name=name, next=following, seconds=seconds, timestamp=timestamp, **_paths(fields))


def _succeed(name: str, _region: str, fields: Fields, _nested: Nested) -> State:
    return Succeed(name=name, **_paths(fields))


def _fail(name: str, _region: str, fields: Fields, _nested: Nested) -> State:
    return Fail(name=name, error=_reason(fields, "Error"), cause=_reason(fields, "Cause"))


def _reason(fields: Fields, name: str) -> Any:
    """``Error`` or ``Cause``: given, or computed in the ``Path`` field."""
    if fields.has(name) and fields.has(f"{name}Path"):
        fields.problem(name, f"stands beside {name}Path")
    if fields.has(name):
        return fields.text(name)
    text = fields.text(f"{name}Path")
    try:
        return parse_expression(text) if text is not None else None
    except ExpressionError as error:
        fields.problem(f"{name}Path", str(error))
        return None


def _map(name: str, region: str, fields: Fields, nested: Nested) -> State:
    processor = _one_of(fields, "ItemProcessor", "Iterator")
    selector = _one_of(fields, "ItemSelector", "Parameters")
    inside = _inside(region, name)
    nested.append(
        (inside, Fields.of(fields.take(processor), fields.at(processor), fields.problems))
    )
    items = fields.path("ItemsPath", ROOT)
    if items is None:
        fields.problem("ItemsPath", "must be a path")
    return Map(
        name=name,
        next=_next(fields),
        items_path=items or ROOT,
        selector=fields.template(selector),
        concurrency=int(fields.number("MaxConcurrency", 0, TIME_LIMIT, 0.0)),
        region=inside,
        **_paths(fields),
        **_result(fields),
        **_recovery(fields),
    )


def _one_of(fields: Fields, name: str, legacy: str) -> str:
    if fields.has(name) and fields.has(legacy):
        fields.problem(legacy, f"stands beside {name}")
    return legacy if fields.has(legacy) else name


def _parallel(name: str, region: str, fields: Fields, nested: Nested) -> State:
    regions = []
    for index, branch in enumerate(fields.entries("Branches")):
        regions.append(_inside(region, name, index))
        nested.append((regions[-1], branch))
    if not fields.has("Branches"):
        fields.problem("Branches", "is missing")
    return Parallel(
        name=name,
        next=_next(fields),
        regions=tuple(regions),
        parameters=fields.template("Parameters"),
        **_paths(fields),
        **_result(fields),
        **_recovery(fields),
    )


def _inside(region: str, *parts: str | int) -> str:
    """The path of a nested region; a slash in a state's name is escaped as in JSON Pointer."""
    names = [str(part).replace("~", "~0").replace("/", "~1") for part in parts]
    return "/".join([region, *names] if region else names)


_PARSERS: Final[dict[str, Callable[[str, str, Fields, Nested], State]]] = {
    "Pass": _pass,
    "Task": _task,
    "Choice": _choice,
    "Wait": _wait,
    "Succeed": _succeed,
    "Fail": _fail,
    "Map": _map,
    "Parallel": _parallel,
}
