"""Small definitions, each about one thing, that every Step Functions interpreter should agree on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

INVOKE = "arn:aws:states:::lambda:invoke"


class QuotaError(Exception):
    pass


def functions() -> dict[str, Callable[[Any], Any]]:
    """Functions with a memory of their own, for one run of one case."""
    counts: dict[str, int] = {}

    def echo(event):
        return event

    def fail(event):
        raise QuotaError("used up")

    def value_error(event):
        raise ValueError("bad value")

    def flaky(event):
        """Fails ``event["times"]`` times, then returns how often it was called."""
        key = str(event.get("key"))
        counts[key] = counts.get(key, 0) + 1
        if counts[key] <= event["times"]:
            raise QuotaError("again")
        return counts[key]

    def double(event):
        return event * 2

    def large(event):
        return "x" * 300_000

    def odd_fails(event):
        if event % 2:
            raise ValueError("odd")
        return event

    return {
        "echo": echo,
        "fail": fail,
        "value_error": value_error,
        "flaky": flaky,
        "double": double,
        "large": large,
        "odd_fails": odd_fails,
    }


@dataclass(frozen=True)
class Case:
    name: str
    definition: dict[str, Any]
    input: Any = field(default_factory=dict)


def one(name: str, state: dict[str, Any], given: Any = None) -> Case:
    """A machine of one state."""
    body = state if state["Type"] in {"Succeed", "Fail", "Choice"} else {**state, "End": True}
    return Case(name, {"StartAt": "S", "States": {"S": body}}, {} if given is None else given)


def compute(name: str, expression: str, given: Any = None) -> Case:
    """A Pass state that computes one expression."""
    return one(name, {"Type": "Pass", "Parameters": {"v.$": expression}}, given)


def choose(name: str, rule: dict[str, Any], given: Any) -> Case:
    """A Choice state of one rule: the output says whether it held."""
    states = {
        "S": {"Type": "Choice", "Choices": [{**rule, "Next": "Yes"}], "Default": "No"},
        "Yes": {"Type": "Pass", "Result": True, "End": True},
        "No": {"Type": "Pass", "Result": False, "End": True},
    }
    return Case(name, {"StartAt": "S", "States": states}, given)


def task(function: str = "echo", payload: str = "$", **fields: Any) -> dict[str, Any]:
    """A lambda:invoke state with a timeout."""
    return {
        "Type": "Task",
        "Resource": INVOKE,
        "Parameters": {"FunctionName": function, "Payload.$": payload},
        "TimeoutSeconds": 20,
        **fields,
    }


def caught(name: str, state: dict[str, Any], given: Any = None, **catcher: Any) -> Case:
    """A state with one catcher that leads to a state which passes on what it gets."""
    rule = {"ErrorEquals": ["States.ALL"], "Next": "Caught", **catcher}
    states = {
        "S": {**state, "Catch": [rule], "End": True},
        "Caught": {"Type": "Pass", "Parameters": {"caught.$": "$"}, "End": True},
    }
    return Case(name, {"StartAt": "S", "States": states}, {} if given is None else given)


def region(*states: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    """States in a row."""
    return {"StartAt": states[0][0], "States": dict(states)}


DATA = {
    "a": {"b": [10, {"c": "x"}, 30]},
    "l": [1, 2, 3],
    "t": "text",
    "n": 5,
    "f": 2.5,
    "yes": True,
    "nil": None,
    "items": [{"q": 1}, {"q": 2}, {"q": 5}],
}

PATHS = [
    one("input-path", {"Type": "Pass", "InputPath": "$.a.b"}, DATA),
    one("input-path-null", {"Type": "Pass", "InputPath": None}, DATA),
    one("output-path", {"Type": "Pass", "OutputPath": "$.a"}, DATA),
    one("output-path-null", {"Type": "Pass", "OutputPath": None}, DATA),
    one("result-path", {"Type": "Pass", "Result": 1, "ResultPath": "$.x.y"}, DATA),
    one("result-path-null", {"Type": "Pass", "Result": 1, "ResultPath": None}, DATA),
    one("result-path-over", {"Type": "Pass", "Result": 1, "ResultPath": "$.a"}, DATA),
    one("result-beats-input", {"Type": "Pass", "Result": {"r": 1}, "InputPath": "$.a"}, DATA),
    one(
        "input-and-result-path",
        {"Type": "Pass", "InputPath": "$.a", "ResultPath": "$.copy", "OutputPath": "$.copy.b"},
        DATA,
    ),
    compute("path-index", "$.l[1]", DATA),
    compute("path-deep", "$.a.b[1].c", DATA),
    compute("path-bracket", "$['a']['b']", DATA),
    compute("path-wildcard", "$.items[*].q", DATA),
    compute("path-wildcard-whole", "$.l[*]", DATA),
    compute("path-null-value", "$.nil", DATA),
    compute("path-missing", "$.nowhere", DATA),
    compute("path-missing-index", "$.l[9]", DATA),
    one("path-missing-input", {"Type": "Pass", "InputPath": "$.nowhere"}, DATA),
    one("path-missing-output", {"Type": "Pass", "OutputPath": "$.nowhere"}, DATA),
    one(
        "template-nested",
        {
            "Type": "Pass",
            "Parameters": {"k": [{"x.$": "$.n"}, 1], "o": {"p": {"q.$": "$.t"}}, "plain": "$.n"},
        },
        DATA,
    ),
    one(
        "context-object",
        {
            "Type": "Pass",
            "Parameters": {
                "name.$": "$$.Execution.Name",
                "input.$": "$$.Execution.Input.n",
                "state.$": "$$.State.Name",
                "machine.$": "$$.StateMachine.Name",
            },
        },
        DATA,
    ),
]

INTRINSICS = [
    compute("format", "States.Format('{} and {}: {}', $.t, $.n, $.l)", DATA),
    compute("format-types", "States.Format('{} {} {}', $.yes, $.nil, $.f)", DATA),
    compute("format-too-few", "States.Format('{} {}', $.t)", DATA),
    compute("array", "States.Array($.n, 'x', 2.5, true, null)", DATA),
    compute("array-empty", "States.Array()"),
    compute("array-contains", "States.ArrayContains($.l, 2)", DATA),
    compute("array-contains-not", "States.ArrayContains($.l, 7)", DATA),
    compute("array-get-item", "States.ArrayGetItem($.l, 0)", DATA),
    compute("array-get-item-beyond", "States.ArrayGetItem($.l, 5)", DATA),
    compute("array-length", "States.ArrayLength($.l)", DATA),
    compute("array-partition", "States.ArrayPartition($.l, 2)", DATA),
    compute("array-range", "States.ArrayRange(1, 9, 3)"),
    compute("array-unique", "States.ArrayUnique($.l)", {"l": [1, 2, 1, 3, 2]}),
    compute("base64", "States.Base64Encode($.t)", DATA),
    compute("base64-back", "States.Base64Decode(States.Base64Encode($.t))", DATA),
    compute("hash", "States.Hash($.t, 'SHA-256')", DATA),
    compute("hash-md5", "States.Hash('a', 'MD5')"),
    compute("json-merge", "States.JsonMerge($.a, $.b, false)", {"a": {"x": 1, "y": 1}, "b": {"y": 2}}),
    compute("json-to-string", "States.JsonToString($.a)", DATA),
    compute("string-to-json", "States.StringToJson($.j)", {"j": '{"a": [1, 2]}'}),
    compute("string-to-json-bad", "States.StringToJson($.j)", {"j": "{nope"}),
    compute("math-add", "States.MathAdd($.n, -7)", DATA),
    compute("string-split", "States.StringSplit($.s, ',')", {"s": "a,b,,c"}),
    compute("string-split-many", "States.StringSplit('a.b+c', '.+')"),
    compute("nested", "States.ArrayGetItem(States.StringSplit(States.Format('{}-{}', $.t, $.n), '-'), 1)", DATA),
    compute("uuid-length", "States.ArrayLength(States.StringSplit(States.UUID(), '-'))"),
    compute("math-random", "States.MathRandom(4, 5)"),
]

CHOICES = [
    choose("choice-string", {"Variable": "$.t", "StringEquals": "text"}, DATA),
    choose("choice-string-less", {"Variable": "$.t", "StringLessThan": "u"}, DATA),
    choose("choice-string-path", {"Variable": "$.t", "StringEqualsPath": "$.t"}, DATA),
    choose("choice-other-type", {"Variable": "$.n", "StringEquals": "5"}, DATA),
    choose("choice-number", {"Variable": "$.n", "NumericGreaterThanEquals": 5}, DATA),
    choose("choice-number-float", {"Variable": "$.f", "NumericLessThan": 2.4}, DATA),
    choose("choice-number-path", {"Variable": "$.n", "NumericGreaterThanPath": "$.f"}, DATA),
    choose("choice-boolean", {"Variable": "$.yes", "BooleanEquals": True}, DATA),
    choose("choice-null", {"Variable": "$.nil", "IsNull": True}, DATA),
    choose("choice-present", {"Variable": "$.nil", "IsPresent": True}, DATA),
    choose("choice-absent", {"Variable": "$.nowhere", "IsPresent": False}, DATA),
    choose("choice-is-number", {"Variable": "$.yes", "IsNumeric": False}, DATA),
    choose("choice-is-string", {"Variable": "$.t", "IsString": True}, DATA),
    choose("choice-is-boolean", {"Variable": "$.yes", "IsBoolean": True}, DATA),
    choose("choice-glob", {"Variable": "$.s", "StringMatches": "log-*.t*"}, {"s": "log-7.txt"}),
    choose("choice-glob-not", {"Variable": "$.s", "StringMatches": "log-*.md"}, {"s": "log-7.txt"}),
    choose(
        "choice-time",
        {"Variable": "$.at", "TimestampLessThan": "2026-01-01T00:00:00Z"},
        {"at": "2025-12-31T23:59:59Z"},
    ),
    choose(
        "choice-and",
        {"And": [{"Variable": "$.x", "IsPresent": True}, {"Variable": "$.x", "NumericEquals": 1}]},
        {},
    ),
    choose(
        "choice-or-not",
        {
            "Or": [
                {"Variable": "$.n", "NumericEquals": 6},
                {"Not": {"Variable": "$.t", "StringEquals": "other"}},
            ]
        },
        DATA,
    ),
    Case(
        "choice-loop",
        region(
            ("Start", {"Type": "Pass", "Result": 0, "ResultPath": "$.i", "Next": "More"}),
            (
                "More",
                {
                    "Type": "Pass",
                    "Parameters": {"i.$": "States.MathAdd($.i, 1)"},
                    "Next": "Enough",
                },
            ),
            (
                "Enough",
                {
                    "Type": "Choice",
                    "Choices": [{"Variable": "$.i", "NumericLessThan": 5, "Next": "More"}],
                    "Default": "End",
                },
            ),
            ("End", {"Type": "Succeed"}),
        ),
    ),
]

TASKS = [
    one("task", task(), DATA),
    one("task-payload", task(payload="$.a", OutputPath="$.Payload"), DATA),
    one("task-selector", task(ResultSelector={"got.$": "$.Payload.n"}, ResultPath="$.r"), DATA),
    one("task-fails", task("fail")),
    one("task-retries", task("flaky", ResultPath="$.r", Retry=[
        {"ErrorEquals": ["QuotaError"], "IntervalSeconds": 1, "MaxAttempts": 2, "BackoffRate": 1}
    ]), {"times": 1}),
    one("task-retries-used-up", task("flaky", Retry=[
        {"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 1}
    ]), {"times": 5}),
    one("task-retry-none", task("flaky", Retry=[
        {"ErrorEquals": ["QuotaError"], "MaxAttempts": 0}
    ]), {"times": 1}),
    one("task-retry-other", task("fail", Retry=[{"ErrorEquals": ["ValueError"]}])),
    caught("task-caught", task("fail"), {"k": 1}, ErrorEquals=["QuotaError"], ResultPath=None),
    caught("task-caught-by-all", task("fail"), {"k": 1}, ResultPath=None),
    caught("task-caught-as-failed", task("fail"), ErrorEquals=["States.TaskFailed"], ResultPath=None),
    caught("task-not-caught", task("fail"), ErrorEquals=["ValueError"]),
    caught(
        "task-caught-after-retry",
        task("fail", Retry=[{"ErrorEquals": ["QuotaError"], "MaxAttempts": 1, "IntervalSeconds": 1}]),
        ResultPath=None,
    ),
    caught("catch-result-path", task("fail"), {"keep": 1}, ResultPath="$.error"),
    one("task-result-too-large", task("large")),
    one("wait-zero", {"Type": "Wait", "Seconds": 0}, DATA),
    one("wait-past", {"Type": "Wait", "Timestamp": "2020-01-01T00:00:00Z"}, DATA),
    one("wait-path", {"Type": "Wait", "SecondsPath": "$.s"}, {"s": 1}),
    one("succeed", {"Type": "Succeed", "InputPath": "$.a", "OutputPath": "$.b[0]"}, DATA),
    one("fail", {"Type": "Fail", "Error": "Mine", "Cause": "because"}),
    one("fail-path", {"Type": "Fail", "ErrorPath": "$.t", "CausePath": "$.t"}, DATA),
]

ITEM = "$$.Map.Item.Value"
FAN_OUT = [
    one("map", {"Type": "Map", "ItemsPath": "$.l", "ItemProcessor": region(
        ("I", task("double", OutputPath="$.Payload", End=True)))}, DATA),
    one("map-selector", {
        "Type": "Map",
        "ItemsPath": "$.l",
        "ItemSelector": {"i.$": "$$.Map.Item.Index", "v.$": ITEM, "n.$": "$.n"},
        "ItemProcessor": region(("I", {"Type": "Pass", "End": True})),
    }, DATA),
    one("map-legacy", {
        "Type": "Map",
        "ItemsPath": "$.l",
        "Parameters": {"v.$": ITEM},
        "Iterator": region(("I", {"Type": "Pass", "End": True})),
        "MaxConcurrency": 1,
    }, DATA),
    one("map-empty", {"Type": "Map", "ItemsPath": "$.l", "ItemProcessor": region(
        ("I", {"Type": "Pass", "End": True}))}, {"l": []}),
    one("map-no-list", {"Type": "Map", "ItemsPath": "$.t", "ItemProcessor": region(
        ("I", {"Type": "Pass", "End": True}))}, DATA),
    one("map-result", {
        "Type": "Map",
        "ItemsPath": "$.l",
        "ItemProcessor": region(("I", {"Type": "Pass", "End": True})),
        "ResultSelector": {"first.$": "$[0]"},
        "ResultPath": "$.r",
        "OutputPath": "$.r",
    }, DATA),
    one("map-fails", {"Type": "Map", "ItemsPath": "$.l", "MaxConcurrency": 1,
        "ItemProcessor": region(("I", task("odd_fails", End=True)))}, DATA),
    caught("map-caught", {"Type": "Map", "ItemsPath": "$.l", "MaxConcurrency": 1,
        "ItemProcessor": region(("I", task("odd_fails", End=True)))}, DATA, ResultPath=None),
    one("map-item-caught", {"Type": "Map", "ItemsPath": "$.l", "ItemProcessor": region(
        ("I", task("odd_fails", OutputPath="$.Payload", End=True,
            Catch=[{"ErrorEquals": ["ValueError"], "Next": "Odd", "ResultPath": None}])),
        ("Odd", {"Type": "Pass", "Result": "odd", "End": True}))}, DATA),
    one("map-in-map", {"Type": "Map", "ItemsPath": "$.ll", "ItemProcessor": region(
        ("Inner", {"Type": "Map", "ItemProcessor": region(
            ("I", task("double", OutputPath="$.Payload", End=True))), "End": True}))},
        {"ll": [[1, 2], [], [3]]}),
    one("map-item-retried", {"Type": "Map", "ItemsPath": "$.i", "ItemProcessor": region(
        ("I", task("flaky", OutputPath="$.Payload", End=True, Retry=[
            {"ErrorEquals": ["QuotaError"], "IntervalSeconds": 1}])))},
        {"i": [{"key": "a", "times": 1}, {"key": "b", "times": 0}]}),
    one("parallel", {"Type": "Parallel", "Branches": [
        region(("A", {"Type": "Pass", "Result": 1, "End": True})),
        region(("B", task("double", "$.n", OutputPath="$.Payload", End=True))),
    ]}, DATA),
    one("parallel-parameters", {"Type": "Parallel", "Parameters": {"x.$": "$.n"}, "Branches": [
        region(("A", {"Type": "Pass", "End": True}))], "ResultPath": "$.p", "OutputPath": "$.p"}, DATA),
    one("parallel-fails", {"Type": "Parallel", "Branches": [
        region(("A", task("fail", End=True))),
        region(("B", {"Type": "Pass", "End": True})),
    ]}),
    caught("parallel-caught", {"Type": "Parallel", "Branches": [
        region(("A", task("fail", End=True)))]}, ResultPath=None),
    one("parallel-fail-state", {"Type": "Parallel", "Branches": [
        region(("A", {"Type": "Fail", "Error": "Mine", "Cause": "c"}))]}),
    one("parallel-selector", {"Type": "Parallel", "ResultSelector": {"b.$": "$[1]"}, "Branches": [
        region(("A", {"Type": "Pass", "Result": 1, "End": True})),
        region(("B", {"Type": "Pass", "Result": 2, "End": True})),
    ]}),
]

ALIKE = [*PATHS, *INTRINSICS, *CHOICES, *TASKS, *FAN_OUT]
