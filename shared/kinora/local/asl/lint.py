"""What the engine, or Step Functions itself, would stumble over in a definition.

``sam validate`` looks at none of it when the definition stands in a file of its own.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping

from kinora.local.asl.errors import ALL, PREDEFINED, REPORTED_BY_SERVICES, RUNTIME
from kinora.local.asl.machine import Machine, Region, State, Task, ends, successors
from kinora.local.asl.parser import parse
from kinora.local.asl.reader import Problem
from kinora.local.asl.substitution import placeholders, substitute
from kinora.local.asl.values import Json
from kinora.model.errors import InvalidDefinition


def lint(
    definition: Json,
    substitutions: Mapping[str, str] | None = None,
    known_errors: Collection[str] | None = None,
) -> list[str]:
    """Every problem of a definition as ``place: message``; an empty list when there is none.

    Found are: anything outside the supported subset; targets and start states that do not exist;
    states that nothing leads to; regions that can never end; tasks without a timeout; ``${Name}``
    without a substitution; and error names that nobody reports.

    Args:
        definition: the parsed JSON.
        substitutions: values for ``${Name}``; a name that is not among them is a problem.
        known_errors: the error names that functions report; None leaves names unchecked. Those of
            Lambda and Step Functions are known anyhow.
    """
    return [str(problem) for problem in _inspect(definition, substitutions, known_errors)[1]]


def require_sound(
    definition: Json,
    substitutions: Mapping[str, str] | None = None,
    known_errors: Collection[str] | None = None,
) -> Machine:
    """The machine of a definition without problems.

    Raises:
        InvalidDefinition: with the place of the first problem, and how many more there are.
    """
    machine, problems = _inspect(definition, substitutions, known_errors)
    if problems:
        first, more = problems[0], len(problems) - 1
        message = first.message + (f" (and {more} more problems)" if more else "")
        raise InvalidDefinition(first.place or "definition", message)
    return machine


def _inspect(
    definition: Json,
    substitutions: Mapping[str, str] | None,
    known_errors: Collection[str] | None,
) -> tuple[Machine, list[Problem]]:
    if substitutions:
        definition = json.loads(substitute(json.dumps(definition), substitutions))
    machine, problems = parse(definition)
    problems += [
        Problem(place, f"nothing is substituted for ${{{name}}}")
        for place, name in placeholders(definition)
    ]
    for region in machine.regions.values():
        problems += _check_region(region)
        for state in region.states.values():
            place = _place(region, "States", state.name)
            problems += _check_timeout(place, state)
            retried = [retrier.errors for retrier in state.retry]
            problems += _check_recovery(f"{place}.Retry", retried, known_errors)
            caught = [catcher.errors for catcher in state.catch]
            problems += _check_recovery(f"{place}.Catch", caught, known_errors)
    return machine, problems


def _place(region: Region, *names: str) -> str:
    return ".".join([region.place, *names] if region.place else names)


def _check_region(region: Region) -> Iterator[Problem]:
    states = region.states
    if region.start and region.start not in states:
        yield Problem(_place(region, "StartAt"), f"there is no state {region.start!r}")
    for state in states.values():
        for target in successors(state, caught=True):
            if target and target not in states:
                place = _place(region, "States", state.name)
                yield Problem(place, f"leads to {target!r}, which does not exist")
    reached = _reachable(region)
    for name in states:
        if name not in reached:
            yield Problem(_place(region, "States", name), "nothing leads to this state")
    if states and not any(ends(states[name]) for name in reached):
        yield Problem(_place(region, "States"), "no state that is reached ends the region")


def _reachable(region: Region) -> set[str]:
    reached: set[str] = set()
    ahead = [region.start]
    while ahead:
        name = ahead.pop()
        if name in region.states and name not in reached:
            reached.add(name)
            ahead += successors(region.states[name], caught=True)
    return reached


def _check_timeout(place: str, state: State) -> Iterator[Problem]:
    if isinstance(state, Task) and state.timeout is None:
        yield Problem(place, "has no TimeoutSeconds, so that it could hang for ever")


def _check_recovery(
    place: str, entries: list[frozenset[str]], known_errors: Collection[str] | None
) -> Iterator[Problem]:
    for index, errors in enumerate(entries):
        here = f"{place}[{index}].ErrorEquals"
        if ALL in errors and (len(errors) > 1 or index + 1 < len(entries)):
            yield Problem(here, f"{ALL} must stand alone, in the last entry")
        if RUNTIME in errors:
            yield Problem(here, f"{RUNTIME} always ends the execution; it cannot be handled")
        for name in sorted(errors):
            reserved = name.startswith("States.") and name not in PREDEFINED
            unknown = known_errors is not None and name not in known_errors
            unknown = unknown and name not in PREDEFINED | REPORTED_BY_SERVICES
            if reserved or unknown:
                yield Problem(here, f"nothing reports an error named {name!r}")
