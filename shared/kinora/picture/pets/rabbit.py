"""Rabbits: long ears up, or lopped."""

from __future__ import annotations

from random import Random

from kinora.picture.pets.bodies import Build, Hung, Seat, draw_body
from kinora.picture.pets.curves import closed, ellipse, limb, mirrored, spikes
from kinora.picture.pets.face import EyeStyle, blush, eyes, mouth, nose, whiskers
from kinora.picture.pets.look import Coat, Eyes, Look, Pose
from kinora.picture.pets.pen import Pen
from kinora.picture.pets.tints import deepen, lift, lightness, mix
from kinora.picture.pets.worn import wear

_DARK, _HAZEL, _BLUE = "#5a3524", "#8a5a34", "#6a9fd0"
COATS = (
    Coat("white", "#fbf5ee", "#fffdfa", "#eadfd3", "solid", (_BLUE, _DARK),
         words=("white", "snow-white")),
    Coat("sandy", "#dcb183", "#fff1dc", "#b98a5c", "solid", (_DARK,),
         words=("brown", "sandy", "fawn", "wild", "golden", "orange", "ginger")),
    Coat("grey lop", "#9d9a9d", "#eeebe8", "#7c787c", "lop", (_DARK,),
         words=("grey", "gray", "lop", "silver", "blue")),
    Coat("dutch", "#4a4346", "#fdf8f2", "#fdf8f2", "dutch", (_DARK,), "#d58f93", "#a9797a",
         ("dutch", "black and white", "black")),
    Coat("spotted", "#fbf4ea", "#fffaf3", "#8f6747", "spots", (_HAZEL, _DARK),
         words=("spotted", "patched", "harlequin")),
    Coat("cream lop", "#f1dcbb", "#fff7e8", "#d8b98c", "lop", (_DARK,),
         words=("cream", "beige", "peach")),
)  # fmt: skip
_HEAD = ((0.0, -128.0), (66, -122), (116, -78), (140, -14), (162, 56), (138, 120), (76, 148),
         (0.0, 154.0))  # fmt: skip


def draw(pen: Pen, look: Look, rng: Random) -> Seat:
    """Draw the rabbit; the seat of its head."""
    coat = look.coat
    feet = coat.belly if coat.pattern == "dutch" else ""
    build = Build(hips=232, shoulders=140, shoulder_y=570, head=1.14, head_y=470, paw=46, leg=40,
                  feet=feet, low_head=26, bulk=0.9)  # fmt: skip

    def head(seat: Seat) -> None:
        with pen.at(seat.x, seat.y, seat.scale, seat.turn + look.tilt):
            _head(pen, look, rng)

    def tail(_pen: Pen, pose: Pose) -> None:
        at: tuple[float, float] = {
            Pose.SITTING: (728.0, 850.0), Pose.LOAF: (745.0, 840.0), Pose.LYING: (880.0, 820.0),
            Pose.CURLED: (815.0, 850.0),
        }[pose]  # fmt: skip
        tone = lift(coat.belly, 0.02)
        pen.fill(spikes(*at, (44, 44), (0, 360), 16, 20), deepen(tone, 0.05))
        pen.part(ellipse(*at, 50, 50), tone)

    def marks(_pen: Pen, inside: str) -> None:
        _marks(pen, coat, look.pose, inside)

    hung = Hung(head, tail, lambda seat: wear(pen, look, seat), marks)
    return draw_body(pen, look.pose, build, coat, hung)


def _marks(pen: Pen, coat: Coat, pose: Pose, inside: str) -> None:
    if coat.pattern == "spots":
        for x, y, size in ((330, 760, 60), (690, 700, 74), (640, 850, 44), (560, 640, 40)):
            pen.fill(ellipse(x, y, size, size * 0.86, 20), coat.mark, inside=inside)
    elif coat.pattern == "dutch":
        x, wide = {
            Pose.SITTING: (500, 250), Pose.LOAF: (500, 260), Pose.LYING: (330, 210),
            Pose.CURLED: (330, 230),
        }[pose]  # fmt: skip
        pen.soft(x, 600, wide, 190, coat.belly, inside=inside, core=0.8)


