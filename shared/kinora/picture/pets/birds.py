"""Parrots and ducklings."""

from __future__ import annotations

from random import Random

from kinora.picture.pets.bodies import GROUND, Seat
from kinora.picture.pets.curves import closed, ellipse, limb, spikes, through
from kinora.picture.pets.face import EyeStyle, blush, eyes
from kinora.picture.pets.look import Coat, Eyes, Look, Mouth, Pose
from kinora.picture.pets.pen import Layer, Pen
from kinora.picture.pets.tints import deepen, lift, mix
from kinora.picture.pets.worn import wear

_DARK = "#3a2a20"
PARROTS = (
    Coat("green budgie", "#7cc24a", "#f7e25a", "#3f7d3a", "barred", (_DARK,), "#5b86d6", "#f2a13a",
         ("budgie", "green", "budgerigar", "yellow")),
    Coat("blue budgie", "#5fb0e6", "#f6f6f2", "#3b5f8f", "barred", (_DARK,), "#7a86c8", "#f2b04a",
         ("blue budgie", "blue", "turquoise")),
    Coat("lovebird", "#5db36a", "#f58b4c", "#2f7f7a", "bib", (_DARK,), "#f2d9c2", "#e2543f",
         ("lovebird", "peach", "orange", "pink")),
    Coat("scarlet macaw", "#e0413a", "#f6c544", "#2d6fc4", "macaw", ("#caa23a",), "#3a3338",
         "#4a4046", ("macaw", "red", "scarlet", "parrot red")),
    Coat("cockatiel", "#c3c2c4", "#fbf0b4", "#8b8b92", "crest", (_DARK,), "#b9a9a0", "#b9a9a0",
         ("cockatiel", "grey", "gray", "white", "cockatoo")),
)  # fmt: skip
DUCKLINGS = (
    Coat("yellow", "#fbd75c", "#fff0ae", "#e3a93a", "solid", (_DARK,), "#f08c2e", "#f08c2e",
         ("yellow", "golden", "orange")),
    Coat("mallard", "#e9c765", "#fff0b8", "#6a5232", "mallard", (_DARK,), "#8a6a4a", "#c98a48",
         ("brown", "mallard", "wild", "black")),
    Coat("white", "#fbf6e8", "#fffdf6", "#e6d9bc", "solid", (_DARK,), "#f29a3c", "#f29a3c",
         ("white", "cream")),
    Coat("blue swedish", "#a9b3bf", "#f7f0cf", "#7c8896", "solid", (_DARK,), "#7d8794", "#8b8f98",
         ("grey", "gray", "blue", "silver")),
)  # fmt: skip


def parrot(pen: Pen, look: Look, rng: Random) -> Seat:
    """Draw the parrot; the seat of its head. ``coat.nose`` is its cere, ``coat.ear`` its bill."""
    coat = look.coat
    low = 0.0 if look.pose is Pose.SITTING else 70.0
    seat = Seat(500, 400 + low * 1.7, 1.0, 0.0, (500, 560 + low, 140))
    if low == 0:
        _parrot_tail(pen, coat)
    right = [(500.0, 330.0 + low), (640, 440 + low), (690, 640), (650, 820), (560, 900)]
    left = [(1000 - x, y) for x, y in reversed(right[1:])]
    inside = pen.part(closed([*right, (500.0, 916.0), *left]), coat.base)
    chest = coat.base if coat.pattern in {"barred", "bib"} else mix(coat.base, coat.belly, 0.3)
    pen.soft(500, 720, 150, 190, lift(chest, 0.06), inside=inside, core=0.3)
    for row in range(6):
        for column in range(-3, 4):
            x = 500 + column * 46 + row % 2 * 23
            y = 640 + low * 0.5 + row * 42
            arc = through([(x - 17, y), (x, y + 13), (x + 17, y)])
            pen.line(arc, deepen(chest, 0.07), 4, inside=inside, opacity=0.5)
    _feet(pen, (-62, 62), "#c79a8a" if coat.pattern != "macaw" else "#6b6468", webbed=False)
    for side in (-1, 1):
        _wing(pen, coat, side, low, rng)
    with pen.on(Layer.WORN):
        wear(pen, look, seat)
    with pen.on(Layer.HEAD), pen.at(seat.x, seat.y, seat.scale, look.tilt * 1.5):
        _parrot_head(pen, look)
    return seat


