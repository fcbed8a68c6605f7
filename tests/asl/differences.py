"""Cases in which moto departs from the documentation of Step Functions, with the reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.asl.building import DATA, Case, ask, caught, choose, compute, one, region, task


@dataclass(frozen=True)
class Difference:
    """A case in which the oracle is at fault, and why.

    ``ours`` and ``theirs`` are (status, output, error).
    """

    case: Case
    ours: tuple[str, Any, str | None]
    theirs: tuple[str, Any, str | None]
    reason: str


def _succeeds(value: Any) -> tuple[str, Any, None]:
    return ("SUCCEEDED", value, None)


def _fails(error: str | None) -> tuple[str, None, str | None]:
    return ("FAILED", None, error)


REFUSED = ("REFUSED", None, None)
_INTRINSIC = "the guide names States.IntrinsicFailure for it, which can be caught"

DIFFERENT = [
    Difference(
        compute("path-deep", "$.a.b[1].c", DATA),
        _succeeds({"v": "x"}),
        _succeeds({"v": ["x"]}),
        "a definite path is one value, not a list of matches",
    ),
    Difference(
        one("output-path-deep", {"Type": "Pass", "OutputPath": "$.items[2].q"}, DATA),
        _succeeds(5),
        _succeeds([5]),
        "a definite path is one value, not a list of matches",
    ),
    Difference(
        compute("format-list", "States.Format('{}', $.l)", DATA),
        _succeeds({"v": "[1,2,3]"}),
        _succeeds({"v": "[1, 2, 3]"}),
        "moto prints Python's text of a list, Step Functions compact JSON",
    ),
    Difference(
        compute("format-too-few", "States.Format('{} {}', $.t)", DATA),
        _fails("States.IntrinsicFailure"),
        _fails("States.Runtime"),
        _INTRINSIC,
    ),
    Difference(
        compute("array-get-item-beyond", "States.ArrayGetItem($.l, 5)", DATA),
        _fails("States.IntrinsicFailure"),
        _fails("States.Runtime"),
        _INTRINSIC,
    ),
    Difference(
        compute("string-to-json-bad", "States.StringToJson($.j)", {"j": "{nope"}),
        _fails("States.IntrinsicFailure"),
        _fails("States.Runtime"),
        _INTRINSIC,
    ),
    Difference(
        compute("array-literals", "States.Array(2.5, null)"),
        _succeeds({"v": [2.5, None]}),
        REFUSED,
        "moto's grammar has neither decimal numbers nor null as arguments",
    ),
    Difference(
        compute("format-quote", r"States.Format('it\'s {}', $.t)", DATA),
        _succeeds({"v": "it's text"}),
        _succeeds({"v": "it" + 2 * "\\"}),
        "an escaped quote is a quote",
    ),
    Difference(
        compute("base64-not-ascii", "States.Base64Encode($.t)", {"t": "hé"}),
        _succeeds({"v": "aMOp"}),
        _fails("States.Runtime"),
        "the text's UTF-8 is encoded, not an escaped form of it",
    ),
    Difference(
        choose("choice-no-such-value", {"Variable": "$.nowhere", "NumericEquals": 1}, DATA),
        _fails("States.Runtime"),
        _succeeds(False),
        "a rule about a value that does not exist fails the state, IsPresent apart",
    ),
    Difference(
        Case(
            "choice-none",
            region(
                (
                    "S",
                    {
                        "Type": "Choice",
                        "Choices": [{"Variable": "$.n", "NumericEquals": 1, "Next": "T"}],
                    },
                ),
                ("T", {"Type": "Succeed"}),
            ),
            DATA,
        ),
        _fails("States.NoChoiceMatched"),
        _fails("States.Runtime"),
        "the guide has a name of its own for it",
    ),
    Difference(
        one(
            "map-no-list",
            {
                "Type": "Map",
                "ItemsPath": "$.t",
                "ItemProcessor": region(("I", {"Type": "Pass", "End": True})),
            },
            DATA,
        ),
        _fails("States.Runtime"),
        _fails("States.QueryEvaluationError"),
        "that is the error of JSONata machines",
    ),
    Difference(
        caught("runtime-caught", task(payload="$.nowhere"), DATA, ResultPath=None),
        _fails("States.Runtime"),
        _succeeds({"caught": DATA}),
        "States.ALL does not catch States.Runtime",
    ),
    Difference(
        caught("data-limit-caught", task("large"), DATA, ResultPath=None),
        _fails("States.DataLimitExceeded"),
        _succeeds({"caught": DATA}),
        "States.ALL does not catch States.DataLimitExceeded",
    ),
    Difference(
        caught(
            "heartbeat-caught",
            ask("echo", HeartbeatSeconds=1),
            DATA,
            ErrorEquals=["States.HeartbeatTimeout"],
            ResultPath=None,
        ),
        _succeeds({"caught": DATA}),
        _fails("States.Timeout"),
        "a missed heartbeat is States.HeartbeatTimeout, in Catch and Retry",
    ),
]
