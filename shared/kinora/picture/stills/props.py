"""Small things that stand about: each is drawn 100 units high above its foot at (0, 0)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from kinora.picture.pets.curves import closed, ellipse, limb, through
from kinora.picture.pets.pen import Layer, Pen
from kinora.picture.pets.tints import deepen, lift, mix
from kinora.picture.stills import keepsakes
from kinora.picture.stills.growth import blossom

Draw = Callable[[Pen, str, Random], None]


@dataclass(frozen=True)
class Prop:
    """A thing; ``box`` is left, top, width and height of what moves, in its own units."""

    draw: Draw
    stuff: str = ""
    """What could move in it, as ``kinora.model.region.Stuff`` says; empty: nothing."""
    box: tuple[float, float, float, float] = (-50.0, -100.0, 100.0, 100.0)
    glow: str = ""
    """Colour of the light that it sheds."""
    flame: float = -78.0
    """Height that the light comes from."""
    tall: bool = False
    """Too tall to stand before a pet."""
    size: float = 1.0
    """Against the room that its spot has."""


def _pot(pen: Pen, colour: str, wide: float = 34.0, high: float = 40.0) -> None:
    pen.soft(0, 0, wide * 1.5, 9, "#1a0f0a", opacity=0.4)
    body = [
        (-wide, -high + 6),
        (wide, -high + 6),
        (wide * 0.72, -2.0),
        (0, 3),
        (-wide * 0.72, -2.0),
    ]
    pen.fill(closed(body), pen.volume(colour))
    rim = ellipse(0, -high + 4, wide * 1.08, 7)
    pen.fill(rim, lift(colour, 0.05))
    pen.fill(ellipse(0, -high + 3, wide * 0.9, 5), "#3b2a22")


def _leaf(pen: Pen, spine: list[tuple[float, float]], wide: float, colour: str) -> None:
    pen.part(limb(spine, [2, wide, wide * 0.8, 1]), colour)
    pen.line(through(spine), lift(colour, 0.1), 1.2, opacity=0.6)


def plant(pen: Pen, colour: str, rng: Random) -> None:
    """A pot with arching leaves."""
    leaves = 9
    for index in range(leaves):
        lean = (index / (leaves - 1) - 0.5) * 2 + rng.uniform(-0.1, 0.1)
        tall = 64 - abs(lean) * 20 + rng.uniform(-5, 5)
        spine = [(lean * 6, -38.0), (lean * 22, -38 - tall * 0.6), (lean * 42, -38 - tall * 0.94)]
        spine.append((lean * 60, -38 - tall * (0.98 - abs(lean) * 0.25)))
        green = mix("#4f8a42", "#2f6a45", rng.random())
        _leaf(pen, spine, 7.5, lift(green, 0.05 * rng.random()))
    _pot(pen, colour)


def flowers(pen: Pen, colour: str, rng: Random) -> None:
    """A vase of blossoms."""
    for index in range(7):
        lean = (index / 6 - 0.5) * 2
        x, y = lean * 36 + rng.uniform(-4, 4), -82 + abs(lean) * 15 + rng.uniform(-8, 5)
        pen.line(through([(lean * 5, -36.0), (x * 0.7, (y - 36) / 2), (x, y)]), "#4c7d45", 2.6)
        _leaf(pen, [(lean * 4, -40.0), (x * 0.5 + 6, -52.0), (x * 0.7 + 12, -58), (x + 15, -60)], 4,
              "#5d9150")  # fmt: skip
        blossom(pen, x, y, 12, mix(colour, "#fff2e8", 0.25 * (index % 3)))
    pen.soft(0, 0, 34, 7, "#1a0f0a", opacity=0.4)
    vase = [(-13.0, -46.0), (13, -46), (24, -24), (20, -3), (0, 2), (-20, -3), (-24, -24)]
    pen.fill(closed(vase), pen.volume("#dfe9ea"))
    pen.soft(-9 if pen.side < 0 else 9, -26, 5, 14, "#ffffff", opacity=0.9)


def lamp(pen: Pen, colour: str, _rng: Random) -> None:
    """A table lamp that is lit."""
    pen.soft(0, 0, 32, 7, "#1a0f0a", opacity=0.4)
    pen.fill(ellipse(0, -4, 20, 6), pen.volume("#8a6a4a"))
    pen.fill(closed([(-3.0, -52.0), (3, -52), (8, -30), (4, -6), (-4, -6), (-8, -30)]),
             pen.volume("#a3805a"))  # fmt: skip
    shade = "M-22 -98L22 -98L38 -50Q0 -42 -38 -50Z"
    with pen.on(Layer.GLINT):
        pen.fill(shade, pen.radial((0, "#fff6d8"), (0.6, mix(colour, "#ffe6b0", 0.8)),
                 (1, mix(colour, "#f0b868", 0.45)), y=0.75))  # fmt: skip
        pen.fill(ellipse(0, -98, 22, 3), "#fff8e2")
        pen.soft(0, -70, 92, 80, "#ffdf9c", opacity=0.22)


def mug(pen: Pen, colour: str, rng: Random) -> None:
    """A mug with rising steam."""
    pen.soft(4, 0, 36, 7, "#1a0f0a", opacity=0.4)
    pen.line("M22 -34C44 -38 44 -10 20 -12", deepen(colour, 0.04), 6.5)
    pen.fill("M-25 -44L25 -44L22 -6Q0 4 -22 -6Z", pen.volume(colour))
    pen.fill(ellipse(0, -44, 25, 6), lift(colour, 0.09))
    pen.fill(ellipse(0, -43.5, 21, 4.4), "#7a4a2c")
    for x in (-9, 3, 11):
        sway = rng.uniform(-5, 5)
        wisp = through([(x, -50.0), (x + 6 + sway, -64), (x - 5, -80), (x + 5 + sway, -98)])
        pen.line(wisp, "#ffffff", 5, opacity=0.4, blur=2.4)


def bowl(pen: Pen, colour: str, _rng: Random) -> None:
    """A bowl of water."""
    pen.soft(0, -2, 66, 12, "#1a0f0a", opacity=0.45)
    pen.fill("M-50 -38L50 -38L58 -6Q0 8 -58 -6Z", pen.volume(colour))
    pen.fill(ellipse(0, -38, 50, 13), lift(colour, 0.08))
    pen.fill(ellipse(0, -37, 44, 10), pen.fade("#5e9fc0", "#a8d8ea"))
    pen.fill(ellipse(-12, -39, 16, 3), "#ffffff", opacity=0.8)
    pen.line("M-24 -33Q0 -29 26 -34", "#ffffff", 1.4, opacity=0.7)
    pen.fill(_bone(0, -16, 13), lift(colour, 0.3))


def _bone(x: float, y: float, size: float) -> str:
    knob = size * 0.34
    ends = ((-1, -1), (-1, 1), (1, -1), (1, 1))
    round_ends = "".join(
        ellipse(x + a * size * 0.8, y + b * knob * 0.7, knob, knob) for a, b in ends
    )
    high = knob * 0.7
    left = x - size * 0.8
    return (
        f"{round_ends}M{left:.1f} {y - high:.1f}h{size * 1.6:.1f}v{2 * high:.1f}h{-size * 1.6:.1f}z"
    )


def yarn(pen: Pen, colour: str, rng: Random) -> None:
    """A ball of wool with a loose end."""
    pen.soft(0, -3, 48, 10, "#1a0f0a", opacity=0.45)
    tail = [(30.0, -8.0), (62, -3), (84, -14), (110, -4)]
    pen.line(through(tail), deepen(colour, 0.05), 4)
    inside = pen.part(ellipse(0, -38, 40, 39), colour)
    for turn in (-50, -20, 10, 42, 75):
        for shift in (-24, -12, 0, 12, 24):
            with pen.at(0, -38, 1.0, turn + rng.uniform(-6, 6)):
                loop = f"M-38 {shift}Q0 {shift - 16} 38 {shift}"
                tone = lift(colour, 0.08) if shift % 24 else deepen(colour, 0.08)
                if abs(shift) + abs(turn) < 70:
                    pen.line(loop, tone, 3, opacity=0.6)
    pen.soft(pen.side * 16, -56, 18, 14, "#ffffff", opacity=0.4, inside=inside)


def ball(pen: Pen, colour: str, _rng: Random) -> None:
    """A striped ball."""
    pen.soft(0, -3, 50, 10, "#1a0f0a", opacity=0.45)
    shape = ellipse(0, -40, 42, 42)
    inside = pen.part(shape, colour)
    pen.fill("M-60 -58Q0 -34 60 -58L60 -38Q0 -14 -60 -38Z", "#fff6e6", inside=inside, opacity=0.92)
    pen.soft(-pen.side * 24, -16, 50, 40, "#2a1410", opacity=0.35, inside=inside)
    pen.soft(pen.side * 16, -60, 15, 11, "#ffffff", opacity=0.8, inside=inside)


def books(pen: Pen, colour: str, rng: Random) -> None:
    """A little stack of books."""
    pen.soft(0, 0, 68, 9, "#1a0f0a", opacity=0.45)
    y = 0.0
    tones = (colour, mix(colour, "#2f5d6b", 0.7), mix(colour, "#e2b65a", 0.75), "#8b4a4a")
    for tone in tones[: rng.choice((3, 4))]:
        thick, wide = rng.uniform(15, 20), rng.uniform(46, 58)
        x = rng.uniform(-5, 5)
        pen.fill(f"M{x - wide} {y - thick}h{2 * wide}q4 {thick / 2} 0 {thick}h{-2 * wide}z",
                 pen.volume(tone))  # fmt: skip
        pen.fill(f"M{x - wide + 8} {y - thick + 4}h{2 * wide - 10}v{thick - 8}h{-2 * wide + 10}z",
                 "#f4ead6", opacity=0.9)  # fmt: skip
        pen.line(f"M{x - wide + 8} {y - thick / 2}h{2 * wide - 12}", "#cdbfa3", 1)
        y -= thick


def candle(pen: Pen, colour: str, _rng: Random) -> None:
    """A candle in a glass, burning."""
    pen.soft(0, 0, 28, 6, "#1a0f0a", opacity=0.4)
    pen.fill("M-18 -48h36l-2 44q-16 6 -32 0z", pen.fade(mix(colour, "#fff0cf", 0.7), colour))
    pen.fill(ellipse(0, -48, 18, 4.5), "#fff6de")
    pen.line("M0 -48v-9", "#4a3426", 2)
    flame = closed([(0, -92), (8, -70), (5, -57), (0, -54), (-5, -57), (-8, -70)])
    with pen.on(Layer.GLINT):
        pen.soft(0, -70, 54, 54, "#ffc766", opacity=0.55)
        pen.fill(flame, pen.fade("#fff3c4", "#ffb545", "#ff8a2c"))
        pen.fill(ellipse(0, -63, 3, 6), "#fffbe8")


def plush_mouse(pen: Pen, colour: str, rng: Random) -> None:
    """A plush mouse."""
    pen.soft(0, -2, 60, 9, "#1a0f0a", opacity=0.4)
    tail = [(40.0, -10.0), (66, -20), (82, -8), (98, -18)]
    pen.line(through(tail), "#d98a90", 4)
    pen.part(closed([(-54.0, -10.0), (-20, -44), (24, -48), (46, -20), (36, -2), (-20, 0)]), colour)
    for x in (-22, -4):
        pen.part(ellipse(x, -44, 13, 14), lift(colour, 0.05))
        pen.fill(ellipse(x, -43, 8, 9), "#f1b6b6")
    pen.fill(ellipse(-38, -22, 3.6, 3.6), "#20161a")
    pen.fill(ellipse(-55, -11, 4, 3.4), "#e58a94")
    pen.line(f"M10 -30l8 {6 + rng.uniform(0, 3):.1f}M14 -22l10 4", deepen(colour, 0.12), 2)


def mushrooms(pen: Pen, colour: str, _rng: Random) -> None:
    """Two toadstools."""
    for x, size in ((-20, 1.0), (22, 0.7)):
        with pen.at(x, 0, size):
            pen.soft(0, 0, 30, 7, "#101608", opacity=0.4)
            pen.fill("M-9 -52L9 -52L13 -2Q0 4 -13 -2Z", pen.volume("#f3e8d2"))
            inside = pen.part("M-42 -48C-40 -100 40 -100 42 -48Q0 -36 -42 -48Z", colour)
            for dx, dy, dot in ((-18, -66, 7), (8, -76, 8), (24, -58, 5), (-2, -56, 5)):
                pen.fill(ellipse(dx, dy, dot, dot * 0.8), "#fff5e4", inside=inside)


def shells(pen: Pen, colour: str, _rng: Random) -> None:
    """A scallop and a starfish."""
    pen.soft(0, 0, 70, 8, "#3a2614", opacity=0.35)
    fan = "M-30 -4C-62 -34 -40 -66 -26 -66C-12 -66 10 -34 -22 -4Z"
    inside = pen.part(fan, "#f6d5c4")
    for x in (-48, -38, -27, -15, -4):
        pen.line(f"M-26 -4L{x} -64", "#d9a592", 2, inside=inside)
    for index in range(5):
        with pen.at(34, -18, 1.0, index * 72 + 12):
            pen.part("M-7 4L0 -30L7 4Z", mix(colour, "#f0894e", 0.6))
    pen.part(ellipse(34, -18, 10, 10), mix(colour, "#f0894e", 0.6))


def stones(pen: Pen, colour: str, rng: Random) -> None:
    """A few rounded stones."""
    for x, wide in ((-34, 30), (30, 38), (0, 22)):
        tone = mix("#8d8a86", colour, 0.12)
        pen.soft(x, 0, wide * 1.3, 8, "#14100c", opacity=0.4)
        high = wide * rng.uniform(0.6, 0.8)
        pen.part(ellipse(x, -high * 0.8, wide, high), deepen(tone, rng.uniform(0, 0.08)))


def lantern(pen: Pen, colour: str, _rng: Random) -> None:
    """A lantern that is lit."""
    pen.soft(0, 0, 34, 7, "#140d08", opacity=0.45)
    pen.line("M-14 -84C-14 -104 14 -104 14 -84", "#3e3a3c", 3)
    pen.fill("M-22 -84h44l-6 -9h-32z", "#4a4446")
    with pen.on(Layer.GLINT):
        pane = pen.radial((0, "#fff4c8"), (0.5, "#ffcf70"), (1, "#d98a3a"))
        pen.fill("M-20 -82h40v68h-40z", pane)
        pen.fill(closed([(0.0, -66), (7, -44), (4, -32), (-4, -32), (-7, -44)]), "#fffbe6")
        for x in (-20, 0, 20):
            pen.line(f"M{x} -84V-12", "#3e3a3c", 2.4)
        pen.soft(0, -46, 70, 70, "#ffc766", opacity=0.3)
    pen.fill("M-25 -14h50l3 12h-56z", mix("#4a4446", colour, 0.1))


def reeds(pen: Pen, colour: str, rng: Random) -> None:
    """A clump of reeds with seed heads."""
    pen.soft(0, 0, 44, 8, "#101608", opacity=0.4)
    for index in range(16):
        foot, lean = (index - 7.5) * 4, (index - 7.5) * 3.2 + rng.uniform(-8, 8)
        tall = rng.uniform(62, 98) - abs(index - 7.5) * 2
        green = mix("#7f9a54", "#5f7d4a", rng.random())
        blade = limb([(foot, 0.0), (foot + lean * 0.3, -tall * 0.55), (foot + lean, -tall)],
                     [2.4, 2.2, 0.6])  # fmt: skip
        pen.fill(blade, green)
        if index % 4 == 1:
            head = limb([(foot + lean * 0.8, -tall * 0.86), (foot + lean, -tall - 6)], [3.4, 3.0])
            pen.fill(head, mix("#7a5638", colour, 0.1))


PROPS = {
    "plant": Prop(plant, "plant", (-62, -104, 124, 70), tall=True, size=1.2),
    "flowers": Prop(flowers, "plant", (-50, -104, 100, 66), tall=True),
    "lamp": Prop(lamp, "glow", (-44, -104, 88, 66), "#ffcf86", tall=True, size=1.35),
    "mug": Prop(mug, "steam", (-24, -104, 48, 58), size=0.82),
    "water bowl": Prop(bowl, "water", (-50, -52, 100, 26), size=0.85),
    "wool": Prop(yarn, size=0.75),
    "ball": Prop(ball, size=0.78),
    "books": Prop(books, size=0.75),
    "candle": Prop(candle, "fire", (-16, -98, 32, 46), "#ffb95c", size=0.9),
    "plush mouse": Prop(plush_mouse, size=0.75),
    "mushrooms": Prop(mushrooms, size=0.85),
    "reeds": Prop(reeds, "plant", (-56, -106, 112, 100), tall=True, size=1.15),
    "shells": Prop(shells, size=0.75),
    "stones": Prop(stones, size=0.7),
    "lantern": Prop(lantern, "glow", (-24, -90, 48, 80), "#ffc46a", -48.0, tall=True),
    "radio": Prop(keepsakes.radio, "glow", (4, -70, 48, 28), "#ffcf86", -56.0, size=0.85),
    "kettle": Prop(keepsakes.kettle, "steam", (40, -116, 42, 66), size=0.95),
    "pumpkin": Prop(keepsakes.pumpkin, size=0.95),
    "apples": Prop(keepsakes.apple, size=0.72),
    "paper boat": Prop(keepsakes.paper_boat, size=0.72),
    "teddy": Prop(keepsakes.teddy, size=0.9),
    "clock": Prop(keepsakes.clock, size=0.8),
    "cake": Prop(keepsakes.cake, "fire", (-10, -106, 20, 32), "#ffb95c", -88.0, size=0.9),
    "box": Prop(keepsakes.parcel, size=0.85),
    "letter": Prop(keepsakes.letter, size=0.8),
}  # fmt: skip
