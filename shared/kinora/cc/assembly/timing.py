"""When what is seen in a finished video, in seconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kinora.picture.words.lines import Said

CARD_SECONDS = 2.6
"""How long a title card stands."""
_TAIL = 0.8
"""Seconds at the end in which nothing is said any more."""
_LEAD = 0.6


@dataclass(frozen=True)
class Timing:
    """A finished video's length, its title card's, and its sentences."""

    seconds: float
    card: float
    words: tuple[Said, ...]


def timed(seconds: float, sentences: Sequence[str], *, card: bool) -> Timing:
    """Sentences one after another behind the card, each as long as it takes to read.

    Time is shared out by length, with some of it for every sentence alike.
    """
    begin = (CARD_SECONDS if card else 0.0) + _LEAD
    room = max(seconds - begin - _TAIL, 0.5)
    weights = [14 + len(sentence) for sentence in sentences]
    words, at = [], begin
    for sentence, weight in zip(sentences, weights, strict=True):
        takes = room * weight / sum(weights)
        words.append(Said(sentence, round(at, 3), round(at + takes * 0.94, 3)))
        at += takes
    return Timing(seconds, CARD_SECONDS if card else 0.0, tuple(words))


def sentences(overlay: Mapping[str, Any] | None) -> list[str]:
    """All sentences of a set of text overlays, in order."""
    if not overlay:
        return []
    return [
        str(sentence)
        for paragraph in overlay.get("paragraphs", ())
        for sentence in paragraph.get("sentences", ())
        if str(sentence).strip()
    ]
