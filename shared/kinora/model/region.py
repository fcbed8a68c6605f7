"""Parts of a picture that could move."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kinora.model.base import Frozen

Share = Annotated[float, Field(ge=0, le=1)]


class Stuff(StrEnum):
    """What a region is made of, which decides how it can move."""

    LIGHT = "light"
    GLOW = "glow"
    DUST = "dust"
    STEAM = "steam"
    FABRIC = "fabric"
    PLANT = "plant"
    WATER = "water"
    SKY = "sky"
    FIRE = "fire"
    PRECIPITATION = "precipitation"
    AIR = "air"
    GRAIN = "grain"


class Source(StrEnum):
    """Where a statement about a picture comes from."""

    MEASURED = "measured"
    """From the pixels."""
    SCENE = "scene"
    """From what the person chose or the scene tells; nobody looked."""
    ANY_PICTURE = "any_picture"
    """True of any photograph: stands in where the picture holds less than the schema asks for."""


class Region(Frozen):
    """A box in shares of the picture's width and height, and what it holds."""

    element: Annotated[int, Field(ge=0)]
    """Place of its element in ``motion_elements.detected_elements``."""
    stuff: Stuff
    left: Share
    top: Share
    width: Share
    height: Share
    source: Source
