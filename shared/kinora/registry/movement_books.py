"""Codebooks of what changes: motion, camera, time, pacing, transitions, and the file's form."""

from __future__ import annotations

from kinora.model.features import Direction, Rhythm, Trend
from kinora.model.observation import Registry, Value
from kinora.model.taxonomy import CameraKind, TransitionKind
from kinora.registry.axes import Bands, Choice, Linear, Logarithmic
from kinora.registry.codebook import Cell, Codebook
from kinora.registry.families import INFINITE, banded, camera_family, field_family

_D = Registry.DYNAMIC
CAMERAS = tuple(CameraKind)
SLOWEST_SHAKE = 0.01
"""Frame widths a second: a steadier hand is not seen."""

_LEVEL = Logarithmic("level", 0.004, 1.024, 2)
_TRENDS, _DIRECTIONS, _RHYTHMS = tuple(Trend), tuple(Direction), tuple(Rhythm)
_STILL: Cell = (
    0,
    _TRENDS.index(Trend.STEADY),
    _DIRECTIONS.index(Direction.NONE),
    _RHYTHMS.index(Rhythm.STILL),
)
MOTION_BANDS = banded(
    "level", (0.004, "still"), (0.03, "gentle"), (0.15, "lively"), (INFINITE, "rushing")
)


def _settled_motion(cell: Cell) -> Cell:
    """What stands still has no trend, direction or rhythm."""
    return _STILL if cell[0] == 0 or cell[3] == _STILL[3] else cell


def motions(category: str) -> Codebook:
    """A codebook of motion."""
    return Codebook(
        _D,
        category,
        "Speed is judged by ratio: two steps to a doubling, from what stands still (0.004 frame "
        "widths a second) to a frame width a second and more.",
        (
            _LEVEL,
            Choice("trend", _TRENDS),
            Choice("direction", _DIRECTIONS),
            Choice("rhythm", _RHYTHMS),
        ),
        MOTION_BANDS,
        settle=_settled_motion,
    )


_SPEED = Logarithmic("speed", 0.006, 0.768, 2)
_STATIC, _HANDHELD = CAMERAS.index(CameraKind.STATIC), CAMERAS.index(CameraKind.HANDHELD)


def settled_camera(cell: Cell) -> Cell:
    """A camera that stands has no speed, and one that moves has some."""
    kind, speed = cell
    return (kind, 0 if kind == _STATIC else max(speed, 1))


def _possible_camera(cell: Cell) -> bool:
    kind, speed = cell
    return kind != _HANDHELD or speed >= _SPEED.cell(SLOWEST_SHAKE)


_DURATION, _RATE = Linear("duration", 0.1, 1.0, 0.1), Linear("fps", 1.0, 60.0, 1.0)


def _possible_time(cell: Cell) -> bool:
    """A window lasts at least as long as one of its frames."""
    _, longest = _DURATION.bounds(cell[0])
    fastest = INFINITE if cell[1] == _RATE.cells - 1 else _RATE.centre(cell[1]) + 0.5
    return longest > 1 / fastest


_CUT = tuple(TransitionKind).index(TransitionKind.CUT)


def settled_transition(cell: Cell) -> Cell:
    """A cut takes no time, the others do."""
    kind, duration = cell
    return (kind, 0 if kind == _CUT else max(duration, 1))


_PACING = Logarithmic("pacing", 0.02, 2.56, 1)
_FROM_ONE = _PACING.cell(1.0)


def _settled_temporal(cell: Cell) -> Cell:
    """Each shot that begins exchanges the whole picture; without one, motion alone does."""
    pacing, cuts, length = cell
    if cuts == 0:
        return (min(pacing, _FROM_ONE), 0, length)
    return (max(pacing, _FROM_ONE) if cuts == 1 else _PACING.cells - 1, cuts, length)


_SIDE = Bands(
    "side",
    (120.0, 200.0, 310.0, 420.0, 600.0, 900.0, 1260.0, 1800.0),
    (90.0, 144.0, 256.0, 360.0, 512.0, 720.0, 1080.0, 1440.0, 2160.0),
)
_ASPECT = Bands(
    "aspect",
    (0.5, 0.65, 0.9, 1.12, 1.42, 1.65, 2.0),
    (0.4286, 0.5625, 0.75, 1.0, 1.3333, 1.5, 1.7778, 2.3333),
)
_FRAME_RATE = Bands(
    "fps",
    (10.0, 13.5, 18.0, 24.5, 27.5, 40.0, 55.0),
    (8.0, 12.0, 15.0, 24.0, 25.0, 30.0, 50.0, 60.0),
)


def frame_size(_: Cell, value: Value) -> Value:
    """Width and height (even) of the shorter side and the aspect."""
    side, aspect = float(value["side"]), float(value["aspect"])
    longer = 2 * round(side * max(aspect, 1 / aspect) / 2)
    width, height = (longer, int(side)) if aspect >= 1 else (int(side), longer)
    return {"width": width, "height": height, "fps": value["fps"]}


def _shape_family(value: Value) -> str:
    width, height = int(value["width"]), int(value["height"])
    if width == height:
        return "square"
    return "wide" if width > height else "upright"


MOTION, LEARNED_MOTION = motions("motion"), motions("learned_motion")
CAMERA = Codebook(
    _D,
    "camera",
    "Speed by ratio, two steps to a doubling, from the slowest move that is seen to stand out "
    "(0.006 frame widths a second); a camera that stands has no speed.",
    (Choice("kind", CAMERAS), _SPEED),
    camera_family,
    settle=settled_camera,
    possible=_possible_camera,
)
TIME = Codebook(
    _D,
    "time",
    "Frame rates are told apart singly; a window is a second, and what is left at the end is kept "
    "to a tenth.",
    (_DURATION, _RATE),
    banded("fps", (16.0, "stepped"), (27.0, "film"), (INFINITE, "fluid")),
    possible=_possible_time,
)
TEMPORAL = Codebook(
    _D,
    "temporal",
    "Pacing and the length of shots are felt by ratio: one step to a doubling; shots that begin "
    "in a second are counted up to four.",
    (
        _PACING,
        Linear("cuts", 0.0, 4.0, 1.0),
        Logarithmic("shot_seconds", 0.25, 64.0, 1),
    ),
    banded("pacing", (0.04, "standing"), (0.3, "slow"), (1.2, "brisk"), (INFINITE, "rapid")),
    settle=_settled_temporal,
)
TECHNICAL = Codebook(
    _D,
    "technical",
    "The usual sizes, shapes and rates of video, each with what is nearest to it: a file of any "
    "size belongs to one of them.",
    (_SIDE, _ASPECT, _FRAME_RATE),
    _shape_family,
    frame_size,
)
TRANSITION = Codebook(
    _D,
    "transition",
    "Durations by ratio, two steps to a doubling, from a tenth of a second; a cut has none.",
    (Choice("kind", tuple(TransitionKind)), Logarithmic("duration", 0.1, 6.4, 2)),
    field_family("kind"),
    settle=settled_transition,
)
