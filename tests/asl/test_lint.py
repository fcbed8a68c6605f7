from __future__ import annotations

import copy

import pytest

from kinora.local.asl.lint import lint, require_sound
from kinora.local.asl.substitution import substitute
from kinora.model.errors import InvalidDefinition
from tests.asl.building import INVOKE, region, task

SOUND = region(
    (
        "Ask",
        {
            "Type": "Task",
            "Resource": f"{INVOKE}.waitForTaskToken",
            "Parameters": {
                "FunctionName": "${Ask}",
                "Payload": {"token.$": "$$.Task.Token"},
            },
            "TimeoutSeconds": 60,
            "HeartbeatSeconds": 20,
            "Retry": [{"ErrorEquals": ["Busy"], "MaxAttempts": 0, "JitterStrategy": "FULL"}],
            "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Lost", "ResultPath": "$.error"}],
            "Next": "Each",
        },
    ),
    (
        "Each",
        {
            "Type": "Map",
            "ItemProcessor": region(("Draw", task(End=True))),
            "MaxConcurrency": 2,
            "Next": "Fork",
        },
    ),
    ("Fork", {"Type": "Parallel", "Branches": [region(("Do", task(End=True)))], "Next": "Which"}),
    (
        "Which",
        {
            "Type": "Choice",
            "Choices": [
                {"Not": {"Variable": "$.x", "NumericLessThan": 3}, "Next": "Ask"},
                {"Variable": "$.y", "IsPresent": True, "Next": "Nap"},
            ],
            "Default": "Done",
        },
    ),
    ("Nap", {"Type": "Wait", "Seconds": 5, "Next": "Child"}),
    (
        "Child",
        {
            "Type": "Task",
            "Resource": "arn:aws:states:::states:startExecution.sync:2",
            "Parameters": {"StateMachineArn": "${Other}", "Input": {}},
            "TimeoutSeconds": 60,
            "Next": "Direct",
        },
    ),
    (
        "Direct",
        {
            "Type": "Task",
            "Resource": "arn:aws:lambda:eu-west-1:123456789012:function:direct:live",
            "TimeoutSecondsPath": "$.t",
            "Next": "Done",
        },
    ),
    ("Done", {"Type": "Succeed"}),
    ("Lost", {"Type": "Fail", "Error": "Lost", "CausePath": "$.error.Cause"}),
)
NAMES = {"Ask": "ask", "Other": "arn:aws:states:local:000000000000:stateMachine:other"}


def changed(*edits):
    """The sound machine with edits: (path of keys, value), where ... removes."""
    machine = copy.deepcopy(SOUND)
    for path, value in edits:
        at = machine
        for key in path[:-1]:
            at = at[key]
        if value is ...:
            del at[path[-1]]
        else:
            at[path[-1]] = value
    return machine


def state(name, field, value):
    return (("States", name, field), value)


def test_the_sound_machine_has_no_problems():
    assert lint(SOUND, NAMES, {"Busy"}) == []
    assert require_sound(SOUND, NAMES).regions[""].start == "Ask"


ASK, EACH = "States.Ask", "States.Each"