def _parrot_tail(pen: Pen, coat: Coat) -> None:
    for drop, tone in ((-26.0, coat.mark), (0.0, deepen(coat.base, 0.08)), (22.0, coat.mark)):
        spine = [(540.0, 800.0), (640.0, 868.0 + drop * 0.4), (748.0, 902.0 + drop)]
        pen.part(limb(spine, [44, 36, 15]), tone)


def _wing(pen: Pen, coat: Coat, side: int, low: float, rng: Random) -> None:
    with pen.at(500, low, flip=side < 0):
        shape = [(118.0, 500.0), (190, 560), (214, 700), (176, 840), (130, 900 - low * 0.8)]
        shape += [(112, 800), (92, 640)]
        pen.fill(closed([(x - 10, y + 10) for x, y in shape]), deepen(coat.base, 0.25), opacity=0.3)
        tone = {"macaw": coat.base, "crest": coat.base}.get(coat.pattern, coat.base)
        inside = pen.part(closed(shape), deepen(tone, 0.02))
        colours = (coat.belly, coat.mark, coat.mark) if coat.pattern == "macaw" else (
            tone, mix(tone, coat.mark, 0.5), coat.mark)  # fmt: skip
        for row, colour in enumerate(colours):
            for column in range(4):
                x, y = 104 + column * 32, 590 + row * 84 + column * 12
                tip = ellipse(x, y, 24, 62, -6)
                pen.fill(tip, pen.fade(lift(colour, 0.05), deepen(colour, 0.06)), inside=inside)
                edge = deepen(coat.mark, 0.1) if coat.pattern == "barred" else deepen(colour, 0.14)
                rim = through([(x - 23, y + 22), (x - 2, y + 61), (x + 22, y + 22)])
                pen.line(rim, edge, 5, inside=inside, opacity=0.7)
        if coat.pattern == "crest":
            pen.fill(ellipse(100, 690, 22, 170, -6), "#fbfaf6", inside=inside, opacity=0.9)
        pen.soft(180 + rng.uniform(-6, 6), 560, 50, 90, lift(tone, 0.15), inside=inside,
                 opacity=0.4)  # fmt: skip


def _parrot_head(pen: Pen, look: Look) -> None:
    coat = look.coat
    fx, fy = look.gaze[0] * 24, look.gaze[1] * 13
    face = coat.belly if coat.pattern in {"barred", "bib", "crest"} else coat.base
    if coat.pattern == "crest":
        _crest(pen, coat, fx)
    right = [(0.0, -164.0), (88, -142), (156, -60), (164, 40), (138, 116), (70, 160)]
    left = [(-x, y) for x, y in reversed(right[1:])]
    inside = pen.part(closed([*right, (0.0, 172.0), *left]), face)
    _face_marks(pen, coat, face, inside, (fx, fy))
    if coat.pattern != "crest":
        blush(pen, fx, 112, 66 + fy, inside, 0.4)
    eyes(pen, look, 86, -8 + fy, EyeStyle(37, 41, 0.8, 1.03, lash=False), face, fx)
    _hooked_bill(pen, look, fx * 1.4, 42 + fy * 1.3)


def _crest(pen: Pen, coat: Coat, fx: float) -> None:
    """Feathers that stand up."""
    for lean, long in ((-26, 110), (-8, 140), (12, 120)):
        feather = limb([(fx * 0.3 + lean * 0.5, -120.0), (lean + 6, -170), (lean * 2.4 + 20,
                        -140.0 - long)], [17, 15, 4])  # fmt: skip
        pen.part(feather, coat.belly)


def _barred_face(
    pen: Pen, coat: Coat, face: str, inside: str, turn: tuple[float, float]
) -> None:  # fmt: skip
    """A budgie's bars, throat spots and cheek patches."""
    fx, _ = turn
    for row in range(4):
        for side in (-1, 1):
            y = -118 + row * 30
            bar = through([(side * 190, y + 40), (side * 118, y), (side * 70, y - 26)])
            pen.line(bar, mix(coat.mark, face, 0.25), 8, inside=inside, opacity=0.5)
    pen.soft(0, 170, 170, 64, coat.base, inside=inside, opacity=0.85)
    for x in (-74, -30, 30, 74):
        pen.fill(ellipse(fx * 0.6 + x, 128 - abs(x) * 0.12, 11, 11), coat.mark, inside=inside)
    for side in (-1, 1):
        pen.fill(ellipse(fx + side * 84, 102, 26, 15, -20 * side), coat.nose, inside=inside)


