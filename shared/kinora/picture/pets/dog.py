"""Dogs: with hanging ears or with pricked ones."""

from __future__ import annotations

from random import Random

from kinora.picture.pets.bodies import Build, Hung, Seat, draw_body
from kinora.picture.pets.curves import closed, ellipse, limb, mirrored, spikes
from kinora.picture.pets.face import EyeStyle, blush, eyes, mouth, nose
from kinora.picture.pets.look import Coat, Look, Pose
from kinora.picture.pets.pen import Pen
from kinora.picture.pets.tints import deepen, lift, mix
from kinora.picture.pets.worn import wear

_BROWN, _HAZEL, _BLUE = "#6b3f22", "#9a6a2f", "#6fa8dc"
_DARK_NOSE = "#3a2b2b"
COATS = (
    Coat("golden", "#e6b06a", "#fae3bd", "#c98a45", "solid", (_BROWN,), _DARK_NOSE, "#c98a45",
         ("golden", "retriever", "labrador", "yellow")),
    Coat("corgi", "#e39a50", "#fffaf0", "#fffaf0", "blaze pricked", (_BROWN,), _DARK_NOSE,
         "#f0b8ac", ("corgi", "shiba", "red", "orange")),
    Coat("beagle", "#fbf3e6", "#fffaf2", "#a9653a", "saddle", (_BROWN, _HAZEL), _DARK_NOSE,
         "#8f5330", ("beagle", "tricolour", "tricolor", "hound", "spotted")),
    Coat("chocolate", "#7d5238", "#a97e5c", "#5e3b27", "solid", (_HAZEL,), "#5a3a30", "#5e3b27",
         ("chocolate", "brown", "cocoa")),
    Coat("black and tan", "#3d3838", "#c98e54", "#c98e54", "tan", (_BROWN,), "#221c1e", "#2f2a2b",
         ("black", "dachshund", "rottweiler")),
    Coat("cream", "#f7e7cd", "#fff8ea", "#e9cfa6", "fluffy", (_BROWN,), _DARK_NOSE, "#ecd0a5",
         ("cream", "white", "poodle", "maltese", "bichon", "samoyed")),
    Coat("husky", "#7f8793", "#fbfbfa", "#fbfbfa", "blaze pricked", (_BLUE,), _DARK_NOSE,
         "#dcb6b2", ("husky", "grey", "gray", "malamute", "wolf")),
)  # fmt: skip
_HEAD = ((0.0, -158.0), (80, -142), (146, -86), (166, -8), (160, 64), (122, 122), (66, 152),
         (0.0, 162.0))  # fmt: skip


def draw(pen: Pen, look: Look, rng: Random) -> Seat:
    """Draw the dog; the seat of its head."""
    coat = look.coat
    feet = {"blaze pricked": coat.belly, "saddle": coat.base, "tan": coat.mark}
    build = Build(hips=230, shoulders=158, head=1.2, paw=60, leg=52,
                  feet=feet.get(coat.pattern, ""))  # fmt: skip

    def head(seat: Seat) -> None:
        with pen.at(seat.x, seat.y, seat.scale, seat.turn + look.tilt * 1.4):
            _head(pen, look, rng)

    def tail(_pen: Pen, pose: Pose) -> None:
        _tail(pen, coat, pose)

    def marks(_pen: Pen, inside: str) -> None:
        _marks(pen, coat, look.pose, inside)

    hung = Hung(head, tail, lambda seat: wear(pen, look, seat), marks)
    return draw_body(pen, look.pose, build, coat, hung)


def _tail(pen: Pen, coat: Coat, pose: Pose) -> None:
    spine: list[tuple[float, float]] = {
        Pose.SITTING: [(640.0, 860.0), (745.0, 830.0), (800.0, 740.0), (790.0, 650.0)],
        Pose.LOAF: [(700.0, 860.0), (800.0, 850.0), (850.0, 790.0), (850.0, 720.0)],
        Pose.LYING: [(850.0, 850.0), (925.0, 825.0), (965.0, 745.0), (955.0, 660.0)],
        Pose.CURLED: [(780.0, 870.0), (700.0, 905.0), (590.0, 905.0), (500.0, 895.0)],
    }[pose]
    inside = pen.part(limb(spine, [40, 46, 40, 22]), coat.base)
    x, y = spine[-1]
    if coat.pattern in {"saddle", "blaze pricked"}:
        pen.soft(x, y, 70, 70, coat.belly, inside=inside, core=0.6)


def _marks(pen: Pen, coat: Coat, pose: Pose, inside: str) -> None:
    if coat.pattern == "saddle":
        spots: list[tuple[float, float, float, float]] = {
            Pose.SITTING: [(310.0, 720.0, 120.0, 190.0), (700.0, 760.0, 130.0, 170.0)],
            Pose.LOAF: [(280.0, 720.0, 120.0, 170.0), (740.0, 700.0, 140.0, 150.0)],
            Pose.LYING: [(650.0, 640.0, 190.0, 120.0), (880.0, 760.0, 110.0, 120.0)],
            Pose.CURLED: [(600.0, 650.0, 210.0, 140.0), (800.0, 790.0, 110.0, 110.0)],
        }[pose]
        for (x, y, wide, high), tone in zip(spots, (coat.mark, "#4a3b36"), strict=True):
            pen.fill(ellipse(x, y, wide, high), tone, inside=inside)


