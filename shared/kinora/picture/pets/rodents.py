"""Hamsters and guinea pigs: round, small-eared, dark-eyed."""

from __future__ import annotations

from random import Random

from kinora.picture.pets.bodies import GROUND, Build, Hung, Seat, draw_body, paw
from kinora.picture.pets.curves import closed, ellipse, mirrored, spikes, through
from kinora.picture.pets.face import EyeStyle, blush, eyes, mouth, nose, whiskers
from kinora.picture.pets.look import Coat, Look, Pose
from kinora.picture.pets.pen import Layer, Pen
from kinora.picture.pets.tints import deepen, lift, lightness, mix
from kinora.picture.pets.worn import wear

_BLACK, _RUBY = "#3a2a28", "#7a3038"
HAMSTERS = (
    Coat("golden", "#e2a45e", "#fff6e6", "#b97636", "cheeks", (_BLACK,),
         words=("golden", "orange", "syrian", "ginger", "brown")),
    Coat("grey", "#a7a5a8", "#fbf9f6", "#6d6a70", "stripe", (_BLACK,),
         words=("grey", "gray", "dwarf", "winter white", "silver", "black")),
    Coat("cream", "#f3ddb8", "#fffaf0", "#dcbb88", "cheeks", (_BLACK, _RUBY),
         words=("cream", "beige", "blond", "yellow")),
    Coat("white", "#faf4ec", "#fffdfa", "#e8dccf", "solid", (_RUBY, _BLACK), words=("white",)),
    Coat("cinnamon", "#c7804f", "#fdebd6", "#9a5a30", "cheeks", (_BLACK,),
         words=("cinnamon", "red", "rust")),
)  # fmt: skip
GUINEA_PIGS = (
    Coat("tricolour", "#fbf3e7", "#fffaf2", "#c47f42", "patches", (_BLACK,), "#e0959a", "#c99a86",
         ("tricolour", "tricolor", "patched", "calico", "white")),
    Coat("golden", "#d99a55", "#f5d5a4", "#a86c30", "crest", (_BLACK,), "#d08a86", "#b98a72",
         ("golden", "orange", "ginger", "red")),
    Coat("chocolate", "#7b5641", "#a98468", "#573a2b", "solid", (_BLACK,), "#8a5f56", "#6f4c3f",
         ("chocolate", "brown")),
    Coat("silver", "#aeb0b5", "#eceae8", "#6e7077", "crest", (_BLACK,), "#d79aa0", "#a18d92",
         ("silver", "grey", "gray")),
    Coat("black and cream", "#45403f", "#f4e2c4", "#f4e2c4", "blaze", (_BLACK,), "#c98b8a",
         "#6b5a59", ("black", "cream")),
)  # fmt: skip
_ROUND = ((0.0, -134.0), (80, -118), (142, -60), (172, 16), (178, 78), (128, 138), (62, 152),
          (0.0, 154.0))  # fmt: skip
_LONG = ((0.0, -134.0), (74, -120), (132, -64), (150, 6), (154, 76), (124, 132), (66, 158),
         (0.0, 164.0))  # fmt: skip


def hamster(pen: Pen, look: Look, rng: Random) -> Seat:
    """Draw the hamster; the seat of its head."""
    coat = look.coat

    def head(seat: Seat) -> None:
        with pen.at(seat.x, seat.y, seat.scale, seat.turn + look.tilt):
            _hamster_head(pen, look)

    def marks(_pen: Pen, inside: str) -> None:
        if coat.pattern == "stripe" and look.pose is not Pose.SITTING:
            x = 330 if look.pose is Pose.LYING else 500
            pen.soft(x + 200, 560, 260, 46, coat.mark, inside=inside)

    build = Build(head=1.28, paw=38, leg=34, low_head=42, bulk=0.86, feet="#f3b9a8")
    hung = Hung(head, _no_tail, lambda seat: wear(pen, look, seat), marks)
    if look.pose is Pose.SITTING:
        return _upright(pen, look, hung, rng)
    return draw_body(pen, look.pose, build, coat, hung)