def _face_marks(
    pen: Pen, coat: Coat, face: str, inside: str, turn: tuple[float, float]
) -> None:  # fmt: skip
    fx, fy = turn
    if coat.pattern == "barred":
        _barred_face(pen, coat, face, inside, turn)
    elif coat.pattern == "macaw":
        for side in (-1, 1):
            pen.fill(ellipse(fx + side * 92, 14 + fy, 74, 68), "#fbf3ea", inside=inside)
    elif coat.pattern == "crest":
        pen.soft(0, 150, 190, 90, coat.base, inside=inside)
        for side in (-1, 1):
            pen.soft(fx + side * 104, 52 + fy, 42, 38, "#f28a3c", inside=inside, core=0.5)
    elif coat.pattern == "bib":
        pen.soft(0, -160, 190, 90, mix(coat.belly, "#e4503c", 0.6), inside=inside)


def _hooked_bill(pen: Pen, look: Look, x: float, y: float) -> None:
    coat = look.coat
    with pen.on(Layer.TRIM):
        drop = 34.0 if look.mouth is Mouth.OPEN and look.eyes is not Eyes.CLOSED else 0.0
        lower = ellipse(x, y + 52 + drop * 0.7, 26, 20 + drop * 0.35)
        pen.fill(lower, pen.fade(deepen(coat.ear, 0.16), deepen(coat.ear, 0.22)))
        if drop:
            pen.fill(ellipse(x, y + 78, 17, 17), "#7c2f35")
            pen.fill(ellipse(x, y + 84, 11, 9), "#e8808c")
        hook = [(x - 44, y - 14), (x, y - 36), (x + 44, y - 14), (x + 38, y + 26), (x + 10, y + 66)]
        hook += [(x, y + 76), (x - 10, y + 66), (x - 38, y + 26)]
        pen.fill(closed(hook), pen.volume(coat.ear, 1.1))
        pen.soft(x + pen.side * 16, y - 4, 13, 30, "#ffffff", opacity=0.55)
        cere = closed([(x - 42, y - 16), (x, y - 40), (x + 42, y - 16), (x + 20, y - 3),
                       (x, y - 9), (x - 20, y - 3)])  # fmt: skip
        pen.fill(cere, pen.fade(lift(coat.nose, 0.06), coat.nose))
        for side in (-1, 1):
            pen.fill(ellipse(x + side * 15, y - 19, 5, 4), deepen(coat.nose, 0.3))


def _feet(pen: Pen, shifts: tuple[int, int], colour: str, *, webbed: bool) -> None:
    for shift in shifts:
        x = 500 + shift
        if webbed:
            web = [(x - 8, GROUND - 46), (x + 12, GROUND - 46), (x + 58, GROUND + 2)]
            web += [
                (x + 20, GROUND - 3),
                (x, GROUND + 9),
                (x - 22, GROUND - 3),
                (x - 54, GROUND + 2),
            ]
            pen.part(closed([(float(a), float(b)) for a, b in web]), colour)
            continue
        for turn in (-30, 0, 30):
            pen.part(ellipse(x + turn * 0.9, GROUND - 16, 15, 25, -turn * 0.5), colour)


