"""Cases about data: paths, templates, intrinsic functions and choices."""

from __future__ import annotations

from tests.asl.building import DATA, Case, choose, compute, one, region

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
    compute("format-types", "States.Format('{} {} {}', $.yes, $.nil, $.f)", DATA),
    compute("array", "States.Array($.n, 'x', 2, true)", DATA),
    compute("format", "States.Format('{} and {}', $.t, $.n)", DATA),
    compute("array-empty", "States.Array()"),
    compute("array-contains", "States.ArrayContains($.l, 2)", DATA),
    compute("array-contains-not", "States.ArrayContains($.l, 7)", DATA),
    compute("array-get-item", "States.ArrayGetItem($.l, 0)", DATA),
    compute("array-length", "States.ArrayLength($.l)", DATA),
    compute("array-partition", "States.ArrayPartition($.l, 2)", DATA),
    compute("array-range", "States.ArrayRange(1, 9, 3)"),
    compute("array-unique", "States.ArrayUnique($.l)", {"l": [1, 2, 1, 3, 2]}),
    compute("base64", "States.Base64Encode($.t)", DATA),
    compute("base64-back", "States.Base64Decode(States.Base64Encode($.t))", DATA),
    compute("hash", "States.Hash($.t, 'SHA-256')", DATA),
    compute("hash-md5", "States.Hash('a', 'MD5')"),
    compute(
        "json-merge", "States.JsonMerge($.a, $.b, false)", {"a": {"x": 1, "y": 1}, "b": {"y": 2}}
    ),
    compute("json-to-string", "States.JsonToString($.a)", DATA),
    compute("string-to-json", "States.StringToJson($.j)", {"j": '{"a": [1, 2]}'}),
    compute("math-add", "States.MathAdd($.n, -7)", DATA),
    compute("string-split", "States.StringSplit($.s, ',')", {"s": "a,b,,c"}),
    compute("string-split-many", "States.StringSplit('a.b+c', '.+')"),
    compute(
        "nested",
        "States.ArrayGetItem(States.StringSplit(States.Format('{}-{}', $.t, $.n), '-'), 1)",
        DATA,
    ),
    compute("uuid-length", "States.ArrayLength(States.StringSplit(States.UUID(), '-'))"),
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