def guinea_pig(pen: Pen, look: Look, rng: Random) -> Seat:
    """Draw the guinea pig; the seat of its head."""
    coat = look.coat

    def head(seat: Seat) -> None:
        with pen.at(seat.x, seat.y, seat.scale, seat.turn + look.tilt * 0.6):
            _guinea_head(pen, look)

    def marks(_pen: Pen, inside: str) -> None:
        if coat.pattern == "patches":
            far = rng.uniform(-20, 20)
            pen.fill(ellipse(640 + far, 660, 120, 210, 12), coat.mark, inside=inside)
            pen.fill(ellipse(820 + far, 760, 120, 210, 12), "#4b3b36", inside=inside)
            pen.fill(ellipse(270 + far, 800, 80, 130, 12), "#4b3b36", inside=inside)
        elif coat.pattern == "blaze":
            pen.fill(ellipse(690, 760, 96, 260, 10), coat.belly, inside=inside)

    build = Build(hips=250, shoulders=190, shoulder_y=560, head=1.22, head_y=500, paw=38, leg=34,
                  low_head=44, bulk=1.0, feet="#e9b1a2")  # fmt: skip
    hung = Hung(head, _no_tail, lambda seat: wear(pen, look, seat), marks)
    return draw_body(pen, look.pose, build, coat, hung)


def _no_tail(_pen: Pen, _pose: Pose) -> None:
    """Too small a tail to be seen."""


def _upright(pen: Pen, look: Look, hung: Hung, rng: Random) -> Seat:
    """A round hamster on its hind feet, its hands before its chest."""
    coat = look.coat
    seat = Seat(500, 560, 1.3, 0.0, (500, 745, 150))
    right = [(500.0, 560.0), (640, 600), (716, 720), (726, 830), (650, 912), (500.0, GROUND - 4)]
    left = [(1000 - x, y) for x, y in reversed(right[1:-1])]
    inside = pen.part(closed([*right, *left]), coat.base)
    hung.marks(pen, inside)
    pen.soft(500, 840, 170, 150, coat.belly, inside=inside, core=0.7)
    pen.soft(500, 740, 220, 70, deepen(coat.base, 0.3), inside=inside, opacity=0.45)
    for side in (-1, 1):
        paw(pen, 500 + side * 118, GROUND + 4, 52, "#f3b9a8")
    with pen.on(Layer.WORN):
        hung.worn(seat)
    with pen.on(Layer.HEAD):
        hung.head(seat)
        held = rng.random() < 0.5
        if held and look.worn is None:
            _seed(pen, 500, 806)
        for side in (-1, 1):
            arm = ellipse(500 + side * 62, 796, 34, 42, side * 38)
            pen.fill(ellipse(500 + side * 64, 804, 38, 46, side * 38), deepen(coat.belly, 0.2),
                     opacity=0.35)  # fmt: skip
            pen.part(arm, mix(coat.base, coat.belly, 0.35))
            pen.part(ellipse(500 + side * 36, 808, 19, 17, side * 20), "#f3b9a8")
    return seat


def _seed(pen: Pen, x: float, y: float) -> None:
    """A sunflower seed."""
    shape = closed(
        [(x, y - 52), (x + 24, y + 2), (x + 12, y + 34), (x - 12, y + 34), (x - 24, y + 2)]
    )
    inside = pen.part(shape, "#4a4038")
    for shift in (-10, 0, 10):
        line = through([(x + shift * 0.3, y - 48), (x + shift, y), (x + shift * 0.7, y + 34)])
        pen.line(line, "#e8dcc6", 3.4, inside=inside, opacity=0.8)


def _small_ear(pen: Pen, coat: Coat, side: int, shift: float, x: float, size: float) -> None:
    with pen.at(side * x + shift, -106, 1.0, side * 24):
        pen.part(ellipse(0, 0, size, size * 1.08), mix(coat.base, coat.mark, 0.35))
        pen.part(ellipse(0, 8, size * 0.66, size * 0.74), coat.ear)


