"""Which parts of a picture move: the selected elements with their boxes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from kinora.model.errors import InvalidInput
from kinora.model.region import Region, Stuff
from kinora.providers.embedded.vision.box import WHOLE, Box
from kinora.providers.embedded.vision.words import stuffs_in

_MOTIONS = {
    "shimmer": Stuff.LIGHT, "breathing": Stuff.LIGHT, "twinkl": Stuff.LIGHT, "flicker": Stuff.GLOW,
    "puls": Stuff.GLOW, "ripple": Stuff.WATER, "sway": Stuff.FABRIC, "flutter": Stuff.FABRIC,
    "rising": Stuff.STEAM, "falling": Stuff.PRECIPITATION, "drift": Stuff.AIR, "float": Stuff.DUST,
}  # fmt: skip
_ROWS = {"upper": (0.0, 0.4), "top": (0.0, 0.4), "lower": (0.6, 0.4), "bottom": (0.6, 0.4)}
_COLUMNS = {"left": (0.0, 0.4), "right": (0.6, 0.4)}
_MIDDLE = (0.3, 0.4)


@dataclass(frozen=True)
class Part:
    """One element that moves. ``words`` is its name and motion, in lower case."""

    name: str
    words: str
    stuff: Stuff
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Plan:
    """``still`` names what must not move, with what was selected but cannot be made to."""

    parts: tuple[Part, ...]
    still: tuple[str, ...]


def plan(context: Mapping[str, Any]) -> Plan:
    """Read the context of a job.

    An element without a box, as from an analysis by another provider, is placed by the words of
    its location, and takes its matter from its name.

    Raises:
        InvalidInput: elements, regions or indices are not what they should be.
    """
    elements = _mappings(context.get("elements"), "elements")
    regions = _regions(context.get("regions"))
    indices = context.get("selected_indices") or range(len(elements))
    parts, still = [], [str(name) for name in context.get("still_elements") or ()]
    for index, element in zip(indices, elements, strict=False):
        found = _part(element, [region for region in regions if region.element == index])
        if found is None:
            still.append(str(element.get("element", "")))
        else:
            parts.append(found)
    return Plan(tuple(parts), tuple(dict.fromkeys(still)))


def _mappings(value: Any, field: str) -> list[Mapping[str, Any]]:
    if value is None:
        return []
    if not isinstance(value, (list, tuple)) or not all(isinstance(item, Mapping) for item in value):
        raise InvalidInput(field, "is not a list of objects", "a list of objects")
    return list(value)


def _regions(value: Any) -> list[Region]:
    try:
        return [Region.model_validate(item) for item in _mappings(value, "regions")]
    except ValidationError as error:
        raise InvalidInput(
            "regions", "a region is malformed", "boxes within the picture"
        ) from error


def _part(element: Mapping[str, Any], regions: list[Region]) -> Part | None:
    name, motion = str(element.get("element", "")), str(element.get("motion_type", ""))
    words = f"{name} {motion}".lower()
    if regions:
        boxes = tuple(Box(item.left, item.top, item.width, item.height) for item in regions)
        return Part(name, words, regions[0].stuff, boxes)
    meant = stuffs_in(name) or [stuff for word, stuff in _MOTIONS.items() if word in motion.lower()]
    if not meant:
        return None
    return Part(name, words, meant[0], (_placed(str(element.get("location", ""))),))


def _placed(location: str) -> Box:
    """The box that the words of a location mean; the whole picture without any."""
    words = location.lower()
    row = next((span for word, span in _ROWS.items() if word in words), None)
    column = next((span for word, span in _COLUMNS.items() if word in words), None)
    if row is None and column is None:
        centred = any(word in words for word in ("centre", "center", "middle"))
        return Box(_MIDDLE[0], _MIDDLE[0], _MIDDLE[1], _MIDDLE[1]) if centred else WHOLE
    top, height = row or (0.0, 1.0)
    left, width = column or (0.0, 1.0)
    return Box(left, top, width, height)
