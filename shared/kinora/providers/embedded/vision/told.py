"""What the facts of a question tell about the picture, whatever is missing of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_MOST = 4000
"""Letters of the scene that are read."""


@dataclass(frozen=True)
class Told:
    """``words`` are the lower-case words of the whole scene; the rest is as it was written."""

    pet: str
    setting: str
    mood: str
    text: str
    words: frozenset[str]
    drawn: bool = False
    """Whether the picture was drawn for the scene; one that somebody brought may show anything."""

    def names(self, *words: str) -> bool:
        """Whether any of the words occurs, in singular or plural."""
        return any(word in self.words or word + "s" in self.words for word in words)

    def first(self, table: Iterable[tuple[str, str]]) -> str:
        """The meaning of the first row whose words, divided by spaces, occur; else nothing."""
        return next((meaning for words, meaning in table if self.names(*words.split())), "")

    def every(self, table: Iterable[tuple[str, str]]) -> list[str]:
        """The meanings of all rows whose words occur, each once."""
        found = (meaning for words, meaning in table if self.names(*words.split()))
        return list(dict.fromkeys(found))


def told(facts: Mapping[str, Any], *, drawn: bool = False) -> Told:
    """Read the chosen pet, tone and scene."""
    scene = facts.get("selected_scene")
    parts = list(_texts(scene))
    tone = _inside(facts.get("aesthetic_selection"), "visual_tone")
    text = " ".join(parts)[:_MOST]
    return Told(
        pet=_line(_label(facts.get("pet_type_selection"))).lower(),
        setting=_line(_inside(scene, "setting")),
        mood=_line(_inside(tone, "mood") or _label(tone)).lower(),
        text=text,
        words=frozenset(re.findall(r"[a-z]+", text.lower())),
        drawn=drawn,
    )


def _inside(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, Mapping) else None


def _label(value: Any) -> Any:
    return value if isinstance(value, str) else _inside(value, "label")


def _line(value: Any) -> str:
    return " ".join(value.split())[:240] if isinstance(value, str) else ""


def _texts(value: Any, depth: int = 0) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif depth > 4:
        return
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part, depth + 1)
    elif isinstance(value, Sequence):
        for part in value:
            yield from _texts(part, depth + 1)
