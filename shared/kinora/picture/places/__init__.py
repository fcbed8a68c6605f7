"""Places: each composes layers, from far to near."""

from __future__ import annotations

from collections.abc import Callable

from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import Place
from kinora.picture.paint.tones import Tones
from kinora.picture.places import city, desert, forest, meadow, mountains, sea
from kinora.picture.plate import Layer
from kinora.picture.sky.weather import in_front
from kinora.picture.stage import Stage

_PLACES: dict[Place, Callable[[SceneSpec, Stage, Tones], list[Layer]]] = {
    Place.SEA: sea.layers,
    Place.FOREST: forest.layers,
    Place.MOUNTAINS: mountains.layers,
    Place.CITY: city.layers,
    Place.DESERT: desert.layers,
    Place.MEADOW: meadow.layers,
}


def build(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """All layers of a spec's place and weather, from far to near."""
    compose = _PLACES[spec.place]
    return [*compose(spec, stage, tones), *in_front(spec, stage, tones)]
