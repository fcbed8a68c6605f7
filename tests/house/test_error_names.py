"""State machines match errors by name: every name must be one that something raises."""

import json
from pathlib import Path

import pytest

from kinora.local.invoke import RUNTIME_ERRORS
from kinora.model import errors

RESERVED = RUNTIME_ERRORS | {
    "States.ALL",
    "States.TaskFailed",
    "States.Timeout",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
}
RAISED = {
    name
    for name, value in vars(errors).items()
    if isinstance(value, type) and issubclass(value, errors.KinoraError)
}
MACHINES = sorted(Path("statemachines").glob("*.asl.json"))


def names(node):
    if isinstance(node, dict):
        yield from node.get("ErrorEquals", [])
        for value in node.values():
            yield from names(value)
    elif isinstance(node, list):
        for value in node:
            yield from names(value)


@pytest.mark.parametrize("path", MACHINES, ids=lambda path: path.stem)
def test_every_matched_name_is_raised_by_something(path):
    found = set(names(json.loads(path.read_text())))
    assert found
    assert found <= RESERVED | RAISED


def lists(node):
    if isinstance(node, dict):
        yield from [node["ErrorEquals"]] if "ErrorEquals" in node else []
        node = list(node.values())
    for value in node if isinstance(node, list) else []:
        yield from lists(value)


@pytest.mark.parametrize("path", MACHINES, ids=lambda path: path.stem)
def test_a_store_out_of_reach_is_asked_again_as_one_that_fails(path):
    for matched in lists(json.loads(path.read_text())):
        assert ("StorageError" in matched) == ("StorageUnreachable" in matched)


def test_the_drawn_tree_is_the_tree():
    drawn = {}
    depths = []
    for line in errors.__doc__.splitlines():
        for mark in ("── ", "KinoraError"):
            if mark in line:
                name = (
                    line[line.index("KinoraError") :]
                    if mark == "KinoraError"
                    else line.split("── ")[1]
                )
                name = name.split()[0]
                depth = line.index(name)
                while depths and depths[-1][0] >= depth:
                    depths.pop()
                drawn[name] = depths[-1][1] if depths else None
                depths.append((depth, name))
                break
    real = {name: getattr(errors, name).__mro__[1].__name__ for name in RAISED}
    real["KinoraError"] = None
    assert drawn == real
