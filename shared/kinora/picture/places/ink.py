"""Ink or coloured smoke that blooms, falls, rises, meets or marbles in water."""

from __future__ import annotations

from kinora.model.spec import SceneSpec
from kinora.picture.coarse import step_for
from kinora.picture.fields.dye import Dye
from kinora.picture.fields.field import Field
from kinora.picture.fields.plume import LIQUIDS, Plume
from kinora.picture.land.mirror import mirror
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Layer
from kinora.picture.stage import Stage


def heaven(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """The field over the whole frame."""
    rng = stage.generator("liquid")
    liquid = LIQUIDS[int(rng.integers(len(LIQUIDS)))]
    return [Field(spec, stage, Plume(stage, liquid), Dye(tones, low=0.4), step_for(stage, 256))]


def near(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """Nothing stands before it, but water under what another place lends it."""
    return mirror(spec, stage, tones)