@pytest.mark.parametrize(
    ("edit", "place", "words"),
    [
        ((("StartAt",), "Gone"), "StartAt", "no state 'Gone'"),
        ((("StartAt",), ...), "StartAt", "missing"),
        ((("States",), []), "States", "must be an object"),
        ((("QueryLanguage",), "JSONata"), "QueryLanguage", "must be JSONPath"),
        ((("Colour",), 1), "Colour", "not a field"),
        ((("TimeoutSeconds",), 0), "TimeoutSeconds", "whole number from 1"),
        (state("Ask", "Next", "Gone"), ASK, "leads to 'Gone'"),
        (state("Ask", "Next", ...), ASK, "either Next or End"),
        (state("Ask", "End", True), ASK, "either Next or End"),
        (state("Ask", "Type", "Activity"), f"{ASK}.Type", "'Activity' is not one of"),
        (state("Ask", "Output", "{% 1 %}"), f"{ASK}.Output", "not a field"),
        (state("Ask", "Assign", {}), f"{ASK}.Assign", "not a field"),
        (state("Ask", "QueryLanguage", "JSONata"), f"{ASK}.QueryLanguage", "JSONPath"),
        (state("Ask", "TimeoutSeconds", ...), ASK, "no TimeoutSeconds"),
        (state("Ask", "TimeoutSeconds", True), f"{ASK}.TimeoutSeconds", "whole number"),
        (state("Ask", "TimeoutSecondsPath", "$.t"), f"{ASK}.TimeoutSeconds", "beside"),
        (state("Ask", "HeartbeatSeconds", 60), f"{ASK}.HeartbeatSeconds", "less than"),
        (state("Ask", "InputPath", "$..a"), f"{ASK}.InputPath", "leaves the supported paths"),
        (state("Ask", "InputPath", "$.a[?(@.b==1)]"), f"{ASK}.InputPath", "supported paths"),
        (state("Ask", "InputPath", 5), f"{ASK}.InputPath", "must be a path"),
        (state("Ask", "ResultPath", "$.a[*]"), f"{ASK}.ResultPath", "one place"),
        (state("Ask", "ResultPath", "$$.a"), f"{ASK}.ResultPath", "one place"),
        (state("Ask", "ResultSelector", {"a.$": "nope"}), f"{ASK}.ResultSelector.a.$", "neither"),
        (
            state("Ask", "ResultSelector", {"a": [{"b.$": "States.Nope()"}]}),
            f"{ASK}.ResultSelector.a[0].b.$",
            "no intrinsic function States.Nope",
        ),
        (state("Ask", "Retry", [{}]), f"{ASK}.Retry[0].ErrorEquals", "one or more"),
        (state("Ask", "Retry", {}), f"{ASK}.Retry", "a list"),
        (
            state("Ask", "Retry", [{"ErrorEquals": ["Busy"], "MaxAttempts": -1}]),
            f"{ASK}.Retry[0].MaxAttempts",
            "whole number from 0",
        ),
        (
            state("Ask", "Retry", [{"ErrorEquals": ["Busy"], "BackoffRate": 0.5}]),
            f"{ASK}.Retry[0].BackoffRate",
            "a number from 1",
        ),
        (
            state("Ask", "Retry", [{"ErrorEquals": ["Busy"], "MaxDelaySeconds": 1}]),
            f"{ASK}.Retry[0].MaxDelaySeconds",
            "greater than",
        ),
        (
            state("Ask", "Retry", [{"ErrorEquals": ["Lazy"]}]),
            f"{ASK}.Retry[0].ErrorEquals",
            "nothing reports an error named 'Lazy'",
        ),
        (
            state("Ask", "Retry", [{"ErrorEquals": ["States.ALL", "Busy"]}]),
            f"{ASK}.Retry[0].ErrorEquals",
            "must stand alone",
        ),
        (
            state("Ask", "Retry", [{"ErrorEquals": ["States.Oops"]}]),
            f"{ASK}.Retry[0].ErrorEquals",
            "'States.Oops'",
        ),
        (
            state("Ask", "Retry", [{"ErrorEquals": ["States.Runtime"]}]),
            f"{ASK}.Retry[0].ErrorEquals",
            "cannot be handled",
        ),
        (
            state("Ask", "Catch", [{"ErrorEquals": ["Busy"], "Next": "Gone"}]),
            ASK,
            "leads to 'Gone'",
        ),
        (
            state("Ask", "Resource", "arn:aws:states:::sqs:sendMessage"),
            f"{ASK}.Resource",
            "outside the supported subset",
        ),
        (
            state("Child", "Resource", "arn:aws:states:::states:startExecution.sync"),
            "States.Child.Resource",
            "outside the supported subset",
        ),
        (
            (("States", "Ask", "Parameters", "Payload"), {}),
            f"{ASK}.Parameters",
            "Task.Token is passed nowhere",
        ),
        ((("States", "Ask", "Parameters", "FunctionName"), ...), f"{ASK}.Parameters", "missing"),
        (
            (("States", "Ask", "Parameters", "LogType"), "Tail"),
            f"{ASK}.Parameters.LogType",
            "not a parameter",
        ),
        (
            (("States", "Ask", "Parameters", "FunctionName"), "${Nobody}"),
            f"{ASK}.Parameters.FunctionName",
            "nothing is substituted for ${Nobody}",
        ),
        (state("Direct", "HeartbeatSeconds", 1), "States.Direct.HeartbeatSeconds", "means nothing"),
        (state("Each", "ItemReader", {}), f"{EACH}.ItemReader", "not a field"),
        (state("Each", "ToleratedFailureCount", 1), f"{EACH}.ToleratedFailureCount", "not a"),
        (state("Each", "ItemsPath", None), f"{EACH}.ItemsPath", "must be a path"),
        (state("Each", "ItemProcessor", ...), f"{EACH}.ItemProcessor", "must be an object"),
        (
            (("States", "Each", "ItemProcessor", "ProcessorConfig"), {"Mode": "DISTRIBUTED"}),
            f"{EACH}.ItemProcessor.ProcessorConfig.Mode",
            "must be INLINE",
        ),
        (
            (("States", "Each", "ItemProcessor", "StartAt"), "Gone"),
            f"{EACH}.ItemProcessor.StartAt",
            "no state 'Gone'",
        ),
        (
            (("States", "Each", "ItemProcessor", "States", "Draw", "TimeoutSeconds"), ...),
            f"{EACH}.ItemProcessor.States.Draw",
            "no TimeoutSeconds",
        ),
        (
            (("States", "Fork", "Branches", 0, "States", "Do"), {"Type": "Pass", "Next": "Do"}),
            "States.Fork.Branches[0].States",
            "no state that is reached ends",
        ),
        (state("Fork", "Branches", ...), "States.Fork.Branches", "missing"),
        (state("Which", "Choices", []), "States.Which.Choices", "not empty"),
        (state("Which", "Default", "Gone"), "States.Which", "leads to 'Gone'"),
        (
            (("States", "Which", "Choices", 0, "Not", "NumericLessThan"), "3"),
            "States.Which.Choices[0].Not.NumericLessThan",
            "cannot compare",
        ),
        (
            (("States", "Which", "Choices", 1, "IsNull"), True),
            "States.Which.Choices[1]",
            "exactly one comparison",
        ),
        (state("Nap", "Timestamp", "2026-01-01T00:00:00Z"), "States.Nap", "one of Seconds"),
        (state("Nap", "Seconds", -1), "States.Nap.Seconds", "whole number from 0"),
        (state("Lost", "Cause", "c"), "States.Lost.Cause", "beside"),
        ((("States", "Spare"), {"Type": "Succeed"}), "States.Spare", "nothing leads to"),
        ((("States", "x" * 81), {"Type": "Succeed"}), f"States.{'x' * 81}", "at most 80"),
    ],
)
def test_a_problem_is_found_at_its_place(edit, place, words):
    problems = lint(changed(edit), NAMES, {"Busy"})
    assert [p for p in problems if p.startswith(f"{place}: ") and words in p], problems
    with pytest.raises(InvalidDefinition):
        require_sound(changed(edit), NAMES, {"Busy"})


