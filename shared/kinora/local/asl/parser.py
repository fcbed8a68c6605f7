"""From a definition's JSON to a machine, with every problem on the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kinora.local.asl.doom import doomed
from kinora.local.asl.machine import Machine, Region, State
from kinora.local.asl.parse_state import parse_state
from kinora.local.asl.reader import TIME_LIMIT, Fields, Problem
from kinora.local.asl.values import Json

_NAME_LIMIT: Final = 80


def parse(definition: Json) -> tuple[Machine, list[Problem]]:
    """Read a definition; the machine is fit to run only when there are no problems."""
    problems: list[Problem] = []
    regions: dict[str, Region] = {}
    fields = Fields.of(definition, "", problems)
    timeout = fields.number("TimeoutSeconds", 1, TIME_LIMIT, None)
    fields.skip("Comment", "Version")
    fields.choice("QueryLanguage", ("JSONPath",), "JSONPath")
    _parse_region(fields, "", regions)
    fields.close("a state machine")
    return Machine(regions, timeout), problems


def _parse_region(fields: Fields, path: str, regions: dict[str, Region]) -> None:
    """Read ``StartAt`` and ``States``, and the regions inside; they join ``regions``."""
    start = fields.text("StartAt", required=True)
    listed = Fields.of(fields.take("States"), fields.at("States"), fields.problems)
    if not listed.source:
        listed.problem("", "must hold at least one state")
    states: dict[str, State] = {}
    for name in listed.source:
        if len(name) > _NAME_LIMIT:
            listed.problem(name, f"a state's name has at most {_NAME_LIMIT} characters")
        inside = Fields.of(listed.take(name), listed.at(name), fields.problems)
        nested: list[tuple[str, Fields]] = []
        state = parse_state(name, path, inside, nested)
        if state is not None:
            states[name] = state
        for region, its_fields in nested:
            _parse_processor(its_fields, region, regions)
    regions[path] = Region(start or "", states, doomed(states), fields.place)


def _parse_processor(fields: Fields, path: str, regions: dict[str, Region]) -> None:
    fields.skip("Comment")
    config: Mapping[str, Any] = fields.take("ProcessorConfig") or {}
    settings = Fields.of(config, fields.at("ProcessorConfig"), fields.problems)
    settings.choice("Mode", ("INLINE",), "INLINE")
    settings.close("a processor's configuration")
    fields.choice("QueryLanguage", ("JSONPath",), "JSONPath")
    _parse_region(fields, path, regions)
    fields.close("a nested region")
