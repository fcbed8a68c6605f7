"""Colours of a room and of a landscape, and the things that stand about."""

from __future__ import annotations

from random import Random

from kinora.model.format import VideoFormat
from kinora.model.knowledge import Snapshot
from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import WET, Lighting, Particles, Place, TimeOfDay, Weather
from kinora.picture.pets.look import Kind
from kinora.picture.pets.tints import mix
from kinora.picture.stills.backdrops import INSIDE, OUTSIDE
from kinora.picture.stills.layout import light_side
from kinora.picture.stills.plan import Framing, Support
from kinora.picture.stills.props import PROPS
from kinora.providers.embedded.pictures.animal import colour_before
from kinora.providers.embedded.pictures.setting import Setting
from kinora.providers.embedded.pictures.things import (
    FLOATING_WORDS,
    INDOORS,
    MOON,
    OUTDOORS,
    PROP_WORDS,
    RAINBOW,
    props_named,
)
from kinora.providers.embedded.pictures.words import Words
from kinora.scene.compose import compose
from kinora.seeding import stream

_PALETTES = {
    TimeOfDay.DAWN: ("#3a4f6a", "#7fa08c", "#a9c4d8", "#f9cdb6", "#fff3df"),
    TimeOfDay.DAY: ("#1f4030", "#4f8a4e", "#8fc48a", "#a9d9f2", "#fffbe8"),
    TimeOfDay.GOLDEN_HOUR: ("#6a4a66", "#c4807a", "#f2aa72", "#fdd6a0", "#fff5da"),
    TimeOfDay.DUSK: ("#221f3f", "#4b3f73", "#9a6a97", "#e2a3a6", "#ffe0c9"),
    TimeOfDay.MOONLIGHT: ("#0c1530", "#1f3260", "#41609a", "#8aa9d4", "#eef4ff"),
    TimeOfDay.NIGHT: ("#0b1026", "#1a2650", "#33477e", "#7189b8", "#e6ecff"),
}
_SNOWY = ("#3a4a5c", "#7690a6", "#b4c7d6", "#dfe9f1", "#ffffff")
_RAINY = ("#2b3844", "#566a78", "#8fa2ae", "#bccad2", "#eef3f5")
_WALLS = ("#ecd3b8", "#e9cbbf", "#cfdacd", "#d8cfe2", "#f0dcb6", "#c9d7df", "#e6d0d3", "#d9c7b2")
_FABRICS = ("#b85c50", "#5f7f9a", "#7a8c5a", "#c98a4b", "#8a6a9a", "#d3808a", "#4f7f7a", "#a8604a")
_ACCENTS = ("#e5a05a", "#e58aa0", "#7fa08a", "#f0c05a", "#8fa8d8", "#d9705a", "#b58ac8")
_FABRIC_WORDS = ("cushion", "blanket", "rug", "carpet", "curtain", "pillow", "quilt", "throw",
                 "sofa", "bed", "basket", "ball", "yarn", "fabric")  # fmt: skip
_WALL_WORDS = ("wall", "wallpaper", "room", "background", "interior")
_ACCENT_WORDS = (
    "flower",
    "mug",
    "cup",
    "tulip",
    "rose",
    "blossom",
    "petal",
    "candle",
    "vase",
    "pot",
)
_REFUSED = {
    "curtains": ("curtain", "drapes"),
    "string lights": ("fairy lights", "string lights", "lights"),
    "fireplace": ("fireplace", "fire"),
    "beam": ("sunbeam", "light rays", "beam"),
    "dust": ("dust", "motes", "particles"),
    "branches": ("branch", "branches", "leaves", "tree"),
}
_BACKDROP_WORDS = {
    "lighthouse": ("lighthouse",), "fence": ("fence", "picket fence"), "bench": ("bench",),
    "garden wall": ("garden wall", "little door"), "old tree": ("apple tree", "oak", "old tree"),
    "blossom tree": ("cherry tree",), "boats": ("fishing boat", "rowing boat", "sailing boat"),
    "log": ("mossy log", "fallen log", "log"), "tent": ("tent",),
    "bookshelf": ("bookshelf", "bookcase", "bookshelves"),
}  # fmt: skip
_OPEN_SKY = frozenset(Place) - {Place.SPACE, Place.UNDERWATER, Place.CAVE, Place.AURORA}
_DARK = frozenset({TimeOfDay.NIGHT, TimeOfDay.MOONLIGHT, TimeOfDay.DUSK})
_MOST_TALL = 2
"""As many as have room behind a pet."""
_TOYS = {Kind.CAT: ("wool", "plush mouse"), Kind.DOG: ("ball", "water bowl")}