def duckling(pen: Pen, look: Look, rng: Random) -> Seat:
    """Draw the duckling; the seat of its head. ``coat.nose`` is its bill, ``coat.ear`` its feet."""
    coat = look.coat
    low = 0.0 if look.pose is Pose.SITTING else 62.0
    seat = Seat(500, 430 + low * 1.5, 1.22, 0.0, (500, 606 + low, 140))
    if look.pose is Pose.CURLED:
        seat = Seat(450, 640, 1.16, -10.0, (450, 790, 120))
    tail = [(700.0, 760.0 + low), (800, 700 + low), (770, 790 + low), (700, 850)]
    pen.part(closed(tail), coat.base)
    if low == 0:
        for shift in (-72, 72):
            pen.part(limb([(500 + shift, 830.0), (500 + shift, 905.0)], [17, 14]), coat.ear)
        _feet(pen, (-72, 72), coat.ear, webbed=True)
    bottom = GROUND - 44 if low == 0 else GROUND
    right = [(500.0, 520.0 + low), (640, 600 + low), (728, 720 + low * 0.6), (690, bottom - 40)]
    left = [(1000 - x, y) for x, y in reversed(right[1:])]
    inside = pen.part(closed([*right, (500.0, bottom), *left]), coat.base)
    pen.soft(500, 770 + low * 0.5, 150, 120, coat.belly, inside=inside, core=0.35)
    if low:
        _feet(pen, (-80, 80), coat.ear, webbed=True)
    for side in (-1, 1):
        with pen.at(500, low * 0.6, flip=side < 0):
            wing = [(150.0, 640.0), (224, 700), (246, 790), (206, 824), (160, 780)]
            pen.fill(
                closed([(x - 8, y + 10) for x, y in wing]), deepen(coat.base, 0.2), opacity=0.4
            )
            pen.part(closed(wing), mix(coat.base, coat.mark, 0.16))
            for index in range(3):
                line = through([(176 + index * 16, 762 + index * 6), (196 + index * 16, 796)])
                pen.line(line, deepen(coat.base, 0.12), 5, opacity=0.6)
    if coat.pattern == "mallard":
        pen.soft(740, 650 + low, 160, 110, coat.mark, inside=inside, opacity=0.7)
        pen.soft(260, 650 + low, 160, 110, coat.mark, inside=inside, opacity=0.7)
    with pen.on(Layer.WORN):
        wear(pen, look, seat)
    with pen.on(Layer.HEAD), pen.at(seat.x, seat.y, seat.scale, seat.turn + look.tilt * 1.3):
        _duck_head(pen, look, rng)
    return seat


def _duck_head(pen: Pen, look: Look, rng: Random) -> None:
    coat = look.coat
    fx, fy = look.gaze[0] * 22, look.gaze[1] * 12
    for _ in range(5):
        lean = rng.uniform(-34, 34)
        tip = (lean * 1.6, -172 + abs(lean) * 0.5)
        tuft = limb([(lean * 0.3, -116.0), (lean * 0.8, -146), tip], [9, 8, 3])
        pen.part(tuft, coat.base)
    right = [(0.0, -142.0), (82, -122), (142, -46), (152, 40), (116, 108), (58, 138)]
    left = [(-x, y) for x, y in reversed(right[1:])]
    inside = pen.part(closed([*right, (0.0, 146.0), *left]), coat.base)
    pen.fill(spikes(0, 40, (146, 92), (-20, 30), 4, 14), coat.base)
    if coat.pattern == "mallard":
        pen.soft(fx * 0.5, -120, 120, 90, coat.mark, inside=inside, opacity=0.9)
        for side in (-1, 1):
            band = through([(fx + side * 40, -6 + fy), (fx + side * 110, -4 + fy), (side * 170, 6)])
            pen.line(band, coat.mark, 20, inside=inside, opacity=0.6)
    blush(pen, fx, 104, 58 + fy, inside, 0.55)
    eyes(
        pen, look, 76, -10 + fy, EyeStyle(36, 41, 0.86, 1.05, dark=True, lash=False), coat.base, fx
    )
    _flat_bill(pen, look, fx * 1.4, 48 + fy * 1.25)


def _flat_bill(pen: Pen, look: Look, x: float, y: float) -> None:
    colour = look.coat.nose
    with pen.on(Layer.TRIM):
        if look.mouth is Mouth.OPEN and look.eyes is not Eyes.CLOSED:
            pen.fill(
                ellipse(x, y + 30, 44, 30), pen.fade(deepen(colour, 0.12), deepen(colour, 0.2))
            )
            pen.fill(ellipse(x, y + 26, 30, 19), "#d9646a")
        else:
            pen.fill(ellipse(x, y + 18, 46, 20), deepen(colour, 0.13))
        bill = [(x - 30, y - 22), (x, y - 32), (x + 30, y - 22), (x + 62, y + 8), (x + 50, y + 24)]
        bill += [(x, y + 18), (x - 50, y + 24), (x - 62, y + 8)]
        pen.fill(closed(bill), pen.volume(colour, 1.0))
        pen.soft(x + pen.side * 18, y - 10, 26, 12, "#ffffff", opacity=0.6)
        for side in (-1, 1):
            pen.fill(ellipse(x + side * 14, y - 12, 4, 5), deepen(colour, 0.28))
