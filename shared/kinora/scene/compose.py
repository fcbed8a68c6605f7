"""Composition: every choice that a video needs, made once."""

from __future__ import annotations

from enum import StrEnum
from random import Random
from typing import TypeVar

from kinora.model.format import VideoFormat
from kinora.model.instruction import Instruction
from kinora.model.knowledge import Snapshot
from kinora.model.spec import Colour, Gradient, Motion, SceneSpec
from kinora.model.taxonomy import (
    Genre,
    GradientKind,
    Lighting,
    MotionKind,
    Tension,
    TimeOfDay,
)
from kinora.scene.air import compose_strikes
from kinora.scene.choice import choose
from kinora.scene.figure import compose_figure
from kinora.scene.learned import Learning, liveliness
from kinora.scene.palette import compose_accent, compose_palette
from kinora.scene.setting import compose_setting
from kinora.scene.shots import compose_shots
from kinora.scene.soundtrack import compose_mood, compose_sound
from kinora.seeding import stream

Choice = TypeVar("Choice", bound=StrEnum)

_COLOURS = ("static_colors", "learned_colors")
_TINTING = 0.85
_LEARNED_MOTION = 0.6
_LEARNED_GRADIENT = 0.5
_FULL_SPEED = 0.25
"""Measured flow, in frame widths a second, that counts as the liveliest motion."""


def compose(
    instruction: Instruction, knowledge: Snapshot, seed: int, form: VideoFormat
) -> SceneSpec:
    """One scene: a pure function of its arguments.

    What the prompt asks for is kept. What it leaves open is chosen by origins and by learned
    entries, weighted; words that no field knows steer that choice, so they always give the same
    kind of scene.

    Raises:
        InvalidFormat: the format is out of range.
    """
    form = form.checked()
    learning = Learning(knowledge)
    words = stream(" ".join(instruction.themes) or seed, "words")
    rng = stream(seed, "scene")
    setting = compose_setting(instruction, words, rng)
    place, beyond, time, weather, lighting, wind, particles = setting
    mood = compose_mood(instruction, time, weather, words, learning)
    pacing = round(instruction.pacing or rng.uniform(0.75, 1.3), 3)
    sound = compose_sound(instruction, setting, mood, pacing, learning, rng)
    known = learning.pick_several(_COLOURS, "palette", rng, rng.choice((0, 1, 2)), liveliness)
    colours = [str(entry.value["colour"]) for entry in known]
    return SceneSpec(
        prompt=instruction.prompt,
        seed=seed,
        format=form,
        place=place,
        beyond=beyond,
        time_of_day=time,
        weather=weather,
        wind=wind,
        strikes=compose_strikes(weather, form.frames / form.fps, rng),
        particles=particles,
        palette=compose_palette(instruction, place, time, weather, mood, colours, rng),
        accent=_accent(instruction, time, lighting, learning, rng),
        tinting=_TINTING if instruction.colours else 0.0,
        lighting=lighting,
        gradient=_gradient(instruction, learning, rng),
        motion=_motion(instruction, pacing, learning, rng),
        balance=round(rng.choice((0.33, 0.67)) + rng.uniform(-0.12, 0.12), 3),
        symmetry=_symmetry(instruction, rng),
        horizon=round(rng.uniform(0.48, 0.64), 3),
        depth=round(rng.uniform(0.45, 0.9), 3),
        pacing=pacing,
        tension=instruction.tension or rng.choice(list(Tension)),
        shots=compose_shots(instruction, form, pacing, learning, rng),
        text=instruction.text,
        figure=compose_figure(instruction, rng),
        sound=sound,
        genre=instruction.genre or rng.choice((Genre.GENERAL, Genre.NATURE, Genre.TRAVEL)),
        style=instruction.style or "cinematic",
        themes=instruction.themes,
        learned=tuple(learning.used),
    )


def _accent(
    instruction: Instruction,
    time: TimeOfDay,
    lighting: Lighting,
    learning: Learning,
    rng: Random,
) -> Colour:
    entry = learning.pick(_COLOURS, "accent", rng) if rng.random() < 0.5 else None
    learned = str(entry.value["colour"]) if entry else None
    return compose_accent(
        time, lighting, instruction.colours, learned, rng, instruction.avoid.colours
    )


def _gradient(instruction: Instruction, learning: Learning, rng: Random) -> Gradient:
    kind = instruction.gradient or rng.choices(list(GradientKind), (5, 2, 3, 3))[0]
    strength = rng.uniform(0.35, 0.8)
    if rng.random() < _LEARNED_GRADIENT:
        entry = learning.pick(("gradient",), "gradient", rng)
        if entry is not None:
            kind = instruction.gradient or GradientKind(str(entry.value["kind"]))
            strength = (strength + float(entry.value["strength"])) / 2
    angle = round(rng.uniform(20.0, 70.0) + rng.choice((0.0, 90.0)), 1)
    return Gradient(kind=kind, angle=angle, strength=round(min(strength, 1.0), 3))


def _motion(instruction: Instruction, pacing: float, learning: Learning, rng: Random) -> Motion:
    avoid = instruction.avoid.motions
    kind = choose(instruction.motion, MotionKind, avoid, rng, (3, 4, 4, 1, 1))
    amount = rng.uniform(0.35, 0.75)
    if rng.random() < _LEARNED_MOTION:
        entry = learning.pick(("motion", "learned_motion"), "motion", rng)
        if entry is not None:
            amount = (amount + min(float(entry.value["level"]) / _FULL_SPEED, 1.0)) / 2
    speed = min(max(rng.uniform(0.8, 1.25) * pacing, 0.1), 4.0)
    return Motion(kind=kind, speed=round(speed, 3), amount=round(amount, 3))


def _symmetry(instruction: Instruction, rng: Random) -> float:
    if instruction.symmetric is not None:
        return 1.0 if instruction.symmetric else 0.0
    return round(rng.choice((0.0, 0.0, 0.0, rng.uniform(0.3, 0.8))), 3)