def _head(pen: Pen, look: Look, rng: Random) -> None:
    coat = look.coat
    fx, fy = look.gaze[0] * 22, look.gaze[1] * 13
    pricked = "pricked" in coat.pattern
    if pricked:
        for side in (-1, 1):
            _pricked_ear(pen, coat, side, -fx * 0.4)
    if coat.pattern == "fluffy":
        pen.fill(spikes(0, -92, (92, 66), (190, 350), 9, 34, 0.1), lift(coat.base, 0.02))
    inside = pen.part(mirrored(_HEAD), coat.base)
    _face_marks(pen, coat, inside, fx, fy, rng)
    light = coat.belly if coat.pattern != "tan" else coat.mark
    muzzle = closed([(fx, 20 + fy), (fx + 66, 46 + fy), (fx + 92, 96 + fy), (fx + 58, 142 + fy),
                     (fx, 152 + fy), (fx - 58, 142 + fy), (fx - 92, 96 + fy),
                     (fx - 66, 46 + fy)])  # fmt: skip
    pen.soft(fx, 100 + fy, 122, 84, deepen(coat.base, 0.1), inside=inside, opacity=0.5)
    pen.fill(muzzle, pen.volume(light, 0.7), inside=inside)
    blush(pen, fx, 112, 74 + fy, inside, 0.28)
    _brows(pen, coat, inside, fx, fy)
    eyes(pen, look, 72, -8 + fy, EyeStyle(42, 47, 0.74, 1.06), coat.base, fx)
    nose(pen, fx * 1.4, 62 + fy * 1.2, 33, coat.nose)
    mouth(pen, look, fx * 1.4, 82 + fy * 1.2, 42, 18)
    if not pricked:
        for side in (-1, 1):
            _hanging_ear(pen, coat, side, -fx * 0.5)


def _brows(pen: Pen, coat: Coat, inside: str, fx: float, fy: float) -> None:
    tone = coat.mark if coat.pattern == "tan" else lift(coat.base, 0.1)
    for side in (-1, 1):
        brow = ellipse(fx + side * 64, -76 + fy, 22, 12, side * 14)
        pen.fill(brow, tone, inside=inside, opacity=0.85)


def _hanging_ear(pen: Pen, coat: Coat, side: int, shift: float) -> None:
    tone = coat.mark if coat.pattern == "saddle" else coat.ear
    with pen.at(shift, 0, flip=side < 0):
        shade = [(96.0, -112.0), (150, -98), (206, 0), (204, 96), (152, 128), (128, 40), (116, -50)]
        pen.fill(closed([(x - 6, y + 12) for x, y in shade]), deepen(coat.base, 0.2), opacity=0.35)
        inside = pen.part(closed(shade), tone)
        pen.soft(168, 90, 40, 62, deepen(tone, 0.1), opacity=0.5, inside=inside)
        if coat.pattern == "fluffy":
            pen.fill(spikes(168, 84, (38, 42), (20, 165), 7, 26), tone)


def _pricked_ear(pen: Pen, coat: Coat, side: int, shift: float) -> None:
    with pen.at(shift, 0, flip=side < 0):
        outer = [(48.0, -112.0), (94, -206), (128, -250), (154, -228), (172, -130), (164, -30)]
        pen.part(closed([*outer, (100, -50)]), coat.base)
        inner = [(84.0, -120.0), (110, -190), (130, -214), (142, -196), (152, -122), (140, -70)]
        pen.part(closed(inner), mix(coat.ear, coat.base, 0.15))


def _face_marks(pen: Pen, coat: Coat, inside: str, fx: float, fy: float, rng: Random) -> None:
    if coat.pattern == "blaze pricked":
        blaze = [(fx, -150.0), (fx + 24, -60 + fy), (fx + 46, 20 + fy), (fx + 130, 70), (120, 170)]
        blaze += [(-120, 170), (fx - 130, 70), (fx - 46, 20 + fy), (fx - 24, -60 + fy)]
        pen.fill(closed(blaze), pen.volume(coat.mark, 0.5), inside=inside)
    elif coat.pattern == "saddle":
        for side in (-1, 1):
            patch = closed([(side * 34.0, -150.0), (side * 44.0, -50.0), (side * 52.0, 30.0),
                            (side * 110.0, 80.0), (side * 200.0, 70.0),
                            (side * 190.0, -140.0)])  # fmt: skip
            tone = coat.mark if side < 0 or rng.random() < 0.7 else "#4a3b36"
            pen.fill(patch, pen.volume(tone, 0.6), inside=inside)
    elif coat.pattern == "tan":
        pen.soft(fx, 110 + fy, 150, 96, coat.mark, inside=inside, core=0.5)
