"""What the template says, for one machine: functions with their limits, machines with their files.

``template.yaml`` is the only list of functions and state machines. The one-machine host reads the
same file that is deployed, so nothing can exist here and be missing there.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

try:  # the reader that is written in C takes a tenth of the time
    from yaml import CSafeLoader as _SafeLoader
except ImportError:
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]

from kinora.model.errors import InvalidDefinition

_LAMBDA_MACHINE_TIMEOUT = 3
"""Seconds that Lambda allows where a template sets no timeout."""
_LIGHT_CONCURRENCY = 4


@dataclass(frozen=True)
class FunctionResource:
    """One Lambda function. ``handler`` is ``package.module.function``; ``media`` needs OpenCV.

    ``awaited``: somebody waits for each answer, as it is called by requests and not by machines.
    """

    name: str
    handler: str
    timeout_seconds: float
    memory_mb: int
    concurrency: int
    media: bool
    awaited: bool
    hurried: bool = False
    """Whether a person waits for what comes of it, though a machine calls it."""


@dataclass(frozen=True)
class MachineResource:
    """One state machine: its logical name, its file, and its substitutions by name."""

    name: str
    definition: Path
    substitutions: dict[str, str]
    queues: bool
    """Whether executions may have to wait for their turn at the processors."""

    @property
    def calls(self) -> frozenset[str]:
        """The functions that its states call."""
        return frozenset(self.substitutions.values())


@dataclass(frozen=True)
class Project:
    """A checkout's functions and state machines."""

    functions: tuple[FunctionResource, ...]
    machines: tuple[MachineResource, ...]


class _Reader(_SafeLoader):
    """YAML with CloudFormation's short tags, kept as ``{"Fn": name, "of": value}``."""


def _tagged(loader: _SafeLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        assert isinstance(node, yaml.MappingNode)
        value = loader.construct_mapping(node, deep=True)
    return {"Fn": suffix, "of": value}


_Reader.add_multi_constructor("!", _tagged)


def read_project(folder: Path) -> Project:
    """The project in a folder.

    Raises:
        InvalidDefinition: there is no readable ``template.yaml``.
    """
    path = folder / "template.yaml"
    try:
        template = yaml.load(path.read_text(), _Reader)  # noqa: S506 - a SafeLoader with tags
        resources: dict[str, dict[str, Any]] = template["Resources"]
        defaults = template.get("Globals", {}).get("Function", {})
        functions = tuple(
            _function(name, {**defaults, **resource["Properties"]})
            for name, resource in resources.items()
            if resource["Type"] == "AWS::Serverless::Function"
        )
        machines = tuple(
            _machine(folder, name, resource)
            for name, resource in resources.items()
            if resource["Type"] == "AWS::Serverless::StateMachine"
        )
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        problem = f"{path} cannot be read ({type(error).__name__}: {error})"
        raise InvalidDefinition("template.yaml", problem, "the project's SAM template") from error
    people_wait = {name for machine in machines if not machine.queues for name in machine.calls}
    hurried = (replace(each, hurried=each.name in people_wait) for each in functions)
    return Project(tuple(hurried), machines)


def _function(name: str, properties: dict[str, Any]) -> FunctionResource:
    media = properties.get("PackageType") == "Image"
    if media:
        handler = properties["ImageConfig"]["Command"][0]
    else:
        handler = f"{properties['CodeUri'].replace('/', '.')}.{properties['Handler']}"
    usual = max(2, os.cpu_count() or 1) if media else _LIGHT_CONCURRENCY
    return FunctionResource(
        name=name,
        handler=handler,
        timeout_seconds=float(properties.get("Timeout", _LAMBDA_MACHINE_TIMEOUT)),
        memory_mb=int(properties.get("MemorySize", 128)),
        concurrency=int(properties.get("ReservedConcurrentExecutions", usual)),
        media=media,
        awaited=any(each["Type"] == "HttpApi" for each in properties.get("Events", {}).values()),
    )


def _machine(folder: Path, name: str, resource: dict[str, Any]) -> MachineResource:
    properties = resource["Properties"]
    substitutions = properties.get("DefinitionSubstitutions", {})
    return MachineResource(
        name=name,
        definition=folder / properties["DefinitionUri"],
        substitutions={key: _resource_name(value) for key, value in substitutions.items()},
        queues=resource.get("Metadata", {}).get("Queue") != "none",
    )


def _resource_name(value: Any) -> str:
    """The logical name behind ``!GetAtt Name.Arn`` or ``!Ref Name``; other values as they are."""
    if isinstance(value, dict) and value.get("Fn") in {"GetAtt", "Ref"}:
        return str(value["of"]).partition(".")[0]
    return str(value)
