"""Composition: every choice that a video needs, made once."""

from __future__ import annotations

from random import Random

from kinora.model.format import VideoFormat
from kinora.model.instruction import Instruction
from kinora.model.knowledge import Snapshot
from kinora.model.spec import Colour, SceneSpec
from kinora.model.taxonomy import Tension
from kinora.scene.air import compose_strikes
from kinora.scene.figure import compose_figure
from kinora.scene.framing import compose_framing
from kinora.scene.learned import BLENDS, Learning, has, number
from kinora.scene.movement import compose_gradient, compose_motion
from kinora.scene.palette import Palette, compose_accent, compose_palette, relit
from kinora.scene.places import GENRES
from kinora.scene.setting import Setting, compose_setting
from kinora.scene.shots import compose_shots
from kinora.scene.soundtrack import compose_mood, compose_sound
from kinora.seeding import stream

_COLOURS = ("static_colors", "learned_colors", BLENDS)
_TINTING, _LEARNED_TINTING = 0.85, 0.45
_LEARNED_LIGHT, _LEARNED_ACCENT = 0.5, 0.6


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
    mood = compose_mood(instruction, setting.time, setting.weather, words, learning)
    pacing = round(instruction.pacing or rng.uniform(0.75, 1.3), 3)
    sound = compose_sound(instruction, setting, mood, pacing, learning, rng)
    chance = learning.chance(rng)
    colours = _learned_colours(instruction, learning, chance)
    palette = compose_palette(instruction, setting, mood, colours, rng)
    lit = _lit(instruction, palette, learning, chance)
    framing = compose_framing(instruction, learning, rng)
    return SceneSpec(
        prompt=instruction.prompt,
        seed=seed,
        format=form,
        place=setting.place,
        beyond=setting.beyond,
        time_of_day=setting.time,
        weather=setting.weather,
        wind=setting.wind,
        strikes=compose_strikes(setting.weather, form.frames / form.fps, rng),
        particles=setting.particles,
        palette=lit,
        accent=_accent(instruction, setting, learning, chance, rng),
        tinting=_tinting(instruction, colours, learning),
        lighting=setting.lighting,
        gradient=compose_gradient(instruction, learning, rng),
        motion=compose_motion(instruction, pacing, learning, rng),
        balance=framing.balance,
        symmetry=framing.symmetry,
        horizon=framing.horizon,
        depth=framing.depth,
        pacing=pacing,
        tension=instruction.tension or rng.choice(list(Tension)),
        shots=compose_shots(instruction, form, pacing, learning, rng),
        text=instruction.text,
        figure=compose_figure(instruction, rng),
        sound=sound,
        genre=instruction.genre or rng.choice(GENRES[setting.place]),
        style=instruction.style or "cinematic",
        themes=instruction.themes,
        learned=tuple(learning.used),
    )


def _learned_colours(instruction: Instruction, learning: Learning, chance: Random) -> list[Colour]:
    """Up to three learned colours, the more often the more is known."""
    some = 0.85 * learning.trust
    most = chance.choices((0, 1, 2, 3), (1 - some, 0.4 * some, 0.4 * some, 0.2 * some))[0]
    most = min(most, 1) if instruction.colours else most
    return learning.colours(_COLOURS, "palette", chance, most)


def _lit(instruction: Instruction, palette: Palette, learning: Learning, chance: Random) -> Palette:
    """The palette a little nearer to a learned light, unless the prompt speaks of the light."""
    if instruction.lighting is not None:
        return palette
    fits = has("brightness", "contrast", "saturation")
    entry = learning.draw(_LEARNED_LIGHT, ("lighting", BLENDS), "lighting", chance, fits)
    if entry is None:
        return palette
    brightness, contrast, saturation = (
        number(entry, field) or 0.0 for field in ("brightness", "contrast", "saturation")
    )
    return relit(palette, brightness, contrast, 0.0 if instruction.colours else saturation)


def _tinting(instruction: Instruction, colours: list[Colour], learning: Learning) -> float:
    """Named colours rule the materials; learned ones are let in by as much as is known."""
    if instruction.colours:
        return _TINTING
    return round(_LEARNED_TINTING * learning.trust * min(len(colours), 2) / 2, 3)


def _accent(
    instruction: Instruction, setting: Setting, learning: Learning, chance: Random, rng: Random
) -> Colour:
    often = chance.random() < _LEARNED_ACCENT * learning.trust
    learned = learning.colours(_COLOURS, "accent", chance, 1) if often else []
    return compose_accent(
        setting.time,
        setting.lighting,
        instruction.colours,
        learned[0] if learned else None,
        rng,
        instruction.avoid.colours,
    )
