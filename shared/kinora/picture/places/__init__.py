"""Places: each composes layers, from far to near, in parts that can be mixed.

A place has a heaven (opaque, behind everything), what stands far off before it, and what is near.
A place that is seen behind another lends it its heaven and its far parts; one with an opening, a
cave or a room, shows the other whole.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import AIRLESS, OPENINGS, Place
from kinora.picture.air.lightning import lightning
from kinora.picture.air.particles import drifting
from kinora.picture.air.weather import in_front
from kinora.picture.film.mirror import mirror
from kinora.picture.paint.tones import Tones
from kinora.picture.places import (
    aurora,
    cave,
    cells,
    city,
    desert,
    flow,
    forest,
    ink,
    lake,
    light,
    meadow,
    mountains,
    room,
    sea,
    sky,
    snowfield,
    space,
    street,
    underwater,
    waves,
)
from kinora.picture.plate import Layer
from kinora.picture.sky.sky import open_sky
from kinora.picture.stage import Stage

Compose = Callable[[SceneSpec, Stage, Tones], list[Layer]]


def _nothing(_spec: SceneSpec, _stage: Stage, _tones: Tones) -> list[Layer]:
    return []


class Parts(NamedTuple):
    """How a place is composed. ``far`` and ``heaven`` may come from another place."""

    near: Compose
    far: Compose = _nothing
    heaven: Compose = open_sky


_PLACES: dict[Place, Parts] = {
    Place.SEA: Parts(sea.near, sea.far),
    Place.FOREST: Parts(forest.near, forest.far),
    Place.MOUNTAINS: Parts(mountains.near, mountains.far),
    Place.CITY: Parts(city.near, city.far),
    Place.DESERT: Parts(desert.near, desert.far),
    Place.MEADOW: Parts(meadow.near, meadow.far),
    Place.LAKE: Parts(lake.near, lake.far),
    Place.CAVE: Parts(cave.near),
    Place.ROOM: Parts(room.near),
    Place.STREET: Parts(street.near, street.far, street.heaven),
    Place.SNOWFIELD: Parts(snowfield.near, snowfield.far),
    Place.SKY: Parts(sky.near, sky.far),
    Place.AURORA: Parts(aurora.near, aurora.far, aurora.heaven),
    Place.UNDERWATER: Parts(underwater.near, heaven=underwater.heaven),
    Place.SPACE: Parts(space.near, heaven=space.heaven),
    Place.FLOW: Parts(flow.near, heaven=flow.heaven),
    Place.CELLS: Parts(cells.near, heaven=cells.heaven),
    Place.WAVES: Parts(waves.near, heaven=waves.heaven),
    Place.INK: Parts(ink.near, heaven=ink.heaven),
    Place.LIGHT: Parts(light.near, heaven=light.heaven),
}


def build(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """All layers of a spec's place, of what is seen beyond it, and of the air between."""
    if spec.place in OPENINGS:
        outside = spec.beyond or Place.MOUNTAINS
        drawn = _open(spec, stage, tones, outside, None)
        drawn += [*_PLACES[spec.place].near(spec, stage, tones), *mirror(spec)]
    else:
        drawn = _open(spec, stage, tones, spec.place, spec.beyond)
    return [*drawn, *drifting(spec, stage, tones)]


def _open(
    spec: SceneSpec, stage: Stage, tones: Tones, place: Place, beyond: Place | None
) -> list[Layer]:
    """A place under its own heaven or another's, in its weather."""
    front, back = _PLACES[place], _PLACES[beyond or place]
    heaven = front.heaven if back.heaven is open_sky else back.heaven
    far = front.far if back.far is _nothing else back.far
    drawn = heaven(spec, stage, tones)
    if place in AIRLESS:
        return [
            *drawn,
            *far(spec, stage, tones),
            *front.near(spec, stage, tones),
            *mirror(spec),
        ]
    return [
        *drawn,
        *lightning(spec, stage, tones),
        *far(spec, stage, tones),
        *front.near(spec, stage, tones),
        *mirror(spec),
        *in_front(spec, stage, tones),
    ]
