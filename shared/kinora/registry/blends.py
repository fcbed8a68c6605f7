"""Blends: one entry a domain for each video, keyed by what the whole of it is like, coarsely.

The cells are wide, so that videos that are alike share a blend, and a blend's count says how often
such a mixture came out. Its value is what creation can take up again.
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod

from kinora.model.features import Direction, Rhythm
from kinora.model.narrative import ORIGINS, Narrative
from kinora.model.observation import Registry, Value
from kinora.model.taxonomy import GradientKind, TransitionKind
from kinora.registry.axes import Axis, Bands, Choice, Linear, Logarithmic
from kinora.registry.codebook import Cell, Codebook, always, as_it_is
from kinora.registry.families import constant
from kinora.registry.movement_books import CAMERAS, frame_size, settled_camera
from kinora.registry.sound_books import (
    MOODS,
    PRESENCES,
    ROLES,
    possible_audio,
    settled_audio,
)
from kinora.registry.swatches import CLASSES, colour_of_swatch

CATEGORY = "learned_blends"
NONE = "none"
COLOURS = ("first", "second", "third")
TOLD = (Narrative.GENRE, Narrative.MOOD, Narrative.PLOTS, Narrative.SETTINGS)
GROUPS = ("static", "travelling", "zooming", "rolling", "handheld")


def _painted(cell: Cell) -> bool:
    """The first swatch is there; the others differ from it and stand in order."""
    first, second, third = cell
    if first == 0 or first in {second, third}:
        return False
    return second < third or second == third == 0


def _palette(cell: Cell, _: Value) -> Value:
    seen = [place for place in cell if place]
    return {"colours": " ".join(colour_of_swatch(place - 1) for place in seen), "inputs": "colours"}


def _change(cell: Cell, value: Value) -> Value:
    """Without a transition there is nothing to tell of it."""
    told = value if cell[0] else {"kind": NONE}
    return {**told, "inputs": "kind, duration, number"}


def _form(cell: Cell, value: Value) -> Value:
    return {**frame_size(cell, value), "inputs": "width, height, fps"}


def _settled_motion(cell: Cell) -> Cell:
    return cell if cell[0] and cell[1] else (0, 0, 0)


def _settled_gradient(cell: Cell) -> Cell:
    return cell if cell[1] else (0, 0)


_TRANSITIONS = (NONE, *TransitionKind)
_CUT = _TRANSITIONS.index(TransitionKind.CUT)


def _settled_transition(cell: Cell) -> Cell:
    """Where there is none it has no length and no number, and a cut has no length."""
    kind, duration, number = cell
    if kind == 0:
        return (0, 0, 0)
    return (kind, 0 if kind == _CUT else duration, number)


def _whole(cell: Cell, value: Value) -> Value:
    """The first colour as a colour."""
    rest = {field: item for field, item in value.items() if field != "first"}
    colour = colour_of_swatch(cell[0])
    return {"colour": colour, **rest, "inputs": "colour, motion, camera, audio, narrative"}


def origins(category: Narrative) -> Choice:
    """The axis of a narrative category: its origins, or none."""
    return Choice(category, (NONE, *ORIGINS[category]))


_SLOW_TO_FAST = Logarithmic("level", 0.004, 1.024, 0.5)
_DIRECTION = Choice("direction", tuple(Direction))
_RHYTHM = Choice("rhythm", (Rhythm.STILL, Rhythm.STEADY, Rhythm.PULSING))
_STRENGTH = Bands("strength", (0.1, 0.3, 0.6), (0.05, 0.2, 0.45, 0.75))
_SPEED = Logarithmic("speed", 0.006, 0.384, 0.5)
_TEMPO = Bands("tempo_bpm", (1.0, 76.0, 100.0, 132.0), (0.0, 66.0, 88.0, 116.0, 150.0))


_LIGHT = (
    Bands("brightness", (0.2, 0.4, 0.6, 0.8), (0.12, 0.3, 0.5, 0.7, 0.88)),
    Bands("contrast", (0.2, 0.45), (0.1, 0.32, 0.6)),
    Bands("saturation", (0.25, 0.55), (0.12, 0.4, 0.75)),
)
_CENTRES = tuple(
    Bands(field, (0.4, 0.47, 0.53, 0.6), (0.35, 0.44, 0.5, 0.56, 0.65))
    for field in ("centre_x", "centre_y")
)
_TEXTURE = (
    Bands("edge_density", (0.02, 0.1), (0.01, 0.05, 0.15)),
    Bands("spatial_variance", (0.1, 0.3), (0.05, 0.2, 0.4)),
    Bands("busyness", (0.1, 0.3), (0.05, 0.18, 0.4)),
)
_PACE = (Logarithmic("pacing", 0.05, 3.2, 0.5), Logarithmic("shot_seconds", 0.5, 32.0, 1))
_FORM = (
    Bands("side", (180.0, 360.0, 720.0, 1440.0), (128.0, 256.0, 512.0, 1080.0, 2160.0)),
    Bands("aspect", (0.8, 1.25), (0.5625, 1.0, 1.7778)),
    Bands("fps", (16.0, 27.0, 40.0), (12.0, 24.0, 30.0, 60.0)),
)
_CHANGES = (
    Choice("kind", _TRANSITIONS),
    Bands("duration", (0.25, 0.75), (0.0, 0.5, 1.0)),
    Bands("number", (2.0, 4.0), (1.0, 2.0, 5.0)),
)
_HEARD = (Choice("role", ROLES), Choice("mood", MOODS), _TEMPO, Choice("presence", PRESENCES))
_FULL = (
    Linear("first", 0.0, CLASSES - 1.0, 1.0),
    Bands("level", (0.004, 0.03, 0.15), (0.0, 0.015, 0.06, 0.3)),
    Choice("camera", GROUPS),
    Choice("mood", MOODS),
    origins(Narrative.SETTINGS),
)


def _blend(
    domain: str,
    reason: str,
    axes: tuple[Axis, ...],
    settle: Callable[[Cell], Cell] = as_it_is,
    possible: Callable[[Cell], bool] = always,
    decode: Callable[[Cell, Value], Value] | None = None,
) -> Codebook:
    inputs = ", ".join(axis.field for axis in axes)
    return Codebook(
        Registry.DYNAMIC,
        CATEGORY,
        reason,
        axes,
        constant(domain),
        decode or (lambda _, value: {**value, "inputs": inputs}),
        settle,
        possible,
        domain,
        counted=_product(axes) if settle is as_it_is and possible is always else None,
    )


def _product(axes: tuple[Axis, ...]) -> int:
    return prod(axis.cells for axis in axes)


_ALL = (
    _blend(
        "colour",
        "The colour that held most of the picture and up to two others, each as one of 29 "
        "swatches that are told apart at sight.",
        tuple(Linear(field, 0.0, float(CLASSES), 1.0) for field in COLOURS),
        possible=_painted,
        decode=_palette,
    ),
    _blend(
        "motion",
        "Four times the speed, whether it pulses, and which way it goes.",
        (_SLOW_TO_FAST, _RHYTHM, _DIRECTION),
        settle=_settled_motion,
    ),
    _blend("lighting", "Bands that are told apart without a comparison.", _LIGHT),
    _blend("composition", "The middle, a little off it, and far off it.", _CENTRES),
    _blend("graphics", "Plain, some and much of each kind of texture.", _TEXTURE),
    _blend("temporal", "Four times the pace, twice the length of shots.", _PACE),
    _blend(
        "technical",
        "The class of size, the shape, and the class of frame rate.",
        _FORM,
        decode=_form,
    ),
    _blend(
        "gradient",
        "Even, slight, clear and strong, each way.",
        (Choice("kind", tuple(GradientKind)), _STRENGTH),
        settle=_settled_gradient,
    ),
    _blend(
        "camera",
        "The move that lasted longest, by four times its speed.",
        (Choice("kind", CAMERAS), _SPEED),
        settle=settled_camera,
    ),
    _blend(
        "transition",
        "The kind that came most often, whether quick or long, and once or often.",
        _CHANGES,
        settle=_settled_transition,
        decode=_change,
    ),
    _blend(
        "audio",
        "Role, mood and presence, and tempo as slow, walking, quick or fast.",
        _HEARD,
        settle=settled_audio,
        possible=possible_audio,
    ),
    _blend(
        "narrative",
        "The strongest origin of genre, mood, plot and setting.",
        tuple(origins(category) for category in TOLD),
    ),
    _blend(
        "full",
        "What one would say of the whole in a sentence: colour, motion, camera, mood, place.",
        _FULL,
        decode=_whole,
    ),
)
BLENDS: dict[str, Codebook] = {book.domain: book for book in _ALL}
"""The codebooks of ``learned_blends``, one a domain."""
