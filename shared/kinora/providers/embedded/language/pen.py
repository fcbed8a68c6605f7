"""The pen: chance from a seed that avoids what was written before and what nobody wants."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from kinora.providers.embedded.language.grammar import literal
from kinora.seeding import stream

T = TypeVar("T")

_TELLING = 8
"""Letters from which a run of text is recognised as having been used."""
_FAVOUR = 0.85
"""How often what was asked for is taken where it is on offer."""


class Pen:
    """Chooses among phrases.

    Phrases that hold unwanted words are never taken while there are others; then those that were
    used already, in this answer or in earlier ones, are passed over; then those that hold wanted
    words are favoured.
    """

    def __init__(
        self, seed: int, earlier: Iterable[str], wanted: Iterable[str], unwanted: Iterable[str]
    ) -> None:
        self._chance = stream(seed, "pen")
        self._earlier = "\n".join(earlier).lower()
        self._wanted, self._unwanted = any_of(wanted), any_of(unwanted)
        self._used: set[str] = set()

    def pick(self, options: Sequence[T], text: Callable[[T], str] = str) -> T:
        """One of the options, by the words of ``text``; there must be at least one."""
        fresh = self._left(options, text)
        if self._wanted and self.often(_FAVOUR):
            fresh = [option for option in fresh if self._wanted.search(text(option))] or fresh
        chosen = self._chance.choice(fresh)
        self._used.update(marks(text(chosen)))
        return chosen

    def several(self, options: Sequence[T], count: int, text: Callable[[T], str] = str) -> list[T]:
        """Up to ``count`` different options, in the order in which they were taken."""
        left = list(options)
        taken: list[T] = []
        while left and len(taken) < count:
            chosen = self.pick(left, text)
            left.remove(chosen)
            taken.append(chosen)
        return taken

    def often(self, share: float) -> bool:
        """True with the probability ``share``."""
        return self._chance.random() < share

    def number(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return self._chance.randint(least, most)

    def real(self, least: float, most: float) -> float:
        """A number between the two."""
        return self._chance.uniform(least, most)

    def welcome(self, text: str) -> bool:
        """Whether the text holds nothing unwanted."""
        return not (self._unwanted and self._unwanted.search(text))

    def used(self, text: str) -> bool:
        """Whether the text, or its longest fixed part, was written before."""
        return any(mark in self._used or mark in self._earlier for mark in marks(text))

    def before(self, text: str) -> bool:
        """Whether an earlier answer holds the text, whole."""
        return text.lower() in self._earlier

    def _left(self, options: Sequence[T], text: Callable[[T], str]) -> list[T]:
        allowed = [option for option in options if self.welcome(text(option))] or list(options)
        return [option for option in allowed if not self.used(text(option))] or allowed


@lru_cache(8192)  # the same phrases are looked at for each choice
def marks(text: str) -> tuple[str, ...]:
    """What a phrase is recognised by; lines of the text are phrases of their own."""
    found = (literal(line) for line in text.splitlines())
    return tuple(mark for mark in found if len(mark) >= _TELLING)


def any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for any of the words, singular or plural, or None for no words."""
    stems = sorted({re.escape(word.lower()) for word in words if word}, key=len, reverse=True)
    if not stems:
        return None
    return re.compile(rf"\b(?:{'|'.join(stems)})(?:s|es|y)?\b", re.IGNORECASE)


def strings(value: Any) -> Iterator[str]:
    """Every string inside plain JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from strings(part)
