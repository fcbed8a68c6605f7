"""Names of registry entries: real words, no digits, and never the same name for two cells.

A name spells a number. Inside a family (say, the teals among the static colours) the cell's index
is written in a mixed radix whose digits are words: adjective, noun and one of the family's own
words. Different indexes give different words, and no word ends names of two families of one
registry, so the whole is injective without asking what names are taken already.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from math import gcd
from typing import NamedTuple

_STRIDE = 7_368_787
"""A prime: neighbouring cells get names that have nothing in common."""
_NUMERALS = "zero one two three four five six seven eight nine".split()
_NARRATIVE = {
    "genre": "Genre",
    "mood": "Mood",
    "themes": "Theme",
    "plots": "Plot",
    "settings": "Setting",
    "style": "Style",
    "scene_type": "Scene",
}


class Words(NamedTuple):
    """The word lists. ``families`` by registry, category and family."""

    adjectives: tuple[str, ...]
    nouns: tuple[str, ...]
    families: dict[str, dict[str, dict[str, tuple[str, ...]]]]


@cache
def words() -> Words:
    """Read once per process."""
    data = tomllib.loads(files(__package__).joinpath("names.toml").read_text())
    adjectives = tuple(word.capitalize() for word in data.pop("adjectives").split())
    nouns = tuple(word.capitalize() for word in data.pop("nouns").split())
    return Words(adjectives, nouns, data)


def cell_name(registry: str, category: str, family: str, index: int) -> str:
    """The name of the cell with that index (>= 0) in that family.

    Injective in (category, family, index) inside one registry, as long as a cell always has the
    same family. Three words for the first hundreds of thousands of cells, more beyond.
    """
    adjectives, nouns, families = words()
    ends = families[registry][category][family]
    block = len(adjectives) * len(nouns) * len(ends)
    assert gcd(_STRIDE, block) == 1
    high, low = divmod(index, block)
    low = low * _STRIDE % block
    low, end = divmod(low, len(ends))
    low, noun = divmod(low, len(nouns))
    spelled = [adjectives[low], nouns[noun], ends[end]]
    while high:
        high, digit = divmod(high - 1, len(nouns))
        spelled.insert(0, nouns[digit])
    return " ".join(spelled)


def narrative_name(category: str, value: str) -> str:
    """The name of a narrative entry: its own words, numerals spelled, and its category's noun."""
    letters = "".join(f" {_NUMERALS[int(sign)]} " if sign.isdecimal() else sign for sign in value)
    return " ".join(word.capitalize() for word in letters.split()) + f" {_NARRATIVE[category]}"
