"""Indoors or outdoors, by the scene's words."""

from __future__ import annotations

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
    """More words of rooms than of open air."""
    return _count(told, _IN) > _count(told, _OUT)


def outdoors(told: Told) -> bool:
    """More words of open air than of rooms."""
    return _count(told, _OUT) > _count(told, _IN)


def _count(told: Told, words: list[str]) -> int:
    return sum(told.names(word) for word in words)
