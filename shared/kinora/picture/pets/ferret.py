"""Ferrets: long and masked."""

from __future__ import annotations

from random import Random

from kinora.picture.pets.bodies import Build, Hung, Seat, draw_body
from kinora.picture.pets.curves import closed, ellipse, limb, mirrored
from kinora.picture.pets.face import EyeStyle, blush, eyes, mouth, nose, whiskers
from kinora.picture.pets.look import Coat, Look, Pose
from kinora.picture.pets.pen import Pen
from kinora.picture.pets.tints import mix
from kinora.picture.pets.worn import wear

_DARK, _RUBY = "#4a2f26", "#8a3a42"
COATS = (
    Coat("sable", "#b79a78", "#f8ecd9", "#54402f", "mask", (_DARK,), "#c98d86", "#e7cbb8",
         ("sable", "brown")),
    Coat("champagne", "#dcbd92", "#fdf2de", "#a67c52", "mask", (_DARK,), "#d99a93", "#f0d3c2",
         ("champagne", "golden", "cream", "orange", "ginger")),
    Coat("white", "#fbf5ea", "#fffdf7", "#ecdfca", "solid", (_RUBY, _DARK), "#e5a1a1", "#f3cfc8",
         ("white", "albino")),
    Coat("silver", "#b5b3b4", "#f3f0ec", "#5d5a60", "mask", (_DARK,), "#c9949a", "#dcc8c6",
         ("silver", "grey", "gray", "black")),
)  # fmt: skip
_HEAD = ((0.0, -112.0), (74, -106), (126, -62), (150, 4), (138, 60), (96, 106), (52, 136),
         (0.0, 146.0))  # fmt: skip


def draw(pen: Pen, look: Look, rng: Random) -> Seat:
    """Draw the ferret; the seat of its head."""
    coat = look.coat
    masked = coat.pattern == "mask"
    build = Build(hips=176, shoulders=112, shoulder_y=430, head=1.06, head_y=330, paw=44, leg=38,
                  feet=coat.mark if masked else "", low_head=70, bulk=0.92)  # fmt: skip
    bend = rng.uniform(-30, 30)

    def head(seat: Seat) -> None:
        with pen.at(seat.x, seat.y, seat.scale, seat.turn + look.tilt * 1.3):
            _head(pen, look)

    def tail(_pen: Pen, pose: Pose) -> None:
        spine: list[tuple[float, float]] = {
            Pose.SITTING: [(600.0, 890.0), (710.0, 900.0), (800.0, 860.0), (850.0, 780.0 + bend)],
            Pose.LOAF: [(680.0, 890.0), (780.0, 905.0), (870.0, 880.0), (920.0, 820.0 + bend)],
            Pose.LYING: [(850.0, 890.0), (930.0, 890.0), (980.0, 830.0), (985.0, 750.0 + bend)],
            Pose.CURLED: [(800.0, 860.0), (700.0, 910.0), (560.0, 912.0), (430.0, 900.0)],
        }[pose]
        pen.part(limb(spine, [38, 48, 42, 20]), coat.mark if masked else coat.base)

    def marks(_pen: Pen, inside: str) -> None:
        if masked:
            pen.soft(760, 900, 240, 150, coat.mark, inside=inside, opacity=0.55)
            pen.soft(330, 910, 150, 110, coat.mark, inside=inside, opacity=0.4)

    hung = Hung(head, tail, lambda seat: wear(pen, look, seat), marks)
    return draw_body(pen, look.pose, build, coat, hung)


def _head(pen: Pen, look: Look) -> None:
    coat = look.coat
    fx, fy = look.gaze[0] * 20, look.gaze[1] * 12
    for side in (-1, 1):
        with pen.at(side * 106 - fx * 0.4, -82, 1.0, side * 26):
            pen.part(ellipse(0, 0, 46, 50), mix(coat.belly, coat.base, 0.4))
            pen.part(ellipse(0, 10, 30, 34), coat.ear)
    inside = pen.part(mirrored(_HEAD), coat.belly)
    pen.soft(0, -120, 130, 80, coat.base, inside=inside, opacity=0.8)
    if coat.pattern == "mask":
        for side in (-1, 1):
            mask = [(fx + side * 16, -20.0 + fy), (fx + side * 60, -56 + fy)]
            mask += [(side * 128 + fx, -36 + fy), (side * 150 + fx, 16 + fy)]
            mask += [(side * 118 + fx, 46 + fy), (fx + side * 60, 40 + fy)]
            pen.fill(closed(mask), coat.mark, inside=inside, blur=9, opacity=0.92)
        pen.soft(fx, 12 + fy, 34, 60, coat.mark, inside=inside, opacity=0.5)
    for side in (-1, 1):
        pen.fill(ellipse(fx * 1.25 + side * 26, 84 + fy, 38, 31),
                 pen.volume(coat.belly, 0.6), inside=inside)  # fmt: skip
    blush(pen, fx, 100, 70 + fy, inside, 0.4)
    eyes(pen, look, 70, 0 + fy, EyeStyle(36, 40, 0.84, 1.04, dark=True, lash=False), coat.mark, fx)
    nose(pen, fx * 1.4, 56 + fy * 1.2, 23, coat.nose)
    mouth(pen, look, fx * 1.35, 70 + fy * 1.2, 30, 13)
    whiskers(pen, fx * 1.2, 84 + fy, 50, 104, "#fffaf0")
