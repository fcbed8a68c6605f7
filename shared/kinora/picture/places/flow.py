"""Silky flow: folds of cloth, threads, agate, whirls; or broad ribbons that wind through space."""

from __future__ import annotations

from kinora.model.spec import SceneSpec
from kinora.picture.coarse import step_for
from kinora.picture.fields.dye import Dye
from kinora.picture.fields.field import Field
from kinora.picture.fields.silk import CLOTHS, Silk
from kinora.picture.land.mirror import mirror
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Layer
from kinora.picture.stage import Stage


def heaven(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """The field over the whole frame."""
    rng = stage.generator("flow")
    kind = int(rng.integers(len(CLOTHS)))
    return [Field(spec, stage, Silk(stage, CLOTHS[kind]), Dye(tones), step_for(stage, 256))]


def near(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """Nothing stands before it, but water under what another place lends it."""
    return mirror(spec, stage, tones)
