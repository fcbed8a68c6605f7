"""From measures to observations: quantise, count, name, break down."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from kinora.colour.scalar import oklab_from_hex
from kinora.model.features import Features, MotionMeasure
from kinora.model.narrative import Told
from kinora.model.observation import Observation, Registry
from kinora.registry.codebooks import CODEBOOKS, Codebook
from kinora.registry.depth import colour_depth

Measure = Mapping[str, float | int | str]


class CellNamer(Protocol):
    """Names a cell; see :func:`kinora.language.names.cell_name`."""

    def __call__(self, registry: str, category: str, family: str, index: int) -> str: ...


class NarrativeNamer(Protocol):
    """Names a narrative value; see :func:`kinora.language.names.narrative_name`."""

    def __call__(self, category: str, value: str) -> str: ...


def observe(
    features: Features,
    told: Sequence[Told],
    name_cell: CellNamer,
    name_narrative: NarrativeNamer,
) -> tuple[Observation, ...]:
    """All observations of one video, each cell once with its count, in a fixed order."""
    cells: Counter[tuple[str, tuple[int, ...]]] = Counter()
    for category, measure in _measures(features):
        cells[category, CODEBOOKS[category].quantise(measure)] += 1
    measured = [
        _observation(CODEBOOKS[category], cell, count, name_cell)
        for (category, cell), count in sorted(cells.items())
    ]
    return (*measured, *(_told(item, name_narrative) for item in told))


def _observation(
    book: Codebook, cell: tuple[int, ...], count: int, name_cell: CellNamer
) -> Observation:
    value = book.centre(cell)
    family = book.family(value)
    colour = value.get("colour")
    return Observation(
        registry=book.registry,
        category=book.category,
        key=book.key(cell),
        name=name_cell(book.registry, book.category, family, book.index(cell)),
        value=value,
        depth=colour_depth(str(colour)) if colour else {family: 1.0},
        count=count,
    )


def _told(told: Told, name_narrative: NarrativeNamer) -> Observation:
    return Observation(
        registry=Registry.NARRATIVE,
        category=told.category,
        key=told.value,
        name=name_narrative(told.category, told.value),
        value={"text": told.value},
        depth=told.origins,
        count=1,
    )


def _measures(features: Features) -> Iterator[tuple[str, Measure]]:
    """Every measured value with its category, per frame, per window and for the whole."""
    for frame in features.frames:
        yield "static_colors", _lab(frame.colour.dominant)
        sound = frame.sound
        yield (
            "static_sound",
            {
                "kind": sound.kind,
                "level_db": decibels(sound.amplitude),
                "centroid_hz": sound.centroid_hz,
                "flatness": sound.flatness,
            },
        )
    fps = features.video.fps
    for window in features.windows:
        yield "motion", _motion(window.motion)
        yield "time", {"duration": window.duration, "fps": fps}
        yield "camera", window.camera.model_dump()
        yield "lighting", window.light.model_dump()
        yield "gradient", window.gradient.model_dump()
        yield "composition", window.composition.model_dump()
        yield "graphics", window.graphics.model_dump()
        audio = window.audio
        level = decibels(audio.level)
        yield (
            "audio_semantic",
            {"role": audio.role, "tempo_bpm": audio.tempo_bpm, "level_db": level},
        )
    whole, video = features.whole, features.video
    yield "learned_colors", _lab(whole.colour.dominant)
    yield "learned_motion", _motion(whole.motion)
    yield "temporal", {"duration": video.duration_seconds, "cuts": len(whole.cuts)}
    yield "technical", {"width": video.width, "height": video.height, "fps": fps}


def decibels(amplitude: float) -> float:
    """Relative to full scale, not below -60."""
    return max(20.0 * math.log10(max(amplitude, 1e-6)), -60.0)


def _lab(colour: str) -> Measure:
    lab = oklab_from_hex(colour)
    return {"l": lab.lightness, "a": lab.a, "b": lab.b}


def _motion(motion: MotionMeasure) -> Measure:
    return motion.model_dump(exclude={"std"})