def _head(pen: Pen, look: Look, rng: Random) -> None:
    coat = look.coat
    fx, fy = look.gaze[0] * 20, look.gaze[1] * 12
    lop = coat.pattern == "lop"
    fallen = rng.choice((0.0, 0.0, 26.0)) + (22.0 if look.eyes is Eyes.CLOSED else 0.0)
    if not lop:
        for side in (-1, 1):
            extra = fallen if side > 0 or look.eyes is Eyes.CLOSED else 0.0
            _ear(pen, coat, side, -fx * 0.4, 9 + extra)
    for side in (-1, 1):
        first = -6.0 if side > 0 else 126.0
        pen.fill(spikes(side * 70, 76, (82, 58), (first, first + 60), 4, 22, 0.15), coat.base)
    inside = pen.part(mirrored(_HEAD), coat.base)
    if coat.pattern == "dutch":
        blaze = closed([(fx, -140.0), (fx + 16, -60), (fx + 60, 30 + fy), (fx + 80, 170),
                        (fx - 80, 170), (fx - 60, 30 + fy), (fx - 16, -60)])  # fmt: skip
        pen.fill(blaze, pen.volume(coat.belly, 0.5), inside=inside)
    elif coat.pattern == "spots":
        pen.fill(ellipse(-96, -10, 66, 74), coat.mark, inside=inside)
        pen.fill(ellipse(104, -74, 44, 40), coat.mark, inside=inside)
    if lop:
        for side in (-1, 1):
            _lop_ear(pen, coat, side, -fx * 0.4)
    pen.soft(fx, 92 + fy, 104, 64, coat.belly, inside=inside, core=0.4, opacity=0.95)
    for side in (-1, 1):
        pen.fill(ellipse(fx * 1.2 + side * 27, 92 + fy, 38, 31), pen.volume(coat.belly, 0.5),
                 inside=inside)  # fmt: skip
    blush(pen, fx, 108, 66 + fy, inside, 0.5)
    eyes(pen, look, 86, -4 + fy, EyeStyle(40, 47, 0.8, 1.06, dark=True), coat.base, fx)
    nose(pen, fx * 1.3, 66 + fy * 1.2, 19, coat.nose)
    mouth(pen, look, fx * 1.3, 78 + fy * 1.2, 26, 13)
    _teeth(pen, look, fx * 1.3, 90 + fy * 1.2)
    pale = "#fffaf0" if lightness(coat.base) < 0.82 else "#b9a48f"
    whiskers(pen, fx * 1.2, 96 + fy, 52, 128, pale)


def _teeth(pen: Pen, look: Look, x: float, y: float) -> None:
    if look.eyes is Eyes.OPEN:
        pen.fill(f"M{x - 10:.1f} {y:.1f}h20v11q0 6 -5 6h-10q-5 0 -5 -6z", "#fffdf6")
        pen.line(f"M{x:.1f} {y:.1f}v15", "#cbb9a6", 2.5)


def _ear(pen: Pen, coat: Coat, side: int, shift: float, lean: float) -> None:
    with pen.at(side * 52 + shift, -96, 1.0, side * lean):
        outer = [
            (-34.0, 30.0),
            (-52, -90),
            (-44, -210),
            (-8, -276),
            (30, -214),
            (46, -90),
            (34, 30),
        ]
        pen.part(closed(outer), coat.base)
        inner = [(-16.0, 8.0), (-30, -90), (-25, -196), (-6, -238), (16, -196), (26, -90), (16, 8)]
        pen.part(closed(inner), mix(coat.ear, coat.base, 0.12))
        pen.soft(0, 0, 44, 90, deepen(coat.ear, 0.12), opacity=0.35)


def _lop_ear(pen: Pen, coat: Coat, side: int, shift: float) -> None:
    with pen.at(shift, 0, flip=side < 0):
        ear = limb([(66.0, -110.0), (132, -92), (172, 10), (174, 130)], [34, 46, 50, 42])
        pen.fill(ear, deepen(coat.base, 0.18), opacity=0.4, blur=7)
        inside = pen.part(ear, mix(coat.base, coat.mark, 0.7))
        pen.soft(178, 110, 24, 80, mix(coat.ear, coat.base, 0.3), inside=inside, opacity=0.8)
