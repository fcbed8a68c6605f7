"""A workflow checked for what would otherwise be found out in the middle of somebody's run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kinora.cc.definition.templates import CONTEXT, named
from kinora.cc.definition.workflow import Mode, Module, Option, Placed, Workflow, resolver_of
from kinora.cc.modules import KINDS
from kinora.cc.modules.port import ModuleKind
from kinora.cc.schema import sound
from kinora.model.errors import InvalidWorkflow
from kinora.providers.ports import MediaAction

_RESOLVERS = (None, "server", "client")
_CONFIG = frozenset({"interaction", "budget_usd", "jobs_at_once"})
_STEP = frozenset({"step_id", "name", "description"})


def checked(workflow: Workflow) -> Workflow:
    """The workflow itself.

    Raises:
        InvalidWorkflow: something does not fit; names the first place, in the order of the modules.
    """
    for problem in problems(workflow):
        raise problem
    return workflow


def problems(workflow: Workflow) -> Iterator[InvalidWorkflow]:
    """Everything that does not fit."""
    seen: set[str] = set()
    for step in workflow.steps:
        if step.step_id in seen:
            yield InvalidWorkflow(step.step_id, "two steps have this id", "ids of their own")
        seen.add(step.step_id)
    names: set[str] = set()
    written: dict[str, Module] = {}
    waiting = workflow.config.interaction
    if waiting.deadline % waiting.remind_after:
        yield InvalidWorkflow(
            "config.interaction", "the deadline is no multiple of remind_after", "a multiple"
        )
    for placed in workflow.placed:
        module = placed.module
        if module.name in names:
            yield InvalidWorkflow(module.name, "two modules have this name", "names of their own")
        names.add(module.name)
        yield from _module(workflow, placed, written)
        written |= dict.fromkeys(module.outputs_to_state.values(), module)


def _module(
    workflow: Workflow, placed: Placed, written: Mapping[str, Module]
) -> Iterator[InvalidWorkflow]:
    module = placed.module
    kind = KINDS.get(module.module_id)
    if kind is None:
        allowed = ", ".join(KINDS)
        yield InvalidWorkflow(module.name, f"module {module.module_id!r} is unknown", allowed)
        return
    yield from _inputs(module, kind)
    yield from _outputs(module, kind)
    yield from _names(module, written)
    yield from _schemas(module)
    yield from _sub_actions(module)
    yield from _options(workflow, placed, kind)


def _inputs(module: Module, kind: ModuleKind) -> Iterator[InvalidWorkflow]:
    given = set(module.inputs) - {"resolver_schema"}
    for name in sorted(kind.needed - given):
        yield InvalidWorkflow(f"{module.name}.{name}", f"{module.module_id} needs it")
    allowed = ", ".join(sorted(kind.needed | kind.accepted))
    for name in sorted(given - kind.needed - kind.accepted):
        yield InvalidWorkflow(f"{module.name}.{name}", "unknown input", allowed)
    declared = module.inputs.get("resolver_schema", {}).get("properties", {})
    for name in declared:
        if name not in given:
            yield InvalidWorkflow(f"{module.name}.resolver_schema.{name}", "no such input")
    for name in given:
        if resolver_of(module, name) not in _RESOLVERS:
            place = f"{module.name}.resolver_schema.{name}"
            yield InvalidWorkflow(place, "unknown resolver", "server, client")


def _outputs(module: Module, kind: ModuleKind) -> Iterator[InvalidWorkflow]:
    for path in module.outputs_to_state:
        if path.partition(".")[0] not in kind.outputs:
            allowed = ", ".join(sorted(kind.outputs))
            yield InvalidWorkflow(f"{module.name}.{path}", "no such output", allowed)


def _names(module: Module, written: Mapping[str, Module]) -> Iterator[InvalidWorkflow]:
    """Templates may name what earlier modules wrote, and stand only where they are rendered."""
    for name, value in module.inputs.items():
        place = f"{module.name}.{name}"
        try:
            used = sorted(set(named(value, place)))
        except InvalidWorkflow as error:
            yield error
            continue
        if used and resolver_of(module, name) != "server" and name != "resolver_schema":
            yield InvalidWorkflow(place, "it holds a template", "resolver server, or plain text")
        for root, attribute in used:
            if root not in CONTEXT:
                yield InvalidWorkflow(place, f"{root} is undefined", ", ".join(sorted(CONTEXT)))
            elif root == "state" and attribute not in written:
                yield InvalidWorkflow(place, f"no module before writes state.{attribute}")
            elif root == "config" and attribute not in _CONFIG:
                yield InvalidWorkflow(place, f"config.{attribute} is undefined")
            elif root == "step" and attribute not in _STEP:
                yield InvalidWorkflow(place, f"step.{attribute} is undefined")


def _schemas(module: Module) -> Iterator[InvalidWorkflow]:
    for name in ("output_schema", "schema"):
        schema: Any = module.inputs.get(name)
        if schema is None:
            continue
        try:
            sound(schema, f"{module.name}.{name}")
        except InvalidWorkflow as error:
            yield error


def _sub_actions(module: Module) -> Iterator[InvalidWorkflow]:
    for action in module.sub_actions:
        if action.action_type not in set(MediaAction):
            place = f"{module.name}.sub_actions.{action.id}"
            problem = f"nothing makes {action.action_type!r}"
            yield InvalidWorkflow(place, problem, ", ".join(MediaAction))


def _options(workflow: Workflow, placed: Placed, kind: ModuleKind) -> Iterator[InvalidWorkflow]:
    module = placed.module
    ids = [option.id for option in module.options]
    if module.retryable and not kind.interactive:
        yield InvalidWorkflow(f"{module.name}.retryable", "only a question has options")
    if module.retryable and module.retryable.default_option not in ids:
        place = f"{module.name}.retryable.default_option"
        yield InvalidWorkflow(place, "it is no option", ", ".join(ids))
    if len(set(ids)) < len(ids):
        yield InvalidWorkflow(f"{module.name}.retryable", "two options have the same id")
    for option in module.options:
        yield from _target(workflow, placed, option)


def _target(workflow: Workflow, placed: Placed, option: Option) -> Iterator[InvalidWorkflow]:
    """An option that goes back needs a module at or before its question to go back to."""
    place = f"{placed.module.name}.{option.id}"
    if option.mode is Mode.CONTINUE:
        if option.target_module or option.target_step:
            yield InvalidWorkflow(place, "an option that continues has no target")
        return
    target = workflow.by_name.get(option.target_module or "")
    if target is None:
        yield InvalidWorkflow(place, f"no module {option.target_module!r}", "a module's name")
        return
    if target.place > placed.place:
        yield InvalidWorkflow(place, f"{option.target_module} comes later", "an earlier module")
    if option.target_step not in {None, target.step.step_id}:
        yield InvalidWorkflow(place, f"{option.target_module} is in step {target.step.step_id}")
