"""Where the scene is, and what lies beyond."""

from __future__ import annotations

from random import Random

from kinora.model.instruction import Instruction
from kinora.model.taxonomy import OPENINGS, Genre, Place

FIELDS = (Place.FLOW, Place.CELLS, Place.WAVES, Place.INK, Place.LIGHT)
"""Places that are nowhere: abstract fields."""
_NEARNESS = (
    (Place.ROOM, Place.CAVE),
    (Place.UNDERWATER,),
    (Place.STREET,),
    (Place.SEA, Place.LAKE),
    (Place.FOREST, Place.MEADOW, Place.SNOWFIELD, Place.DESERT),
    (Place.CITY, Place.MOUNTAINS),
    (Place.AURORA, Place.SKY),
    (Place.SPACE,),
    FIELDS,
)
"""Of two places the one that stands earlier here is in front."""
_VIEWS = (
    Place.SEA, Place.LAKE, Place.MOUNTAINS, Place.FOREST, Place.MEADOW, Place.CITY, Place.SNOWFIELD,
    Place.DESERT, Place.SKY, Place.AURORA,
)  # fmt: skip
"""What a window or the mouth of a cave may show."""

_OUTDOORS = (Genre.NATURE, Genre.NATURE, Genre.TRAVEL, Genre.DOCUMENTARY)
_TOWN = (Genre.DRAMA, Genre.TRAVEL, Genre.DOCUMENTARY, Genre.THRILLER)
_UNREAL = (Genre.FANTASY, Genre.GENERAL, Genre.DRAMA)
GENRES: dict[Place, tuple[Genre, ...]] = {
    **dict.fromkeys(Place, _OUTDOORS),
    **dict.fromkeys((Place.CITY, Place.STREET), _TOWN),
    **dict.fromkeys(FIELDS, _UNREAL),
    Place.AURORA: (Genre.NATURE, Genre.FANTASY, Genre.TRAVEL),
    Place.SPACE: (Genre.FANTASY, Genre.DOCUMENTARY, Genre.GENERAL),
    Place.ROOM: (Genre.DRAMA, Genre.GENERAL, Genre.THRILLER),
}
"""What is usually told of a place, where the prompt does not say."""


def compose_places(instruction: Instruction, words: Random) -> tuple[Place, Place | None]:
    """The place in front and the one beyond it; None where there is none.

    A room or a cave always looks out on something. Two places of one rank, two deserts so to
    speak, are not mixed: the first is taken.
    """
    avoid = instruction.avoid.places
    place, beyond = instruction.place, instruction.beyond
    if place is None:
        place = words.choice([kind for kind in Place if kind not in avoid] or [Place.FLOW])
    if beyond is not None:
        if _rank(beyond) < _rank(place):
            place, beyond = beyond, place
        elif _rank(beyond) == _rank(place):
            beyond = None
    if place in OPENINGS and (beyond is None or beyond in OPENINGS):
        beyond = words.choice([kind for kind in _VIEWS if kind not in avoid] or list(FIELDS))
    return place, beyond


def _rank(place: Place) -> int:
    return next(rank for rank, places in enumerate(_NEARNESS) if place in places)
