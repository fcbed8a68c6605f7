"""Scenes as the explorer invents them, from nothing but a seed."""

from __future__ import annotations

from kinora.language.interpret import interpret
from kinora.language.prompts import generate
from kinora.model.format import VideoFormat
from kinora.model.knowledge import Snapshot
from kinora.model.spec import SceneSpec
from kinora.scene.compose import compose

_REMEMBERED = 60
"""How many of the last prompts a new one must not come near to."""


def invent(seeds: range, form: VideoFormat) -> list[SceneSpec]:
    """One scene for every seed, each from a prompt unlike those before it."""
    nothing, prompts, specs = Snapshot(), list[str](), list[SceneSpec]()
    for seed in seeds:
        prompt = generate(nothing, seed, prompts[-_REMEMBERED:])
        prompts.append(prompt)
        specs.append(compose(interpret(prompt, nothing), nothing, seed, form))
    return specs