def colours_of(words: Words) -> tuple[str, str, str]:
    """Wall, fabric and accent: as named in the texts, else by the scene's facts."""
    rng = stream(words.facts, "colours")
    wall, fabric, accent = rng.choice(_WALLS), rng.choice(_FABRICS), rng.choice(_ACCENTS)
    for text in reversed(words.sources()):
        if named := colour_before(text, _WALL_WORDS):
            wall = mix(named, "#f3e6d6", 0.45)
        if named := colour_before(text, _FABRIC_WORDS):
            fabric = mix(named, "#d8cfc4", 0.22)
        accent = colour_before(text, _ACCENT_WORDS) or accent
    return wall, fabric, accent


def dyed_of(words: Words, props: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The colours that the texts give to single things: a red ball is red whatever else is blue."""
    found = {}
    for text in reversed(words.sources()):
        for name in props:
            if colour := colour_before(text, PROP_WORDS[name]):
                found[name] = colour
    return tuple(found.items())


def view_of(words: Words, setting: Setting, form: VideoFormat, seed: int) -> SceneSpec:
    """The landscape as a scene of the engine, in colours that a pet looks well in."""
    asked = setting.instruction.model_copy(
        update={
            "place": setting.place, "beyond": None, "time_of_day": setting.time,
            "weather": setting.weather, "particles": setting.particles, "figure": None,
            "text": None, "camera": None, "shot": None, "transition": None,
            "duration_seconds": None, "gradient": None, "style": None,
        }
    )  # fmt: skip
    spec = compose(asked, Snapshot(), seed, form)
    palette: tuple[str, ...] = _PALETTES[setting.time]
    if setting.time not in _DARK:
        white = setting.weather is Weather.SNOW and setting.time is TimeOfDay.DAY
        palette = _SNOWY if white else palette
        palette = _RAINY if setting.weather in WET else palette
    kept: dict[str, object] = {"palette": palette, "text": None, "figure": None, "strikes": ()}
    if setting.instruction.lighting is None:
        # A look that nobody asked for would dye the whole place.
        kept["lighting"] = Lighting.NEUTRAL
    if _moonlit(words, setting):
        # The moon stands where neither the pet nor the window's frame hides it.
        kept["balance"] = 0.5 + light_side(seed) * (0.12 if setting.inside else 0.3)
        kept["horizon"] = max(spec.horizon, 0.55)
    return spec.model_copy(update=kept)


def _moonlit(words: Words, setting: Setting) -> bool:
    clear = setting.weather in {Weather.CLEAR, Weather.CLOUDY}
    dark = setting.time in _DARK or setting.time is TimeOfDay.MOONLIGHT
    return dark and clear and setting.place in _OPEN_SKY and words.named(*MOON)


def backdrop_of(words: Words, setting: Setting, support: Support) -> tuple[str, ...]:
    """What makes the place the one that was named."""
    usual = setting.venue.backdrop if setting.venue else ()
    known = INSIDE if setting.inside else OUTSIDE
    asked = [name for name, names in _BACKDROP_WORDS.items() if words.named(*names)]
    room = () if support is Support.SILL and "glasshouse" not in usual else usual
    chosen = dict.fromkeys([*(room if setting.inside else usual), *asked])
    if not setting.inside and len(usual) > 0:
        chosen = dict.fromkeys([*usual, *(each for each in asked if each == "lighthouse")])
    return tuple(name for name in chosen if name in known)


def props_of(
    words: Words, setting: Setting, support: Support, framing: Framing, kind: Kind, seed: int
) -> tuple[str, ...]:
    """Things about the pet: those that the words name, then some that fit."""
    rng = stream(seed, "props")
    can = INDOORS if setting.inside else OUTDOORS
    usual = [name for name in (setting.venue.things if setting.venue else ()) if name in can]
    listed = list(dict.fromkeys([*props_named(words, can), *usual]))
    most = {Framing.WIDE: 3, Framing.PORTRAIT: 2, Framing.QUIET: 2}[framing]
    spare = [
        name for name in _usual(setting, support, kind, rng) if not words.denied(*PROP_WORDS[name])
    ]
    most = max(most, min(len(listed), 4))
    chosen: list[str] = []
    for name in dict.fromkeys([*listed, *spare]):
        high = PROPS[name].tall and sum(PROPS[each].tall for each in chosen) >= _MOST_TALL
        if len(chosen) < most and not high:
            chosen.append(name)
    return tuple(sorted(chosen, key=lambda name: not PROPS[name].tall))


def _usual(setting: Setting, support: Support, kind: Kind, rng: Random) -> list[str]:
    dark = setting.time in _DARK
    if setting.inside:
        green = rng.choice(("plant", "flowers", "plant"))
        warm = rng.choice(("lamp", "candle") if dark else ("mug", "water bowl"))
        toys = _TOYS.get(kind, ("ball", "books"))
        rest = ["mug", "books", rng.choice(toys), "water bowl"]
        rng.shuffle(rest)
        return [warm, green, *rest] if dark else [green, warm, *rest]
    if support is Support.CLOUD:
        return ["lantern"] if dark else []
    first = ["lantern"] if dark else []
    if support is Support.SNOW:
        return ["lantern", "stones"]
    toy = ["ball"] if kind is Kind.DOG else []
    place = {
        Place.FOREST: ["mushrooms", "stones"], Place.SEA: ["reeds", "shells", "stones"],
        Place.LAKE: ["reeds", "stones", *toy], Place.DESERT: ["stones"],
        Place.CITY: ["plant", *toy], Place.STREET: ["plant", *toy],
    }.get(setting.place, ["stones", *toy])  # fmt: skip
    return [*first, *place]


def extras_of(words: Words, setting: Setting, support: Support, seed: int) -> frozenset[str]:
    """Curtains, beams of light and the like."""
    rng = stream(seed, "extras")
    dark = setting.time in _DARK
    sunny = not dark and setting.weather in {Weather.CLEAR, Weather.CLOUDY}
    chances = {
        "curtains": setting.inside and not (setting.venue and setting.venue.bare),
        "string lights": setting.inside and (
            words.named("fairy lights", "string lights", "christmas")
            or (dark and rng.random() < 0.5)
        ),
        "fireplace": setting.inside and words.named("fireplace", "hearth", "fire"),
        "beam": setting.inside and sunny,
        "dust": setting.inside and (
            sunny or Particles.DUST in setting.particles or words.named("dust", "motes", "dreamy")
        ),
        "branches": support in {Support.GRASS, Support.PLANKS, Support.MOSS}
        and not (setting.venue and setting.venue.backdrop) and rng.random() < 0.6,
        "wide window": setting.inside and bool(setting.venue and setting.venue.wide_window),
        "lamps lit": dark,
        "autumn": words.named("autumn", "fall colours", "october", "harvest"),
        "full moon": _moonlit(words, setting),
        "rainbow": words.named(*RAINBOW) and not dark and setting.place in _OPEN_SKY,
        **{name: words.named(*names) for name, names in FLOATING_WORDS.items()},
        "no flowers": words.denied("flower", "blossom"),
    }  # fmt: skip
    return frozenset(
        name
        for name, on in chances.items()
        if on and not words.denied(*_REFUSED.get(name, ("\0",)))
    )
