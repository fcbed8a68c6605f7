"""Things that words name: which can be drawn, where, and which are left out."""

from __future__ import annotations

from kinora.providers.embedded.language.lexica import lexica
from kinora.providers.embedded.pictures.words import Words, any_of

PROP_WORDS: dict[str, tuple[str, ...]] = {
    "plant": ("plant", "houseplant", "potted", "monstera", "greenery", "basil", "herb", "cactus"),
    "flowers": ("flower", "bouquet", "vase", "tulip", "rose", "blossom", "daisy"),
    "lamp": ("lamp", "lamplight", "bedside light"),
    "mug": ("mug", "tea", "coffee", "cocoa", "hot chocolate", "steam", "steaming", "cup"),
    "water bowl": ("bowl", "water bowl", "water dish"),
    "wool": ("yarn", "wool", "knitting"),
    "ball": ("ball", "toy"),
    "books": ("book", "reading", "atlas"),
    "candle": ("candle", "candlelight"),
    "plush mouse": ("toy mouse", "plush"),
    "mushrooms": ("mushroom", "toadstool"),
    "shells": ("shell", "seashell", "starfish"),
    "stones": ("stone", "rock", "pebble"),
    "lantern": ("lantern",),
    "reeds": ("reed", "rushes", "cattail", "marram"),
    "radio": ("radio", "record player", "gramophone", "record sleeve"),
    "kettle": ("kettle", "teapot"),
    "pumpkin": ("pumpkin",),
    "apples": ("apple",),
    "paper boat": ("paper boat", "toy boat"),
    "teddy": ("teddy", "teddy bear", "doll"),
    "clock": ("clock", "alarm clock"),
    "cake": ("cake", "birthday"),
    "box": ("cardboard box", "cardboard", "parcel", "box"),
    "letter": ("letter", "envelope", "postcard"),
}
INDOORS = frozenset(PROP_WORDS) - {"mushrooms", "reeds", "stones"}
OUTDOORS = frozenset(
    ("ball", "water bowl", "mushrooms", "shells", "stones", "lantern", "reeds", "plant", "books",
     "teddy", "pumpkin", "apples", "paper boat", "radio", "cake", "box", "letter", "mug")
)  # fmt: skip
FLOATING_WORDS: dict[str, tuple[str, ...]] = {
    "falling leaves": ("falling leaf", "falling leaves", "leaf", "autumn leaves", "yellow leaf",
                       "fallen leaf", "drifting leaves"),
    "soap bubbles": ("soap bubble", "bubble"),
    "feather": ("feather",),
    "butterflies": ("butterfly", "butterflies"),
    "balloon": ("balloon",),
}  # fmt: skip
MOON, RAINBOW = ("moon", "full moon"), ("rainbow",)
_AS_ONE = {"ball of wool", "ball of yarn", "wool ball", "yarn ball"}
_COVERED: dict[str, tuple[str, ...]] = {
    "window": ("inside",),
    "blanket": ("inside",),
    "cushion": ("inside",),
    "curtain": ("inside",),
    "basket": ("inside",),
    "sofa": (),
    "moss": ("outside",),
    "grass": ("outside",),
    "tree": ("old tree", "blossom tree", "log", "forest"),
    "sun": ("any",),
    "dust": ("any",),
    "shadow": ("any",),
    "star": ("any",),
    "cloud": ("any",),
    "scarf": ("any",),
    "hat": ("any",),
    "door": ("garden wall", "door"),
    "sea": ("sea",),
    "pond": ("lake", "sea", "water bowl"),
    "city": ("city", "street"),
    "fire": ("fireplace",),
    "petal": ("petals", "blossom tree"),
    "firefly": ("fireflies",),
    "rain": ("rain", "storm"),
    "snow": ("snow",),
    "fog": ("fog",),
    "hay": ("straw",),
    "flower": ("flowers", "outside"),
    "leaf": ("falling leaves", "outside"),
    "moon": ("full moon",),
    "rainbow": ("rainbow",),
    "boat": ("boats", "paper boat"),
    "mushroom": ("mushrooms", "toadstools"),
    "feather": ("feather",),
    "steam": ("mug", "kettle"),
    "plant": ("plant", "outside", "glasshouse"),
    "lamp": ("lamp", "lantern", "porch"),
    "bubble": ("soap bubbles",),
    "butterfly": ("butterflies",),
    "book": ("books", "bookshelf"),
    "wool": ("wool",),
    "candle": ("candle",),
    "shell": ("shells", "stones"),
    "radio": ("radio",),
    "ball": ("ball",),
    "balloon": ("balloon",),
    "cake": ("cake",),
    "toy": ("teddy", "plush mouse", "ball"),
    "food": ("water bowl",),
    "pumpkin": ("pumpkin", "pumpkins"),
    "apple": ("apples", "old tree"),
    "box": ("box",),
    "clock": ("clock",),
    "pen": ("letter",),
    "christmas": ("string lights",),
}
"""By what a thing of the writer's lexicon is shown: ``inside``, ``outside`` and ``any`` stand for
every picture of that side."""


def props_named(words: Words, can: frozenset[str]) -> list[str]:
    """Drawable things that the words ask for, those that the nearest text names first."""
    found: list[str] = []
    taken = words.named(*_AS_ONE)
    for text in words.sources():
        for name, names in PROP_WORDS.items():
            if name == "ball" and taken:
                continue
            if name in can and name not in found and any_of(names).search(text):
                found.append(name)
    return [name for name in found if not words.denied(*PROP_WORDS[name])]


def left_out(words: Words, shown: frozenset[str], *, inside: bool) -> list[str]:
    """Things of the writer's lexicon that prompt or direction name and the picture lacks."""
    told = f"{words.prompt} {words.direction} {words.keywords}"
    has = shown | {"any", "inside" if inside else "outside"}
    missing = []
    for key, entry in lexica("things").items():
        names = tuple(entry["words"])
        named = any_of(names).search(told) is not None and not words.denied(*names)
        if named and not has.intersection(_COVERED.get(key, ())):
            missing.append(str(entry["a"]))
    return missing
