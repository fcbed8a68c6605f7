"""Names of registry entries: real words, no digits, and never the same name for two cells.

A name spells a number. Inside a family (say, the teals among the static colours) the cell's index
is written in a mixed radix whose digits are words: adjective, noun and one of the family's own
words, counted from another place for each family. Different indexes give different words, and no
word ends names of two families of one registry, so the whole is injective without asking what
names are taken already.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from itertools import groupby
from math import gcd
from typing import NamedTuple
from zlib import crc32

_STRIDE = 7_368_787
"""A prime: neighbouring cells get names that have nothing in common."""
_NUMERALS = "zero one two three four five six seven eight nine".split()
_MARKS = frozenset({"number", "sign", "word", "tied", "blank"})
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
    same family. Three words for the first hundred thousand cells of a family, more beyond.
    """
    adjectives, nouns, families = words()
    ends = families[registry][category][family]
    block = len(adjectives) * len(nouns) * len(ends)
    assert gcd(_STRIDE, block) == 1
    high, low = divmod(index, block)
    low = (low * _STRIDE + crc32(f"{registry} {category} {family}".encode())) % block
    low, end = divmod(low, len(ends))
    low, noun = divmod(low, len(nouns))
    spelled = [adjectives[low], nouns[noun], ends[end]]
    while high:
        high, digit = divmod(high - 1, len(nouns))
        spelled.insert(1, nouns[digit])
    return " ".join(spelled)


def narrative_name(category: str, value: str) -> str:
    """The name of a narrative entry: its own words, and its category's noun.

    Injective in (category, value). Words of lower-case letters stand as they are, numerals are
    spelled after "Number", and whatever else there may be is spelled by its code point after
    "Sign". A word of the value that is itself such a mark comes after "Word".
    """
    spelled: list[str] = []
    after_digits = False
    for token in value.split(" "):
        plain = bool(token) and all(map(_is_plain, token))
        if not token:
            spelled.append("Blank")
        elif plain:
            marked = token in _MARKS or (after_digits and token in _NUMERALS)
            spelled += ["Word", _capital(token)] if marked else [_capital(token)]
        else:
            spelled += _pieces(token)
        after_digits = bool(token) and not plain and not _is_plain(token[-1])
    return " ".join([*spelled, _NARRATIVE[category]])


def _pieces(token: str) -> list[str]:
    """A token that is more than a plain word: its numerals, letters and signs, tied together."""
    spelled: list[str] = []
    for kind, signs in groupby(token, _kind):
        run = "".join(signs)
        for piece in run if kind == "Sign" else [run]:
            spelled += ["Tied"] if spelled else []
            if kind == "Word":
                spelled += [kind, _capital(piece)]
            else:
                digits = piece if kind == "Number" else str(ord(piece))
                spelled += [kind, *(_NUMERALS[int(digit)].capitalize() for digit in digits)]
    return spelled


def _kind(sign: str) -> str:
    if sign.isascii() and sign.isdecimal():
        return "Number"
    return "Word" if _is_plain(sign) else "Sign"


def _is_plain(sign: str) -> bool:
    """Whether it is a letter, and no capital."""
    return sign.isalpha() and sign == sign.lower()


def _capital(word: str) -> str:
    """With a capital where the letter has one that leads back to it; any word keeps its own."""
    first = word[0].upper()
    return first + word[1:] if len(first) == 1 and first.lower() == word[0] else word
