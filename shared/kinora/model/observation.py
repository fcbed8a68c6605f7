"""Observations: measured values, quantised, named and counted; what registries grow by."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kinora.model.base import Frozen

Value = dict[str, float | int | str]
"""A cell's centre: the fields of the measure, by name."""


class Registry(StrEnum):
    """Static is per frame, dynamic per window or whole video, narrative from spec and prompt."""

    STATIC = "static"
    DYNAMIC = "dynamic"
    NARRATIVE = "narrative"


class Observation(Frozen):
    """How often one cell of one category was seen in a video."""

    registry: Registry
    category: str
    key: str
    """The cell. Two values in the same cell are the same entry."""
    name: str
    """An injective pure function of (registry, category, key); letters and spaces only."""
    value: Value
    depth: dict[str, float]
    """Shares of the primitives that make up the value; they add up to 1."""
    count: Annotated[int, Field(ge=1)]
