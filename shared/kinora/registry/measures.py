"""From features to flat measures: what falls into which codebook, and how often."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator

from kinora.colour.scalar import oklab_from_hex
from kinora.model.features import (
    AudioMeasure,
    Features,
    FrameMeasure,
    MotionMeasure,
    TransitionMeasure,
    VideoFacts,
    WholeMeasure,
    WindowMeasure,
)
from kinora.model.narrative import Narrative, Told
from kinora.model.taxonomy import CameraKind
from kinora.registry.blends import BLENDS, COLOURS, NONE, TOLD
from kinora.registry.codebook import Cell, Codebook, Measure
from kinora.registry.codebooks import CODEBOOKS
from kinora.registry.sound_books import NO_MOOD
from kinora.registry.swatches import swatch

_LEAST_SHARE = 0.1
"""Of the picture, that a colour must hold to count in a blend."""
_QUIETEST_DB = -60.0
_CAMERA_GROUPS = {
    "static": "static", "zoom": "zooming", "dolly": "zooming", "roll": "rolling",
    "orbit": "rolling", "handheld": "handheld",
}  # fmt: skip


def cells(features: Features, told: Iterable[Told]) -> Iterator[tuple[Codebook, Cell]]:
    """Every cell of the video, as often as it was seen.

    Colours and sounds count once a frame, what is measured over time once a window, transitions
    once each, and learned colours, learned motion, form and blends once a video.
    """
    for category, measure in _measured(features):
        book = CODEBOOKS[category]
        yield book, book.quantise(measure)
    yield from _learned_colours(features.whole)
    for domain, measure in _blended(features, told):
        book = BLENDS[domain]
        yield book, book.quantise(measure)


def decibels(amplitude: float) -> float:
    """Relative to full scale, not below -60."""
    return max(20.0 * math.log10(max(amplitude, 1e-6)), _QUIETEST_DB)


def _measured(features: Features) -> Iterator[tuple[str, Measure]]:
    for frame in features.frames:
        yield from _of_frame(frame)
    for window in features.windows:
        yield from _of_window(window, features.video.fps)
    for transition in features.whole.transitions:
        yield "transition", {"kind": transition.kind, "duration": transition.duration}
    yield "learned_motion", _motion(features.whole.motion)
    yield "technical", _form(features.video)


def _of_frame(frame: FrameMeasure) -> Iterator[tuple[str, Measure]]:
    yield "static_colors", _lab(frame.colour.dominant)
    sound = frame.sound
    yield (
        "static_sound",
        {
            "kind": sound.kind,
            "level_db": decibels(sound.amplitude),
            "centroid_hz": sound.centroid_hz,
            "flatness": sound.flatness,
            "harmonicity": sound.harmonicity,
        },
    )


def _of_window(window: WindowMeasure, fps: float) -> Iterator[tuple[str, Measure]]:
    yield "motion", _motion(window.motion)
    yield "time", {"duration": window.duration, "fps": fps}
    yield "camera", window.camera.model_dump()
    yield "lighting", window.light.model_dump()
    yield "gradient", window.gradient.model_dump()
    yield "composition", window.composition.model_dump()
    yield "graphics", window.graphics.model_dump()
    yield "audio_semantic", _audio(window.audio)
    yield "temporal", window.temporal.model_dump()
    yield "depth", window.depth.model_dump()


def _learned_colours(whole: WholeMeasure) -> Iterator[tuple[Codebook, Cell]]:
    """The colours that lasted, each cell once."""
    book = CODEBOOKS["learned_colors"]
    lasting = (whole.colour.dominant, *(item.colour for item in whole.palette))
    for cell in dict.fromkeys(book.quantise(_lab(colour)) for colour in lasting):
        yield book, cell


def _blended(features: Features, told: Iterable[Told]) -> Iterator[tuple[str, Measure]]:
    """One measure for each domain."""
    whole, form, told = features.whole, _form(features.video), tuple(told)
    story, swatches = _origins(told), _swatches(whole)
    camera = whole.camera.model_dump()
    yield "colour", swatches
    yield "motion", _motion(whole.motion)
    yield "lighting", whole.light.model_dump()
    yield "composition", whole.composition.model_dump()
    yield "graphics", whole.graphics.model_dump()
    yield "temporal", whole.temporal.model_dump()
    yield "technical", form
    yield "gradient", whole.gradient.model_dump()
    yield "camera", camera
    yield "transition", _changes(whole.transitions)
    yield "audio", _audio(whole.audio)
    yield "narrative", story
    yield (
        "full",
        {
            "first": int(swatches["first"]) - 1,
            "level": whole.motion.level,
            "camera": camera_group(whole.camera.kind),
            "mood": _audio(whole.audio)["mood"],
            Narrative.SETTINGS: story[Narrative.SETTINGS],
        },
    )


def _swatches(whole: WholeMeasure) -> Measure:
    """The first swatch by share, then two others in the order of their numbers; 0 for none."""
    shares: dict[int, float] = {}
    for item in whole.palette:
        if item.share >= _LEAST_SHARE:
            number = 1 + swatch(item.colour)
            shares[number] = shares.get(number, 0.0) + item.share
    ranked = sorted(shares, key=lambda number: (-shares[number], number))
    first, *others = ranked or [1 + swatch(whole.colour.dominant)]
    second, third = sorted([*others[:2], 0, 0][:2])
    return dict(zip(COLOURS, (first, second, third), strict=True))


def camera_group(kind: CameraKind) -> str:
    """Cameras by what one sees: standing, travelling any way, zooming, rolling, shaking."""
    return _CAMERA_GROUPS.get(kind.partition("_")[0], "travelling")


def _changes(transitions: tuple[TransitionMeasure, ...]) -> Measure:
    """The commonest kind (of equally common ones the first), its mean length, and how many."""
    if not transitions:
        return {"kind": NONE, "duration": 0.0, "number": 0}
    kinds = Counter(transition.kind for transition in transitions)
    kind, number = kinds.most_common(1)[0]
    lengths = [item.duration for item in transitions if item.kind == kind]
    return {"kind": kind, "duration": math.fsum(lengths) / number, "number": number}


def _origins(told: tuple[Told, ...]) -> Measure:
    """The strongest origin of each category, the first of equally strong ones by name."""
    strongest: dict[str, str] = dict.fromkeys(TOLD, NONE)
    for category in TOLD:
        totals: dict[str, float] = {}
        for item in told:
            if item.category == category:
                for origin, share in item.origins.items():
                    totals[origin] = totals.get(origin, 0.0) + share
        if totals:
            strongest[category] = min(
                totals, key=lambda origin: (-round(totals[origin], 6), origin)
            )
    return strongest


def _lab(colour: str) -> Measure:
    lab = oklab_from_hex(colour)
    return {"l": lab.lightness, "a": lab.a, "b": lab.b}


def _motion(motion: MotionMeasure) -> Measure:
    return motion.model_dump(exclude={"std"})


def _audio(audio: AudioMeasure) -> Measure:
    return {
        "role": audio.role,
        "mood": audio.mood or NO_MOOD,
        "tempo_bpm": audio.tempo_bpm,
        "presence": audio.presence,
    }


def _form(video: VideoFacts) -> Measure:
    return {
        "side": min(video.width, video.height),
        "aspect": video.width / video.height,
        "fps": video.fps,
    }
