"""Cases about states: tasks, errors, waits, tokens, Map and Parallel."""

from __future__ import annotations

from tests.asl.building import DATA, Case, ask, caught, one, region, task

TASKS = [
    one("task", task(), DATA),
    one("task-payload", task(payload="$.a", OutputPath="$.Payload"), DATA),
    one("task-selector", task(ResultSelector={"got.$": "$.Payload.n"}, ResultPath="$.r"), DATA),
    one("task-fails", task("fail")),
    one(
        "task-retries",
        task(
            "flaky",
            ResultPath="$.r",
            Retry=[
                {
                    "ErrorEquals": ["QuotaError"],
                    "IntervalSeconds": 1,
                    "MaxAttempts": 2,
                    "BackoffRate": 1,
                }
            ],
        ),
        {"times": 1},
    ),
    one(
        "task-retries-used-up",
        task(
            "flaky", Retry=[{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 1}]
        ),
        {"times": 5},
    ),
    one(
        "task-retry-none",
        task("flaky", Retry=[{"ErrorEquals": ["QuotaError"], "MaxAttempts": 0}]),
        {"times": 1},
    ),
    one("task-retry-other", task("fail", Retry=[{"ErrorEquals": ["ValueError"]}])),
    caught("task-caught", task("fail"), {"k": 1}, ErrorEquals=["QuotaError"], ResultPath=None),
    caught("task-caught-by-all", task("fail"), {"k": 1}, ResultPath=None),
    caught(
        "task-caught-as-failed", task("fail"), ErrorEquals=["States.TaskFailed"], ResultPath=None
    ),
    caught("task-not-caught", task("fail"), ErrorEquals=["ValueError"]),
    caught(
        "task-caught-after-retry",
        task(
            "fail", Retry=[{"ErrorEquals": ["QuotaError"], "MaxAttempts": 1, "IntervalSeconds": 1}]
        ),
        ResultPath=None,
    ),
    Case(
        "catch-result-path",
        region(
            (
                "S",
                task(
                    "fail",
                    Catch=[{"ErrorEquals": ["QuotaError"], "Next": "C", "ResultPath": "$.e"}],
                    Next="C",
                ),
            ),
            (
                "C",
                {
                    "Type": "Pass",
                    "Parameters": {"keep.$": "$.keep", "error.$": "$.e.Error"},
                    "End": True,
                },
            ),
        ),
        {"keep": 1},
    ),
    one("task-result-too-large", task("large")),
    one("wait-zero", {"Type": "Wait", "Seconds": 0}, DATA),
    one("wait-past", {"Type": "Wait", "Timestamp": "2020-01-01T00:00:00Z"}, DATA),
    one("wait-path", {"Type": "Wait", "SecondsPath": "$.s"}, {"s": 1}),
    one("succeed", {"Type": "Succeed", "InputPath": "$.a", "OutputPath": "$.b[0]"}, DATA),
    one("fail", {"Type": "Fail", "Error": "Mine", "Cause": "because"}),
    one("fail-path", {"Type": "Fail", "ErrorPath": "$.t", "CausePath": "$.t"}, DATA),
]

TOKENS = [
    one("token", ask("answer"), DATA),
    one("token-placed", ask("answer", ResultPath="$.r", OutputPath="$.r.picked"), DATA),
    caught("token-refused", ask("refuse"), DATA, ErrorEquals=["Refused"], ResultPath=None),
    one("token-refused-for-good", ask("refuse"), DATA),
    one("token-function-fails", ask("fail"), DATA),
    caught(
        "token-timeout",
        ask("echo", TimeoutSeconds=1),
        DATA,
        ErrorEquals=["States.Timeout"],
        ResultPath=None,
    ),
]

