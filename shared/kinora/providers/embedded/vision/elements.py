"""Which parts to offer for animation: the surest, each once, none of the pet."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kinora.model.region import Region, Source, Stuff
from kinora.providers.embedded.vision import naming
from kinora.providers.embedded.vision.box import WHOLE, Box
from kinora.providers.embedded.vision.candidate import Candidate
from kinora.providers.embedded.vision.heed import Wish
from kinora.providers.embedded.vision.light import Light
from kinora.providers.embedded.vision.stuffs import cloth, leaves, shine, sky, specks, water
from kinora.providers.embedded.vision.told import Told
from kinora.providers.embedded.vision.view import View

LEAST = 3
_SURE, _HARDLY = 0.5, 0.4
_EACH = {Stuff.FABRIC: 3}
_OTHERS = 2
"""How many elements of one matter are offered."""
_MUST_SHOW = 0.35
"""Share of an element's box that the pet must leave free."""
_SMALLEST = 0.02
_ALSO = (
    ("curtain drape", "curtain"),
    ("blanket quilt", "blanket"),
    ("cushion pillow", "cushions"),
    ("plant fern", "houseplant"),
    ("tree branch", "branches"),
    ("flower", "flowers"),
    ("grass meadow", "grass"),
    ("candle", "candle flame"),
    ("fireplace fire", "fire"),
    ("lamp lantern", "lamp light"),
    ("cup mug tea coffee bowl", "steam above a cup or bowl"),
    ("water pond lake river sea", "water surface"),
    ("rain", "raindrops"),
    ("snow", "snowflakes"),
    ("cloud sky", "clouds"),
    ("toy ball yarn", "toys"),
    ("leaf leaves", "leaves"),
    ("sunbeam sunlight", "sunlight"),
    ("dust", "dust in the air"),
)
_ANYWHERE = (
    "shadows",
    "reflections",
    "edges of the background",
    "light and shade",
    "air",
    "film grain",
)


@dataclass(frozen=True)
class Element:
    """One that is offered. ``worded``: its name leans on the scene's words."""

    name: str
    motion: str
    location: str
    stuff: Stuff
    box: Box
    source: Source
    worded: bool = False

    def region(self, index: int) -> Region:
        """The box, inside the picture, for the element's place in the answer."""
        left, top = min(self.box.left, 1 - _SMALLEST), min(self.box.top, 1 - _SMALLEST)
        return Region(
            element=index,
            stuff=self.stuff,
            left=round(left, 4),
            top=round(top, 4),
            width=round(min(max(self.box.width, _SMALLEST), 1 - left), 4),
            height=round(min(max(self.box.height, _SMALLEST), 1 - top), 4),
            source=self.source,
        )


def candidates(view: View, told: Told) -> list[Candidate]:
    """Everything that the detectors see, the surest first."""
    finders = (shine, sky, water, leaves, cloth, specks)
    found = [item for finder in finders for item in finder.candidates(view, told)]
    level = min((item.box.top for item in found if item.stuff is Stuff.WATER), default=1.0)
    apart = [_above(item, level) if item.stuff is Stuff.SKY else item for item in found]
    shown = [item for item in apart if _free(view, item.box) >= _MUST_SHOW]
    return sorted(shown, key=lambda item: -item.confidence)


def _above(sky: Candidate, level: float) -> Candidate:
    """A sky ends where the water that mirrors it begins."""
    height = min(sky.box.height, max(_SMALLEST, level - sky.box.top))
    return replace(sky, box=replace(sky.box, height=height))


def _free(view: View, box: Box) -> float:
    height, width = view.size
    rows = slice(int(box.top * height), max(int(box.bottom * height), int(box.top * height) + 1))
    columns = slice(int(box.left * width), max(int(box.right * width), int(box.left * width) + 1))
    part = view.free[rows, columns]
    return float(np.mean(part)) if part.size else 0.0


def chosen(found: list[Candidate], light: Light, wish: Wish) -> list[Element]:
    """Three to eight elements; where too little was found, what any picture has stands in."""
    kept = _chosen_candidates(found, wish)
    offered = [_element(item) for item in kept]
    extras = any_picture(light)
    asked = [item for item in extras if item.stuff in wish.prefer]
    wanted = extras if wish.more() else asked
    spare = [item for item in extras if item not in wanted and item.stuff not in wish.avoid]
    for item in [*wanted, *spare, *extras]:
        short = len(offered) < LEAST
        if item not in offered and (short or (item in wanted and len(offered) < wish.most)):
            offered.append(item)
    return offered


def _chosen_candidates(found: list[Candidate], wish: Wish) -> list[Candidate]:
    def rank(item: Candidate) -> float:
        fresh = naming.element(item)[0] not in wish.stale
        return item.confidence + (1 if item.stuff in wish.prefer else 0) + (0.5 if fresh else 0)

    kept: list[Candidate] = []
    names: set[str] = set()
    for item in sorted(found, key=lambda item: -rank(item)):
        name = naming.element(item)[0]
        same = sum(other.stuff is item.stuff for other in kept)
        least = _HARDLY if wish.more() or item.stuff in wish.prefer else _SURE
        if (
            len(kept) < wish.most
            and name not in names
            and item.stuff not in wish.avoid
            and item.confidence >= least
            and same < _EACH.get(item.stuff, _OTHERS)
            and not _within_another(item, kept)
        ):
            kept.append(item)
            names.add(name)
    return kept


def _within_another(item: Candidate, kept: list[Candidate]) -> bool:
    """A light that is part of a sky, a water or a glow is not an element of its own."""
    if item.stuff is not Stuff.LIGHT:
        return False
    hosts = (Stuff.SKY, Stuff.WATER, Stuff.GLOW, Stuff.FIRE, Stuff.LIGHT, Stuff.PLANT)
    return any(
        other.stuff in hosts and item.box.shared(other.box) > 0.6 * item.box.area for other in kept
    )


def _element(item: Candidate) -> Element:
    name, motion = naming.element(item)
    where = naming.location(item.box)
    return Element(name, motion, where, item.stuff, item.box, Source.MEASURED, bool(item.word))


def any_picture(light: Light) -> list[Element]:
    """What every photograph has: its light, its air and its grain."""
    adjective = {"dark": "faint", "dim": "dim", "very bright": "bright"}.get(light.tone, "soft")
    whole = Element("", "", "whole picture", Stuff.LIGHT, WHOLE, Source.ANY_PICTURE)
    return [
        replace(whole, name=f"{adjective} light over the whole picture", motion="slow breathing"),
        replace(whole, name="air in front of the picture", motion="faint drift", stuff=Stuff.AIR),
        replace(whole, name="fine film grain", motion="quiet shimmer", stuff=Stuff.GRAIN),
    ]


def potential(
    offered: list[Element], found: list[Candidate], told: Told
) -> list[tuple[str, Source]]:
    """Five to twenty names of all that could move: the offered first, then the rest."""
    names = {item.name: item.source for item in offered}
    for item in found:
        names.setdefault(naming.element(item)[0], Source.MEASURED)
    for word in told.every(_ALSO):
        names.setdefault(word, Source.SCENE)
    for word in _ANYWHERE:
        if len(names) < 20:
            names.setdefault(word, Source.ANY_PICTURE)
    return list(names.items())[:20]
