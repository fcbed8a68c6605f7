"""A fire: crackles over a low breath."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.model.spec import SceneSpec
from kinora.sound.effects.bed import bed
from kinora.sound.effects.scatter import scatter
from kinora.sound.effects.wander import Wander
from kinora.sound.mix import Placed
from kinora.sound.noise import band, burst, loop
from kinora.sound.struck import Partials, ring

Floats: TypeAlias = NDArray[np.float32]

_CRACKLES_A_SECOND, _POPS_A_SECOND = 16.0, 0.7
_KINDS = 12


def fire(_: SceneSpec, length: int, chance: np.random.Generator) -> Iterator[Placed]:
    """Crackles in flurries and rare pops, over flames that flutter and hiss."""
    flutter, draught, mood = Wander(0.6, chance), Wander(4.0, chance), Wander(2.6, chance)
    roar = 0.028 * loop(length, band(35, 190, 0.6), chance)
    flames = 0.022 * loop(length, band(190, 900, 0.7), chance)
    hiss = 0.007 * loop(length, band(2500, 9000, 0.3), chance)
    layers = (
        (roar, lambda at: (1 + 0.35 * draught(at)) * (1 + 0.3 * flutter(at))),
        (flames, lambda at: np.exp(0.5 * flutter(at) + 0.4 * draught(at))),
        (hiss, lambda at: 1 + 0.5 * mood(at)),
    )
    crackles = scatter(
        [_crackle(float(chance.uniform(900, 5200)), 420.0, 0.03, chance) for _ in range(_KINDS)],
        lambda at: _CRACKLES_A_SECOND * np.exp(1.3 * mood(at)),
        length,
        chance,
        loudest=0.45,
        unevenness=1.2,
        send=0.15,
    )
    pops = scatter(
        [_crackle(float(chance.uniform(320, 900)), 130.0, 0.09, chance) for _ in range(4)],
        lambda at: _POPS_A_SECOND * np.exp(mood(at)),
        length,
        chance,
        loudest=0.5,
        unevenness=0.5,
        send=0.3,
    )
    return merge(bed(length, layers), crackles, pops, key=lambda sound: sound.start)


def _crackle(hertz: float, decay: float, seconds: float, chance: np.random.Generator) -> Floats:
    """(n,) a fibre that bursts: a snap through three resonances, unit peak."""
    ratios = np.array([1.0, float(chance.uniform(1.4, 1.9)), float(chance.uniform(2.2, 3.3))])
    modes = Partials(hertz * ratios, np.array([1.0, 0.6, 0.4]), decay * np.array([1.0, 1.6, 2.4]))
    sound = ring(modes, seconds)
    time = np.arange(len(sound), dtype=np.float32) / np.float32(48.0)
    snap = burst(len(sound), band(1500, 12_000), chance) * np.exp(-time * np.float32(1.8))
    sound = sound / np.abs(sound).max() + np.float32(0.5) * snap
    sound[:12] *= np.linspace(0, 1, 12, dtype=np.float32)
    sound[-240:] *= np.linspace(1, 0, 240, dtype=np.float32)
    finished: Floats = sound / np.abs(sound).max()
    return finished
