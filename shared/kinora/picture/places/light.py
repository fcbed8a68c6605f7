"""Pure light: bokeh, leaks of colour, sweeping beams, the net that water throws."""

from __future__ import annotations

from kinora.model.spec import SceneSpec
from kinora.picture.coarse import step_for
from kinora.picture.fields.bokeh import LENSES, Beams, Bokeh, Trails
from kinora.picture.fields.dye import Dye
from kinora.picture.fields.field import Field, Pattern, Shine
from kinora.picture.fields.glow import Leaks, Net
from kinora.picture.land.mirror import mirror
from kinora.picture.life.creatures import Motes
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Layer
from kinora.picture.stage import Stage

_KINDS = 8


def heaven(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """The field over the whole frame."""
    rng = stage.generator("light")
    kind, step = int(rng.integers(_KINDS)), step_for(stage, 256)
    lens = LENSES[int(rng.integers(len(LENSES)))]
    pattern: Pattern
    lights: list[Shine] = []
    if kind in {0, 1}:
        pattern = Leaks(stage, 0.12, 0.26)
        lights = [Bokeh(stage, tones, lens, (56, 100)[kind], step)]
    elif kind == 2:
        pattern = Leaks(stage, 0.2, 0.22)
        lights = [Beams(stage, tones, int(rng.integers(2, 4)), 0.7)]
    elif kind == 3:
        pattern = Net(stage, float(rng.uniform(1.0, 1.8)), 0.16, 0.6)
    elif kind == 4:
        pattern = Leaks(stage, 0.2, 0.55)
        lights = [Bokeh(stage, tones, lens, 26, step)]
    elif kind == 5:
        pattern = Leaks(stage, 0.06, 0.14)
        lights = [Trails(stage, tones, int(rng.integers(12, 22)))]
    elif kind == 6:
        pattern = Leaks(stage, 0.1, 0.2)
        lights = [Trails(stage, tones, 9), Bokeh(stage, tones, lens, 40, step)]
    else:
        pattern = Net(stage, float(rng.uniform(1.4, 2.4)), 0.12, 0.4)
        lights = [Beams(stage, tones, 2, 0.5), Bokeh(stage, tones, lens, 24, step)]
    return [Field(spec, stage, pattern, Dye(tones, low=0.4), step, lights)]


def near(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """Dust in the light, over water if another place stands in it."""
    tone = tones.light(0.4, 0.25 + 0.3 * min(tones.hour.key, 1.0))
    dust = Motes(stage, tone, 50, (-0.1 * stage.height, 1.1 * stage.height), pulsing=True)
    return [*mirror(spec, stage, tones), dust]
