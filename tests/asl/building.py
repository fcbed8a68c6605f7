"""How the cases of the differential suite are built: machines, data and functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Timer
from typing import Any, Protocol

INVOKE = "arn:aws:states:::lambda:invoke"


class QuotaError(Exception):
    pass


Functions = dict[str, Callable[[Any], Any]]


class Answers(Protocol):
    """What a function may ask of the interpreter that called it."""

    def succeed(self, token: str, output: Any) -> None: ...

    def fail(self, token: str, error: str, cause: str) -> None: ...


def echo(event):
    return event


def fail(event):
    raise QuotaError("used up")


def value_error(event):
    raise ValueError("bad value")


def double(event):
    return event * 2


def large(event):
    return "x" * 300_000


def odd_fails(event):
    if event % 2:
        raise ValueError("odd")
    return event


def flaky() -> Callable[[Any], Any]:
    """Fails ``event["times"]`` times for each key, then returns how often it was called."""
    counts: Counter[str] = Counter()

    def call(event):
        key = str(event.get("key"))
        counts[key] += 1
        if counts[key] <= event["times"]:
            raise QuotaError("again")
        return counts[key]

    return call


def functions(answers: Answers) -> Functions:
    """Functions with a memory of their own, for one run of one case."""

    def answer(event):
        Timer(0.1, lambda: answers.succeed(event["token"], {"picked": event["n"]})).start()

    def refuse(event):
        Timer(0.1, lambda: answers.fail(event["token"], "Refused", "no")).start()

    stateless = (echo, fail, value_error, double, large, odd_fails, answer, refuse)
    return {**{each.__name__: each for each in stateless}, "flaky": flaky()}


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


def ask(function: str, **fields: Any) -> dict[str, Any]:
    """A state whose function gets a token."""
    return {
        "Type": "Task",
        "Resource": f"{INVOKE}.waitForTaskToken",
        "Parameters": {
            "FunctionName": function,
            "Payload": {"token.$": "$$.Task.Token", "n.$": "$.n"},
        },
        "TimeoutSeconds": 15,
        **fields,
    }


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