@pytest.mark.parametrize("value", [None, [], "text", 5, {}, {"StartAt": 5, "States": {"a": 5}}])
def test_what_is_no_machine_at_all_is_refused(value):
    with pytest.raises(InvalidDefinition):
        require_sound(value)


def test_errors_of_the_services_are_known():
    retry = [{"ErrorEquals": ["Lambda.ServiceException", "Runtime.ExitError", "States.Timeout"]}]
    assert lint(changed(state("Ask", "Retry", retry)), NAMES, set()) == []
    retry = [{"ErrorEquals": ["Lambda.ServiceExeption"]}]
    assert lint(changed(state("Ask", "Retry", retry)), NAMES, set())


def test_the_message_names_the_first_problem_and_counts_the_rest():
    machine = changed(state("Nap", "Seconds", -1), state("Nap", "Colour", 1))
    with pytest.raises(InvalidDefinition, match=r"States\.Nap\.Seconds: .*1 more"):
        require_sound(machine, NAMES)


def test_without_substitutions_every_placeholder_is_a_problem():
    assert [p for p in lint(SOUND) if "${Ask}" in p]


def test_substitution_escapes_and_leaves_unknown_names():
    text = '{"a": "${A}", "b": "x-${B}"}'
    assert substitute(text, {"A": 'q"\n'}) == '{"a": "q\\"\\n", "b": "x-${B}"}'


def test_which_states_can_only_end_in_failure():
    machine = require_sound(SOUND, NAMES)
    assert machine.regions[""].doomed == {"Lost"}
    assert set(machine.regions) == {"", "Each", "Fork/0"}
