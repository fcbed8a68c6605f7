"""Places that words name: which kind of place each is, and what must be seen of it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from kinora.model.taxonomy import Place, Weather
from kinora.picture.stills.plan import Support


@dataclass(frozen=True)
class Venue:
    """A kind of place; what is empty or None the words may say, or chance."""

    inside: bool
    view: Place | None = None
    """Outdoors what lies behind, indoors what the window shows."""
    supports: tuple[Support, ...] = ()
    backdrop: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    weather: Weather | None = None
    wide_window: bool = False
    bare: bool = False
    """Nobody hangs curtains there."""


@dataclass(frozen=True)
class _Mention:
    """A venue in a text: whether by a whole phrase, and where it begins."""

    venue: Venue | None
    whole: bool
    at: int
    length: int


@cache
def _read() -> dict[str, Any]:
    path = files(__package__).joinpath("venues.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _table() -> tuple[tuple[Venue, tuple[str, ...], tuple[str, ...]], ...]:
    return tuple(
        (
            Venue(
                inside=row.get("inside", False),
                view=Place(row["view"]) if "view" in row else None,
                supports=tuple(Support(name) for name in row.get("supports", ())),
                backdrop=tuple(row.get("backdrop", ())),
                things=tuple(row.get("things", ())),
                weather=Weather(row["weather"]) if "weather" in row else None,
                wide_window=row.get("wide_window", False),
                bare=row.get("bare", False),
            ),
            tuple(row.get("nouns", ())),
            tuple(row.get("words", ())),
        )
        for row in _read()["venue"]
    )


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Venue | None, bool], ...]:
    """Every name; those of None are no places, whatever stands in them."""
    named = tuple(
        (_pattern(name), venue, whole)
        for venue, nouns, words in _table()
        for names, whole in ((nouns, True), (words, False))
        for name in names
    )
    return (*named, *((_pattern(name), None, False) for name in _read()["ignored"]))


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(name)}\b")


def _mentions(text: str) -> Iterator[_Mention]:
    for pattern, venue, whole in _patterns():
        for found in pattern.finditer(text):
            yield _Mention(venue, whole, found.start(), found.end() - found.start())


def venues_in(text: str) -> list[tuple[Venue, bool]]:
    """The venues of a lower-case text, and whether by a whole phrase, which come first.

    A word within a longer one does not count: ``flower bed`` is no bed.
    """
    found = sorted(_mentions(text), key=lambda each: (-each.length, each.at))
    kept: list[_Mention] = []
    for each in found:
        if all(each.at + each.length <= k.at or k.at + k.length <= each.at for k in kept):
            kept.append(each)
    ordered = sorted(kept, key=lambda each: (not each.whole, each.at))
    return [(each.venue, each.whole) for each in ordered if each.venue is not None]
