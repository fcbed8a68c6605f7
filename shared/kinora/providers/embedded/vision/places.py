"""Indoors or outdoors, by the scene's words."""

from __future__ import annotations

from kinora.model.taxonomy import Place
from kinora.providers.embedded.pictures.venues import venues_in
from kinora.providers.embedded.vision.told import Told

_IN = (
    "room indoor indoors kitchen bedroom living sofa couch curtain fireplace carpet rug bookshelf "
    "house home apartment cottage cabin office library studio cafe hallway attic nursery bathtub"
).split()
_OUT = (
    "outdoor outdoors garden park forest wood meadow beach lake river sea ocean field mountain "
    "yard street city hill backyard countryside orchard shore pond path trail snowfield desert"
).split()


def indoors(told: Told) -> bool:
    """The setting names a room, or more words are of rooms than of open air."""
    inside = _inside(told)
    return inside if inside is not None else _count(told, _IN) > _count(told, _OUT)


def outdoors(told: Told) -> bool:
    """The setting names open air, or more words are of open air than of rooms."""
    inside = _inside(told)
    return not inside if inside is not None else _count(told, _OUT) > _count(told, _IN)


def within(told: Told) -> bool:
    """Whether the picture must show an inside, as it was drawn for a scene that is set there."""
    return told.drawn and indoors(told)


def waterside(told: Told) -> str:
    """``sea`` or ``lake`` where the setting's place lies at one; else empty."""
    found = venues_in(told.setting.lower())
    view = found[0][0].view if found else None
    return view.value if view in {Place.SEA, Place.LAKE} else ""


def dry(told: Told) -> bool:
    """Whether the picture was drawn for a place that is known and does not lie at water."""
    return told.drawn and _inside(told) is not None and not waterside(told)


def _inside(told: Told) -> bool | None:
    found = venues_in(told.setting.lower())
    return found[0][0].inside if found else None


def _count(told: Told, words: list[str]) -> int:
    return sum(told.names(word) for word in words)
