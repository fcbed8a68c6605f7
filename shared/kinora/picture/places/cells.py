"""Organic cells that wander: glowing tissue, stained glass, soap film, foam, honeycomb, scales."""

from __future__ import annotations

from kinora.model.spec import SceneSpec
from kinora.picture.coarse import step_for
from kinora.picture.fields.cells import TISSUES, Cells
from kinora.picture.fields.dye import Dye
from kinora.picture.fields.field import Field
from kinora.picture.land.mirror import mirror
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Layer
from kinora.picture.stage import Stage


def heaven(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """The field over the whole frame."""
    rng = stage.generator("tissue")
    tissue = TISSUES[int(rng.integers(len(TISSUES)))]
    return [Field(spec, stage, Cells(stage, tissue), Dye(tones), step_for(stage, 256))]


def near(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """Nothing stands before it, but water under what another place lends it."""
    return mirror(spec, stage, tones)