ITEM = "$$.Map.Item.Value"
FAN_OUT = [
    one(
        "map",
        {
            "Type": "Map",
            "ItemsPath": "$.l",
            "ItemProcessor": region(("I", task("double", OutputPath="$.Payload", End=True))),
        },
        DATA,
    ),
    one(
        "map-selector",
        {
            "Type": "Map",
            "ItemsPath": "$.l",
            "ItemSelector": {"i.$": "$$.Map.Item.Index", "v.$": ITEM, "n.$": "$.n"},
            "ItemProcessor": region(("I", {"Type": "Pass", "End": True})),
        },
        DATA,
    ),
    one(
        "map-legacy",
        {
            "Type": "Map",
            "ItemsPath": "$.l",
            "Parameters": {"v.$": ITEM},
            "Iterator": region(("I", {"Type": "Pass", "End": True})),
            "MaxConcurrency": 1,
        },
        DATA,
    ),
    one(
        "map-empty",
        {
            "Type": "Map",
            "ItemsPath": "$.l",
            "ItemProcessor": region(("I", {"Type": "Pass", "End": True})),
        },
        {"l": []},
    ),
    one(
        "map-result",
        {
            "Type": "Map",
            "ItemsPath": "$.l",
            "ItemProcessor": region(("I", {"Type": "Pass", "End": True})),
            "ResultSelector": {"first.$": "$[0]"},
            "ResultPath": "$.r",
            "OutputPath": "$.r",
        },
        DATA,
    ),
    one(
        "map-fails",
        {
            "Type": "Map",
            "ItemsPath": "$.l",
            "MaxConcurrency": 1,
            "ItemProcessor": region(("I", task("odd_fails", End=True))),
        },
        DATA,
    ),
    caught(
        "map-caught",
        {
            "Type": "Map",
            "ItemsPath": "$.l",
            "MaxConcurrency": 1,
            "ItemProcessor": region(("I", task("odd_fails", End=True))),
        },
        DATA,
        ResultPath=None,
    ),
    one(
        "map-item-caught",
        {
            "Type": "Map",
            "ItemsPath": "$.l",
            "ItemProcessor": region(
                (
                    "I",
                    task(
                        "odd_fails",
                        OutputPath="$.Payload",
                        End=True,
                        Catch=[{"ErrorEquals": ["ValueError"], "Next": "Odd", "ResultPath": None}],
                    ),
                ),
                ("Odd", {"Type": "Pass", "Result": "odd", "End": True}),
            ),
        },
        DATA,
    ),
    one(
        "map-in-map",
        {
            "Type": "Map",
            "ItemsPath": "$.ll",
            "ItemProcessor": region(
                (
                    "Inner",
                    {
                        "Type": "Map",
                        "ItemProcessor": region(
                            ("I", task("double", OutputPath="$.Payload", End=True))
                        ),
                        "End": True,
                    },
                )
            ),
        },
        {"ll": [[1, 2], [], [3]]},
    ),
    one(
        "map-item-retried",
        {
            "Type": "Map",
            "ItemsPath": "$.i",
            "ItemProcessor": region(
                (
                    "I",
                    task(
                        "flaky",
                        OutputPath="$.Payload",
                        End=True,
                        Retry=[{"ErrorEquals": ["QuotaError"], "IntervalSeconds": 1}],
                    ),
                )
            ),
        },
        {"i": [{"key": "a", "times": 1}, {"key": "b", "times": 0}]},
    ),
    one(
        "parallel",
        {
            "Type": "Parallel",
            "Branches": [
                region(("A", {"Type": "Pass", "Result": 1, "End": True})),
                region(("B", task("double", "$.n", OutputPath="$.Payload", End=True))),
            ],
        },
        DATA,
    ),
    one(
        "parallel-parameters",
        {
            "Type": "Parallel",
            "Parameters": {"x.$": "$.n"},
            "Branches": [region(("A", {"Type": "Pass", "End": True}))],
            "ResultPath": "$.p",
            "OutputPath": "$.p",
        },
        DATA,
    ),
    one(
        "parallel-fails",
        {
            "Type": "Parallel",
            "Branches": [
                region(("A", task("fail", End=True))),
                region(("B", {"Type": "Pass", "End": True})),
            ],
        },
    ),
    caught(
        "parallel-caught",
        {"Type": "Parallel", "Branches": [region(("A", task("fail", End=True)))]},
        ResultPath=None,
    ),
    one(
        "parallel-fail-state",
        {
            "Type": "Parallel",
            "Branches": [region(("A", {"Type": "Fail", "Error": "Mine", "Cause": "c"}))],
        },
    ),
    one(
        "parallel-selector",
        {
            "Type": "Parallel",
            "ResultSelector": {"b.$": "$[1]"},
            "Branches": [
                region(("A", {"Type": "Pass", "Result": 1, "End": True})),
                region(("B", {"Type": "Pass", "Result": 2, "End": True})),
            ],
        },
    ),
]
