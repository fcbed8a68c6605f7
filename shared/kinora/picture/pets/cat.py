"""Cats."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from kinora.picture.pets.bodies import Build, Hung, Seat, draw_body
from kinora.picture.pets.curves import closed, ellipse, limb, mirrored, spikes, through
from kinora.picture.pets.face import EyeStyle, blush, eyes, mouth, nose, whiskers
from kinora.picture.pets.look import Coat, Look, Pose
from kinora.picture.pets.pen import Pen
from kinora.picture.pets.tints import lift, lightness, mix
from kinora.picture.pets.worn import wear

_GREEN, _AMBER, _BLUE, _COPPER = "#6fb04a", "#e0a32e", "#5aa6e0", "#c9772a"
COATS = (
    Coat("ginger tabby", "#ee9a4d", "#fff0dc", "#c5672a", "tabby", (_GREEN, _AMBER, _COPPER),
         words=("ginger", "orange", "marmalade", "red tabby")),
    Coat("grey tabby", "#a4a09d", "#f4f0ea", "#5d5a5c", "tabby", (_GREEN, _AMBER),
         "#c9817c", words=("grey tabby", "gray tabby", "silver tabby", "tabby", "striped")),
    Coat("brown tabby", "#b08a63", "#f6e8d3", "#5f452f", "tabby", (_GREEN, _AMBER),
         words=("brown tabby", "brown")),
    Coat("tuxedo", "#3a3a42", "#fbf7f1", "#fbf7f1", "tuxedo", (_GREEN, _AMBER), "#e39aa0",
         "#8d6d70", ("tuxedo", "black and white")),
    Coat("black", "#3b3740", "#4a4550", "#2a272e", "solid", (_AMBER, _GREEN), "#4d4046",
         "#7b5f68", ("black",)),
    Coat("white", "#fbf3ea", "#fffdf8", "#efe0d0", "solid", (_BLUE, _GREEN),
         words=("white", "snow-white")),
    Coat("calico", "#fbf1e4", "#fffaf2", "#df8c43", "calico", (_GREEN, _AMBER),
         words=("calico", "tortoiseshell", "tricolour", "tricolor")),
    Coat("siamese", "#f1dfc6", "#fbf2e2", "#5b443c", "points", (_BLUE,), "#5d4743", "#8a6a62",
         ("siamese", "colourpoint", "cream")),
    Coat("blue", "#8d99a8", "#a8b2bf", "#6f7a8a", "solid", (_COPPER, _AMBER), "#6c6a78", "#b79aa4",
         ("grey", "gray", "blue cat", "russian blue", "british shorthair", "silver")),
)  # fmt: skip
_HEAD = ((0.0, -152.0), (68, -145), (128, -110), (176, -40), (186, 22), (160, 88), (98, 134),
         (0.0, 150.0))  # fmt: skip


def draw(pen: Pen, look: Look, rng: Random) -> Seat:
    """Draw the cat; the seat of its head."""
    coat = look.coat
    feet = coat.belly if coat.pattern in {"tuxedo", "calico", "tabby"} else ""
    feet = coat.mark if coat.pattern == "points" else feet
    build = Build(feet=feet)

    def head(seat: Seat) -> None:
        with pen.at(seat.x, seat.y, seat.scale, seat.turn + look.tilt):
            _head(pen, look, rng)

    def tail(_pen: Pen, pose: Pose) -> None:
        _tail(pen, coat, pose)

    def marks(_pen: Pen, inside: str) -> None:
        _marks(pen, coat, look.pose, inside)

    hung = Hung(head, tail, lambda seat: wear(pen, look, seat), marks)
    return draw_body(pen, look.pose, build, coat, hung)


def _tail(pen: Pen, coat: Coat, pose: Pose) -> None:
    spine = {
        Pose.SITTING: [(610, 880), (735, 890), (800, 800), (770, 690), (815, 610)],
        Pose.LOAF: [(690, 880), (800, 895), (815, 915), (700, 922), (600, 915)],
        Pose.LYING: [(850, 880), (950, 860), (985, 760), (940, 680), (965, 610)],
        Pose.CURLED: [(800, 850), (770, 910), (640, 920), (500, 905), (400, 905)],
    }[pose]
    widths = [42.0, 44.0, 43.0, 40.0, 33.0]
    shape = limb([(float(x), float(y)) for x, y in spine], widths)
    colour = coat.mark if coat.pattern == "points" else coat.base
    inside = pen.part(shape, colour)
    x, y = spine[-1]
    if coat.pattern == "tabby":
        for (x0, y0), (x1, y1) in pairwise(spine[1:]):
            for share in (0.15, 0.6):
                at = (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share)
                dx, dy = (y1 - y0) * 0.6, (x0 - x1) * 0.6
                ring = through([(at[0] - dx, at[1] - dy), at, (at[0] + dx, at[1] + dy)])
                pen.line(ring, coat.mark, 20, inside=inside, opacity=0.75)
        pen.soft(x, y, 62, 62, coat.mark, inside=inside, core=0.4)
    elif coat.pattern == "calico":
        pen.soft(x, y, 150, 130, "#4b3d3a", inside=inside, core=0.7)
    elif coat.pattern == "tuxedo":
        pen.soft(x, y, 64, 64, coat.belly, inside=inside, core=0.7)


def _marks(pen: Pen, coat: Coat, pose: Pose, inside: str) -> None:
    if coat.pattern == "tabby":
        _stripes(pen, coat, pose, inside)
    elif coat.pattern == "calico":
        spots = {
            Pose.SITTING: [(345, 690, 120, 150), (690, 800, 130, 130)],
            Pose.LOAF: [(290, 740, 120, 140), (735, 700, 150, 120)],
            Pose.LYING: [(610, 650, 150, 110), (850, 720, 150, 130)],
            Pose.CURLED: [(560, 640, 170, 100), (790, 790, 120, 130)],
        }[pose]
        for (x, y, wide, high), colour in zip(spots, (coat.mark, "#4b3d3a"), strict=True):
            pen.fill(ellipse(x, y, wide, high, 20), colour, inside=inside)
    elif coat.pattern == "points":
        for x in (250, 750):
            pen.soft(x, 900, 150, 90, coat.mark, opacity=0.5, inside=inside)


def _stripes(pen: Pen, coat: Coat, pose: Pose, inside: str) -> None:
    """Dark bands over back and flanks that thin out towards the belly."""
    if pose is Pose.SITTING:
        for side in (-1, 1):
            for index in range(4):
                y = 640 + index * 66
                out = 150 + index * 28
                band = limb(
                    [(500 + side * (out + 40), y - 26), (500 + side * (out - 20), y),
                     (500 + side * (out - 70), y + 26)], [17, 14, 4],
                )  # fmt: skip
                pen.fill(band, coat.mark, inside=inside, opacity=0.8)
        return
    left, right, top = {
        Pose.LOAF: (250, 750, 560), Pose.LYING: (520, 880, 560), Pose.CURLED: (370, 840, 540),
    }[pose]  # fmt: skip
    for index in range(6):
        x = left + (right - left) * index / 5
        lean = (x - (left + right) / 2) * 0.16
        band = limb([(x, top - 20), (x + lean, top + 120), (x + lean * 1.6, top + 215)],
                    [21, 17, 4])  # fmt: skip
        pen.fill(band, coat.mark, inside=inside, opacity=0.75)


def _head(pen: Pen, look: Look, rng: Random) -> None:
    coat = look.coat
    fx, fy = look.gaze[0] * 20, look.gaze[1] * 12
    dark = coat.mark if coat.pattern == "points" else coat.base
    for side in (-1, 1):
        _ear(pen, coat, side, -fx * 0.45, dark)
    for side in (-1, 1):
        first = -18.0 if side > 0 else 138.0
        pen.fill(spikes(side * 92, 52, (86, 74), (first, first + 60), 4, 24, 0.2), dark)
    if coat.pattern == "points":
        dark = coat.base
    outline = mirrored(_HEAD)
    inside = pen.part(outline, dark)
    _mask(pen, coat, inside, fx, fy, rng)
    light = coat.belly if lightness(coat.belly) > 0.5 else lift(coat.base, 0.04)
    if coat.pattern == "points":
        light = coat.mark
    pen.soft(fx, 88 + fy, 108, 74, light, inside=inside, core=0.55)
    for side in (-1, 1):
        pen.fill(ellipse(fx * 1.25 + side * 33, 90 + fy, 46, 35), pen.volume(light, 0.5),
                 inside=inside)  # fmt: skip
    blush(pen, fx, 124, 76 + fy, inside, 0.34)
    style = EyeStyle(48, 52, 0.62, 1.2)
    eyes(pen, look, 84, 14 + fy, style, coat.base, fx)
    nose(pen, fx * 1.35, 62 + fy * 1.2, 21, coat.nose)
    mouth(pen, look, fx * 1.35, 76 + fy * 1.2, 34, 14)
    pale = "#fffaf0" if lightness(coat.base) < 0.85 else "#b9a48f"
    whiskers(pen, fx * 1.2, 94 + fy, 62, 158, pale)


def _ear(pen: Pen, coat: Coat, side: int, shift: float, colour: str) -> None:
    with pen.at(shift, 0, flip=side < 0):
        outer = [(58.0, -112.0), (104, -188), (150, -238), (170, -226), (180, -150), (172, -40)]
        pen.part(closed([*outer, (110, -50)]), colour)
        inner = [(92.0, -118.0), (120, -172), (150, -208), (160, -196), (164, -130), (156, -70)]
        clip = pen.part(closed([*inner, (116, -80)]), mix(coat.ear, colour, 0.12))
        for index in range(4):
            root = (104.0 + index * 12, -62.0)
            hair = [root, (root[0] + 12, -105 - index * 6), (root[0] + 20, -142 - index * 8)]
            pen.line(through(hair), lift(coat.belly, 0.0), 7, inside=clip, opacity=0.7)


def _mask(pen: Pen, coat: Coat, inside: str, fx: float, fy: float, rng: Random) -> None:
    if coat.pattern == "tabby":
        for x, long in ((-44, 58), (0, 74), (44, 58)):
            band = limb([(x * 1.15 + fx * 0.7, -150), (x + fx, -118), (x * 0.7 + fx, -150 + long)],
                        [15, 13, 4])  # fmt: skip
            pen.fill(band, coat.mark, inside=inside, opacity=0.85)
        for side in (-1, 1):
            for y in (34, 66):
                band = limb([(side * 190, y - 4), (side * 158, y), (side * 132, y + 4 + fy)],
                            [10, 9, 3])  # fmt: skip
                pen.fill(band, coat.mark, inside=inside, opacity=0.75)
            brow = through([(fx + side * 60, -48 + fy), (fx + side * 92, -58 + fy)])
            pen.line(brow, lift(coat.base, 0.12), 12, inside=inside, opacity=0.6)
    elif coat.pattern == "tuxedo":
        blaze = [(fx, -70.0 + fy), (fx + 26, 10 + fy), (fx + 96, 70), (fx + 100, 150), (0, 170)]
        blaze += [(fx - 100, 150), (fx - 96, 70), (fx - 26, 10 + fy)]
        pen.fill(closed(blaze), pen.volume(coat.belly, 0.5), inside=inside)
    elif coat.pattern == "calico":
        side = rng.choice((-1, 1))
        pen.fill(ellipse(side * 130, -70, 120, 130, side * 24), coat.mark, inside=inside)
        pen.fill(ellipse(-side * 140, -110, 96, 96), "#4b3d3a", inside=inside)
    elif coat.pattern == "points":
        pen.soft(fx, 56 + fy, 150, 130, coat.mark, inside=inside, opacity=0.95, core=0.3)
