"""Waves: rings that cross on a pool, plane waves and their moire, or rows of crests in depth."""

from __future__ import annotations

from kinora.model.spec import SceneSpec
from kinora.picture.coarse import step_for
from kinora.picture.fields.crests import SURFS, Crests
from kinora.picture.fields.dye import Dye
from kinora.picture.fields.field import Field, Pattern
from kinora.picture.fields.ripples import POOLS, Ripples
from kinora.picture.land.mirror import mirror
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Layer
from kinora.picture.stage import Stage


def heaven(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """The field over the whole frame."""
    rng = stage.generator("waves")
    kind = int(rng.integers(len(POOLS) + len(SURFS)))
    pattern: Pattern
    if kind < len(POOLS):
        pattern = Ripples(stage, POOLS[kind])
    else:
        pattern = Crests(stage, SURFS[kind - len(POOLS)])
    return [Field(spec, stage, pattern, Dye(tones), step_for(stage, 256))]


def near(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """Nothing stands before it, but water under what another place lends it."""
    return mirror(spec, stage, tones)
