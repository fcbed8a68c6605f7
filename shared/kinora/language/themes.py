"""Themes: the things that a prompt speaks of, each traced to what it is about."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kinora.language.lexicon import singular_forms
from kinora.language.mentions import Mention, Reading, listed, story
from kinora.language.plausible import LONGEST_VALUE
from kinora.model.narrative import Narrative, Told
from kinora.model.spec import SceneSpec

_MOST = 6
_FIELDS = {"weather": "weather", "wind": "weather", "time_of_day": "time", "particles": "nature"}


def themes_of(reading: Reading, spec: SceneSpec) -> Iterator[Told]:
    """The nouns as themes, at most six, and the first two together as one more.

    A prompt without any is about the place that was chosen.
    """
    found: dict[str, Told] = {}
    for noun in reading.nouns:
        if len(found) < _MOST and noun.text not in listed("other", "words"):
            origins = {theme_origin(noun, spec): 1.0}
            told = Told(category=Narrative.THEMES, value=noun.text, origins=origins)
            found.setdefault(noun.text, told)
    themes = list(found.values())
    if not themes:
        origins = {story()["theme_of_place"][spec.place]: 1.0}
        themes = [Told(category=Narrative.THEMES, value=str(spec.place), origins=origins)]
    yield from themes
    if len(themes) > 1:
        yield from _together(*_farthest_apart(themes))


def theme_origin(noun: Mention, spec: SceneSpec) -> str:
    """Where a theme comes from: what its words say, else the scene."""
    return said_origin(noun) or str(story()["theme_of_place"][spec.place])


def said_origin(noun: Mention) -> str | None:
    """Where a theme comes from by its own word, its field, its place or its ending."""
    for part in reversed(noun.text.split()):
        for form in singular_forms(part):
            if form in _origin_of_word():
                return _origin_of_word()[form]
    for sense in noun.senses:
        if sense.field in _FIELDS:
            return _FIELDS[sense.field]
        if sense.field in {"place", "scenery"}:
            return str(story()["theme_of_place"][sense.value])
    for origin, endings in story()["theme_of_ending"].items():
        if noun.text.endswith(tuple(endings)):
            return str(origin)
    return None


def _farthest_apart(themes: list[Told]) -> tuple[Told, Told]:
    """The first theme and the first one of another origin, if there is one."""
    first, *others = themes
    for other in others:
        if other.origins != first.origins:
            return first, other
    return first, others[0]


def _together(first: Told, other: Told) -> Iterator[Told]:
    value = f"{first.value} and {other.value}"
    if len(value) <= LONGEST_VALUE:
        one, two = next(iter(first.origins)), next(iter(other.origins))
        origins = {one: 1.0} if one == two else {one: 0.5, two: 0.5}
        yield Told(category=Narrative.THEMES, value=value, origins=origins)


@cache
def _origin_of_word() -> dict[str, str]:
    """Each listed word's origin; the first list that has it counts."""
    known: dict[str, str] = {}
    for origin, words in story()["themes"].items():
        for word in words.split():
            known.setdefault(word, origin)
    return known