def _hamster_head(pen: Pen, look: Look) -> None:
    coat = look.coat
    fx, fy = look.gaze[0] * 20, look.gaze[1] * 12
    for side in (-1, 1):
        _small_ear(pen, coat, side, -fx * 0.4, 112, 46)
    for side in (-1, 1):
        first = -4.0 if side > 0 else 124.0
        pen.fill(spikes(side * 92, 78, (84, 62), (first, first + 60), 5, 18, 0.15), coat.belly)
    inside = pen.part(mirrored(_ROUND), coat.base)
    light = coat.belly
    for side in (-1, 1):
        pen.soft(fx * 0.8 + side * 104, 88 + fy, 96, 84, light, inside=inside, core=0.6)
    pen.soft(fx, 92 + fy, 110, 88, light, inside=inside, core=0.5)
    blaze = closed([(fx, -60.0), (fx + 24, 20), (fx + 50, 80), (fx - 50, 80), (fx - 24, 20)])
    pen.fill(blaze, light, inside=inside, blur=8, opacity=0.9)
    if coat.pattern == "stripe":
        pen.soft(fx * 0.6, -110, 30, 96, coat.mark, inside=inside, core=0.3)
    blush(pen, fx, 118, 74 + fy, inside, 0.6)
    eyes(pen, look, 80, -2 + fy, EyeStyle(37, 41, 0.86, 1.04, dark=True, lash=False), coat.base, fx)
    nose(pen, fx * 1.3, 48 + fy * 1.2, 17, coat.nose)
    mouth(pen, look, fx * 1.3, 58 + fy * 1.2, 24, 12)
    whiskers(pen, fx * 1.2, 66 + fy, 44, 96, "#fffaf0" if lightness(coat.base) < 0.8 else "#b9a48f")


def _guinea_head(pen: Pen, look: Look) -> None:
    coat = look.coat
    fx, fy = look.gaze[0] * 20, look.gaze[1] * 12
    for side in (-1, 1):
        with pen.at(-fx * 0.4, 0, flip=side < 0):
            ear = [(96.0, -104.0), (150, -112), (186, -66), (178, -18), (140, -28)]
            pen.part(closed(ear), mix(coat.ear, coat.base, 0.2))
            inner = [(122.0, -86.0), (150, -92), (170, -62), (164, -38), (140, -46)]
            pen.fill(closed(inner), deepen(coat.ear, 0.05), opacity=0.8)
    inside = pen.part(mirrored(_LONG), coat.base)
    if coat.pattern == "patches":
        pen.fill(closed([(14.0, -150.0), (30, -40), (60, 60), (200, 90), (200, -140)]),
                 pen.volume(coat.mark, 0.6), inside=inside)  # fmt: skip
        pen.fill(closed([(-40.0, -150.0), (-36, -40), (-70, 50), (-200, 60), (-200, -140)]),
                 pen.volume("#4b3b36", 0.6), inside=inside)  # fmt: skip
    elif coat.pattern == "blaze":
        blaze = [(fx, -150.0), (fx + 26, -30), (fx + 84, 90), (fx + 60, 190), (fx - 60, 190)]
        pen.fill(closed([*blaze, (fx - 84, 90), (fx - 26, -30)]), coat.belly, inside=inside)
    pen.soft(fx, 100 + fy, 96, 76, coat.belly, inside=inside, core=0.45, opacity=0.95)
    blush(pen, fx, 104, 72 + fy, inside, 0.4)
    eyes(pen, look, 84, -4 + fy, EyeStyle(36, 40, 0.86, 1.04, dark=True, lash=False), coat.base, fx)
    nose(pen, fx * 1.3, 70 + fy * 1.2, 22, coat.nose)
    mouth(pen, look, fx * 1.3, 84 + fy * 1.2, 26, 14)
    whiskers(
        pen, fx * 1.2, 96 + fy, 50, 100, "#fffaf0" if lightness(coat.base) < 0.8 else "#b9a48f"
    )
    if coat.pattern == "crest":
        tone = lift(coat.belly, 0.02)
        for long, lean in ((58, -0.1), (40, 0.2)):
            pen.fill(spikes(fx * 0.5, -112, (34, 26), (150, 390), 9, long, lean), tone)
            tone = mix(tone, coat.base, 0.35)
