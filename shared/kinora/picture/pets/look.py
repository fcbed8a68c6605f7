"""How one animal looks in one picture: plain data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Pets that can be drawn. The values are promises."""

    CAT = "cat"
    DOG = "dog"
    RABBIT = "rabbit"
    HAMSTER = "hamster"
    GUINEA_PIG = "guinea_pig"
    HEDGEHOG = "hedgehog"
    PARROT = "parrot"
    DUCKLING = "duckling"
    FERRET = "ferret"
    TURTLE = "turtle"


class Pose(StrEnum):
    SITTING = "sitting"
    LYING = "lying"
    LOAF = "loaf"
    """Lying with the feet tucked in."""
    CURLED = "curled"


class Eyes(StrEnum):
    OPEN = "open"
    HALF = "half"
    """Drowsy."""
    CLOSED = "closed"


class Mouth(StrEnum):
    CALM = "calm"
    SMILE = "smile"
    OPEN = "open"


class Worn(StrEnum):
    """Small things that a pet may wear."""

    COLLAR = "collar"
    BANDANA = "bandana"
    BOW = "bow"
    SCARF = "scarf"


@dataclass(frozen=True)
class Coat:
    """Colours of one animal, all ``#rrggbb``; ``pattern`` is read by its kind."""

    name: str
    base: str
    belly: str
    mark: str
    pattern: str = "solid"
    eyes: tuple[str, ...] = ("#6b4423",)
    nose: str = "#d9828b"
    ear: str = "#f0b3ae"
    words: tuple[str, ...] = ()
    """Words of a text that ask for it."""


@dataclass(frozen=True)
class Look:
    """One animal: the same look is drawn the same."""

    kind: Kind
    coat: Coat
    pose: Pose = Pose.SITTING
    eyes: Eyes = Eyes.OPEN
    mouth: Mouth = Mouth.SMILE
    eye_colour: str = "#6b4423"
    gaze: tuple[float, float] = (0.0, 0.0)
    """Right and down, each -1 to 1."""
    tilt: float = 0.0
    """Degrees that the head leans clockwise."""
    worn: Worn | None = None
    worn_colour: str = "#c8423c"
    flipped: bool = False
    seed: int = 0
    """Only for details: tufts, speckles, the fall of the fur."""
