"""``${Name}`` in a definition's text, as ``DefinitionSubstitutions`` of a SAM template fills it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

PLACEHOLDER: Final = re.compile(r"\$\{([A-Za-z0-9_.:-]+)\}")


def substitute(definition_text: str, mapping: Mapping[str, str]) -> str:
    """Fill in every ``${Name}`` that the mapping knows; the others stay, for lint to name.

    A value stands inside a JSON string, so that it is escaped as one.
    """

    def value(match: re.Match[str]) -> str:
        name = match[1]
        return json.dumps(str(mapping[name]))[1:-1] if name in mapping else match[0]

    return PLACEHOLDER.sub(value, definition_text)


def placeholders(value: Any, place: str = "") -> list[tuple[str, str]]:
    """Every ``${Name}`` that is left in the strings of a definition: (place, name)."""
    if isinstance(value, str):
        return [(place, match[1]) for match in PLACEHOLDER.finditer(value)]
    found: list[tuple[str, str]] = []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += placeholders(inner, f"{place}.{key}" if place else key)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            found += placeholders(inner, f"{place}[{index}]")
    return found
