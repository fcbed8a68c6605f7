"""The template says what is deployed: it must fit the code, and grant no more than is used."""

import importlib
import json
import re
from pathlib import Path

import pytest
import yaml

from kinora.local.project import _Reader, read_project
from kinora.settings import PREFIX, Settings

TEMPLATE = yaml.load(Path("template.yaml").read_text(), _Reader)
RESOURCES = TEMPLATE["Resources"]
FUNCTIONS = {
    name: resource["Properties"]
    for name, resource in RESOURCES.items()
    if resource["Type"] == "AWS::Serverless::Function"
}
PROJECT = read_project(Path())


@pytest.mark.parametrize("function", PROJECT.functions, ids=lambda function: function.name)
def test_handler_exists(function):
    module, _, name = function.handler.rpartition(".")
    assert callable(getattr(importlib.import_module(module), name))


def test_every_handler_folder_is_deployed():
    folders = {path.parent.name for path in Path("functions").glob("*/handler.py")}
    assert folders == {function.handler.split(".")[1] for function in PROJECT.functions}


def test_every_machine_file_is_deployed():
    files = {path.name for path in Path("statemachines").glob("*.asl.json")}
    assert files == {machine.definition.name for machine in PROJECT.machines}


def test_substitutions_are_exactly_those_used():
    for machine in PROJECT.machines:
        used = set(re.findall(r"\$\{(\w+)\}", machine.definition.read_text()))
        assert used == set(machine.substitutions)
        names = {function.name for function in PROJECT.functions}
        assert set(machine.substitutions.values()) <= names


def test_variables_are_settings():
    variables = TEMPLATE["Globals"]["Function"]["Environment"]["Variables"]
    ours = {name.removeprefix(PREFIX).lower() for name in variables if name.startswith(PREFIX)}
    assert ours <= set(Settings.model_fields)
    assert all(name.startswith((PREFIX, "POWERTOOLS_")) for name in variables)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_least_privilege(name):
    for policy in FUNCTIONS[name].get("Policies", []):
        for statement in policy["Statement"]:
            assert all(":*" not in action and action != "*" for action in statement["Action"])
            assert statement["Resource"] != "*"
            for resource in (
                statement["Resource"] if isinstance(statement["Resource"], list) else []
            ):
                assert not resource["of"].endswith(".Arn}/*"), "a whole bucket is too much"


def test_function_timeouts_fit_their_tasks():
    limits = {function.name: function.timeout_seconds for function in PROJECT.functions}
    for machine in PROJECT.machines:
        definition = json.loads(machine.definition.read_text())
        for name, task in tasks(definition):
            substitution = task["Parameters"]["FunctionName"].removeprefix("${").removesuffix("}")
            assert task["TimeoutSeconds"] >= limits[machine.substitutions[substitution]], name


def tasks(region):
    for name, state in region["States"].items():
        if state["Type"] == "Task":
            yield name, state
        if "ItemProcessor" in state:
            yield from tasks(state["ItemProcessor"])
