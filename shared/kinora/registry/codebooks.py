"""The codebooks: for each category, which fields count, how finely, and into which family.

Steps follow what a viewer or listener can tell apart: colours about one just-noticeable
difference in OKLab (0.025), shares and levels in steps of 5 to 10 %, frequencies in thirds of an
octave, tempo in steps of 4 beats a minute.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import prod

from kinora.colour.scalar import Oklab, hex_from_oklab
from kinora.model.features import AudioRole, Direction, Rhythm, SoundKind, Trend
from kinora.model.observation import Registry, Value
from kinora.model.taxonomy import CameraKind, GradientKind
from kinora.registry.axes import Axis, Choice, Linear, Logarithmic
from kinora.registry.families import colour_family


@dataclass(frozen=True)
class Codebook:
    """A category's quantiser. ``family`` gives a cell's family of names from its centre."""

    registry: Registry
    category: str
    axes: tuple[Axis, ...]
    family: Callable[[Value], str]
    decode: Callable[[Value], Value] = lambda value: value
    """The value as it is stored, from the axes' centres."""

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return prod(axis.cells for axis in self.axes)

    def quantise(self, measure: Mapping[str, float | int | str]) -> tuple[int, ...]:
        """The cell that the measure falls into, one number an axis."""
        return tuple(axis.cell(measure[axis.field]) for axis in self.axes)

    def key(self, cell: tuple[int, ...]) -> str:
        """The cell as the key of its entry."""
        return "-".join(map(str, cell))

    def index(self, cell: tuple[int, ...]) -> int:
        """The cell's number, 0 to ``cells`` - 1: injective."""
        number = 0
        for axis, place in zip(self.axes, cell, strict=True):
            number = number * axis.cells + place
        return number

    def centre(self, cell: tuple[int, ...]) -> Value:
        """The value that stands for the cell."""
        pairs = zip(self.axes, cell, strict=True)
        return self.decode({axis.field: axis.centre(place) for axis, place in pairs})


def _banded(field: str, *bands: tuple[float, str]) -> Callable[[Value], str]:
    """A family by thresholds: the first band whose upper bound is above the field's value."""

    def family(value: Value) -> str:
        number = float(value[field])
        return next(name for bound, name in bands if number < bound)

    return family


def _field(name: str) -> Callable[[Value], str]:
    return lambda value: str(value[name])


def _colour_value(value: Value) -> Value:
    lab = Oklab(float(value["l"]), float(value["a"]), float(value["b"]))
    return {
        "colour": hex_from_oklab(lab),
        "lightness": lab.lightness,
        "chroma": round(lab.chroma, 4),
        "hue": round(lab.hue, 1),
    }


def _camera_family(value: Value) -> str:
    kind = str(value["kind"]).partition("_")[0]
    return {"dolly": "zoom", "crane": "tilt", "truck": "pan", "orbit": "roll"}.get(kind, kind)


_INFINITE = float("inf")
_COLOUR_AXES = (
    Linear("l", 0.0, 1.0, 0.025),
    Linear("a", -0.3, 0.3, 0.025),
    Linear("b", -0.325, 0.325, 0.025),
)
_MOTION_AXES = (
    Logarithmic("level", 0.001, 2.0, 4),
    Choice("trend", tuple(Trend)),
    Choice("direction", tuple(Direction)),
    Choice("rhythm", tuple(Rhythm)),
)
_MOTION_BANDS = _banded(
    "level", (0.004, "still"), (0.03, "gentle"), (0.15, "lively"), (_INFINITE, "rushing")
)
_S, _D = Registry.STATIC, Registry.DYNAMIC

_ALL = (
    Codebook(_S, "static_colors", _COLOUR_AXES, colour_family, _colour_value),
    Codebook(
        _S,
        "static_sound",
        (
            Choice("kind", tuple(SoundKind)),
            Linear("level_db", -60.0, 0.0, 3.0),
            Logarithmic("centroid_hz", 40.0, 16_000.0, 3),
            Linear("flatness", 0.0, 1.0, 0.1),
        ),
        _field("kind"),
    ),
    Codebook(_D, "motion", _MOTION_AXES, _MOTION_BANDS),
    Codebook(_D, "learned_motion", _MOTION_AXES, _MOTION_BANDS),
    Codebook(
        _D,
        "time",
        (Linear("duration", 0.1, 1.0, 0.1), Linear("fps", 1.0, 60.0, 1.0)),
        lambda _: "steady",
    ),
    Codebook(
        _D,
        "camera",
        (Choice("kind", tuple(CameraKind)), Logarithmic("speed", 0.005, 2.0, 3)),
        _camera_family,
    ),
    Codebook(
        _D,
        "lighting",
        tuple(Linear(field, 0.0, 1.0, 0.05) for field in ("brightness", "contrast", "saturation")),
        _banded("brightness", (0.15, "dark"), (0.35, "dim"), (0.6, "soft"), (_INFINITE, "bright")),
    ),
    Codebook(
        _D,
        "gradient",
        (Choice("kind", tuple(GradientKind)), Linear("strength", 0.0, 1.0, 0.05)),
        _field("kind"),
    ),
    Codebook(
        _D,
        "composition",
        (
            Linear("centre_x", 0.0, 1.0, 0.05),
            Linear("centre_y", 0.0, 1.0, 0.05),
            Linear("balance", -1.0, 1.0, 0.1),
        ),
        _banded("centre_x", (0.47, "left"), (0.53, "centre"), (_INFINITE, "right")),
    ),
    Codebook(
        _D,
        "graphics",
        tuple(
            Linear(field, 0.0, 1.0, 0.05)
            for field in ("edge_density", "spatial_variance", "busyness")
        ),
        _banded("busyness", (0.1, "plain"), (0.3, "fine"), (_INFINITE, "rich")),
    ),
    Codebook(
        _D,
        "audio_semantic",
        (
            Choice("role", tuple(AudioRole)),
            Linear("tempo_bpm", 0.0, 240.0, 4.0),
            Linear("level_db", -60.0, 0.0, 3.0),
        ),
        _field("role"),
    ),
    Codebook(
        _D,
        "temporal",
        (Linear("duration", 1.0, 600.0, 1.0), Linear("cuts", 0.0, 200.0, 1.0)),
        lambda value: "cut" if float(value["cuts"]) > 0 else "single",
    ),
    Codebook(
        _D,
        "technical",
        (
            Linear("width", 64.0, 3840.0, 2.0),
            Linear("height", 64.0, 2160.0, 2.0),
            Linear("fps", 1.0, 60.0, 1.0),
        ),
        lambda _: "frame",
    ),
    Codebook(_D, "learned_colors", _COLOUR_AXES, colour_family, _colour_value),
)
CODEBOOKS: dict[str, Codebook] = {book.category: book for book in _ALL}
NARRATIVE = ("genre", "mood", "themes", "plots", "settings", "style", "scene_type")
"""Categories whose keys are words, not cells."""
