"""What a person said about earlier answers, as far as it changes the next one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kinora.model.region import Stuff
from kinora.providers.embedded.vision.words import wanted_and_not
from kinora.providers.ports import Attempt

USUAL, FEW, MANY = 6, 3, 8


@dataclass(frozen=True)
class Wish:
    """``most`` elements, these first, those not at all, and no name of ``stale`` if it can be."""

    prefer: tuple[Stuff, ...] = ()
    avoid: tuple[Stuff, ...] = ()
    most: int = USUAL
    stale: frozenset[str] = frozenset()

    def more(self) -> bool:
        """Whether more than usual are asked for."""
        return self.most > USUAL


def wish(history: Sequence[Attempt]) -> Wish:
    """The newest feedback; without words it only asks for something else."""
    if not history:
        return Wish()
    last = history[-1]
    text = last.feedback.lower()
    prefer, avoid = wanted_and_not(text)
    most = USUAL
    if re.search(r"\b(more|additional|further|too few|everything)\b", text):
        most = MANY
    elif re.search(r"\b(fewer|less|too many|simpler|only)\b", text):
        most = FEW
    other = re.search(r"\b(different|other|else|another|new)\b", text) and not prefer
    stale = frozenset(_names(last.answer)) if other else frozenset()
    return Wish(tuple(prefer), tuple(avoid), most, stale)


def _names(answer: Any) -> list[str]:
    """Names of the elements of an earlier answer, whatever it looks like."""
    moving = answer.get("motion_elements") if isinstance(answer, Mapping) else None
    found = moving.get("detected_elements") if isinstance(moving, Mapping) else None
    if not isinstance(found, list):
        return []
    return [str(item.get("element", "")) for item in found if isinstance(item, Mapping)]
