"""A still picture, decided: plain data that the words of a scene were read into."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kinora.model.spec import SceneSpec
from kinora.picture.pets.look import Look


class Framing(StrEnum):
    WIDE = "wide"
    PORTRAIT = "portrait"
    QUIET = "quiet"
    """Low and calm, with much room about the pet."""


class Support(StrEnum):
    """What the pet is on."""

    RUG = "rug"
    CUSHION = "cushion"
    BASKET = "basket"
    BLANKET = "blanket"
    SILL = "windowsill"
    STRAW = "straw"
    CRATE = "crate"
    GRASS = "grass"
    SNOW = "snow"
    SAND = "sand"
    MOSS = "moss"
    PLANKS = "jetty"
    PAVING = "paving"
    CLOUD = "cloud"
    DECK = "deck"
    BRICKS = "bricks"
    SOIL = "soil"


INDOORS = frozenset(
    {
        Support.RUG, Support.CUSHION, Support.BASKET, Support.BLANKET, Support.SILL, Support.STRAW,
        Support.CRATE,
    }
)  # fmt: skip


@dataclass(frozen=True)
class StillPlan:
    """All that is drawn. Colours are ``#rrggbb``."""

    width: int
    height: int
    look: Look
    framing: Framing
    support: Support
    view: SceneSpec
    """What is behind: outdoors all of it, indoors what the window shows."""
    wall: str
    fabric: str
    accent: str
    props: tuple[str, ...]
    extras: frozenset[str]
    """Of curtains, string lights, fireplace, dust, beam, branches."""
    seed: int
    layout: int
    """Seed of where things stand, apart from their details."""
    dyed: tuple[tuple[str, str], ...] = ()
    """Things that have a colour of their own, and that colour."""
    backdrop: tuple[str, ...] = ()
    """What stands behind the pet or makes up the walls, of ``kinora.picture.stills.backdrops``."""
