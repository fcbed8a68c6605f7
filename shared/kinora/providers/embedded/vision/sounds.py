"""What the picture suggests to the ear: tables over the measures and the scene's words."""

from __future__ import annotations

from kinora.model.region import Source, Stuff
from kinora.providers.embedded.vision.elements import Element
from kinora.providers.embedded.vision.light import Light
from kinora.providers.embedded.vision.places import outdoors
from kinora.providers.embedded.vision.told import Told

Sourced = tuple[str, Source]
_SOUNDS = (
    ("rain rainy drizzle", "soft rain"),
    ("storm thunder", "distant thunder"),
    ("snow snowy snowfall", "the hush of snow"),
    ("fire fireplace campfire", "a crackling fire"),
    ("sea ocean beach", "small waves"),
    ("lake river pond stream", "lapping water"),
    ("bird birdsong", "birdsong"),
    ("garden meadow park", "birdsong"),
    ("forest tree", "rustling leaves"),
    ("wind breeze", "a light breeze"),
    ("kitchen", "a quiet kitchen"),
    ("clock", "a ticking clock"),
    ("street city", "a far-away street"),
    ("tea coffee kettle", "a gently boiling kettle"),
    ("bee", "humming bees"),
    ("cricket", "crickets"),
)
_PETS = (
    ("cat kitten", "quiet purring"),
    ("dog puppy", "soft breathing"),
    ("bird parrot budgie", "small chirps"),
    ("rabbit bunny hamster guinea", "tiny rustling"),
    ("fish", "quiet bubbles"),
)
_SEEN = {
    Stuff.WATER: "lapping water",
    Stuff.PLANT: "rustling leaves",
    Stuff.FIRE: "a crackling fire",
    Stuff.FABRIC: "cloth in a light breeze",
    Stuff.SKY: "a wide, quiet air",
}
_TENSE = ("tense", "tense"), ("dramatic epic", "dramatic"), ("intense thrilling", "intense")
_ERAS = (
    ("vintage retro nostalgic", "nostalgic, some decades ago"),
    ("victorian", "Victorian"),
    ("medieval castle", "medieval"),
    ("modern minimalist contemporary", "modern"),
    ("futuristic cyberpunk neon", "near future"),
    ("cottage rustic farmhouse", "rustic, timeless"),
    ("cozy cosy home", "cosy modern home"),
)
_CULTURES = (
    ("japanese japan tatami kyoto tokyo", "Japanese"),
    ("scandinavian nordic hygge", "Nordic"),
    ("french paris", "French"),
    ("italian tuscan tuscany", "Italian"),
    ("chinese", "Chinese"),
    ("korean", "Korean"),
    ("mexican", "Mexican"),
    ("moroccan", "Moroccan"),
    ("english british", "British"),
    ("alpine swiss", "Alpine"),
    ("mediterranean greek", "Mediterranean"),
)
_GENRES = (
    ("dreamy magical whimsical fairy", "dream pop"),
    ("playful fun funny", "playful ukulele"),
    ("elegant classic", "chamber music"),
    ("vintage retro", "soft jazz"),
    ("forest meadow", "acoustic folk"),
    ("rain night cafe", "lo-fi"),
    ("snow winter", "music box"),
)


def sounds(told: Told, elements: list[Element]) -> list[Sourced]:
    """Two to five."""
    pet = next(
        (meaning for words, meaning in _PETS if set(words.split()) & set(told.pet.split())), ""
    )
    found = {sound: Source.SCENE for sound in [pet, *told.every(_SOUNDS)] if sound}
    for item in elements:
        if item.source is Source.MEASURED and item.stuff in _SEEN:
            found.setdefault(_SEEN[item.stuff], Source.MEASURED)
    room = (
        ("a light breeze", "far-away birds")
        if outdoors(told)
        else ("a quiet room", "faint stillness")
    )
    for sound in room:
        if len(found) < 2:
            found.setdefault(sound, Source.ANY_PICTURE)
    return list(found.items())[:5]


def _silence(light: Light) -> str:
    steps = (0.03, "very quiet"), (0.14, "quiet"), (0.3, "moderate"), (0.5, "busy")
    return next((name for below, name in steps if light.busy < below), "loud")


def _intensity(light: Light, told: Told) -> Sourced:
    mood = next(
        (meaning for words, meaning in _TENSE if set(words.split()) & set(told.mood.split())), ""
    )
    if mood:
        return mood, Source.SCENE
    if light.contrast < 0.35 and light.busy < 0.14:
        return "serene", Source.MEASURED
    return ("calm" if light.busy < 0.3 else "neutral"), Source.MEASURED


def _pace(light: Light, elements: list[Element]) -> str:
    seen = [item for item in elements if item.source is Source.MEASURED]
    if not seen:
        return "frozen/still"
    if light.busy > 0.35:
        return "moderate/steady"
    flowing = any(item.stuff in {Stuff.WATER, Stuff.PLANT, Stuff.PRECIPITATION} for item in seen)
    return "gentle/flowing" if flowing or light.mean > 0.6 else "slow/meditative"


def _warmth(light: Light) -> str:
    steps = (-0.06, "cold/clinical"), (-0.018, "cool"), (0.018, "neutral"), (0.09, "warm")
    return next((name for below, name in steps if light.warmth < below), "very warm/intimate")


def _genres(light: Light, told: Told) -> list[Sourced]:
    # The mood's words count like the scene's.
    said = [
        meaning
        for words, meaning in _GENRES
        if told.names(*words.split()) or set(words.split()) & set(told.mood.split())
    ]
    found = dict.fromkeys(said[:2], Source.SCENE)
    usual = ("ambient", "soft piano") if light.mean < 0.45 else ("acoustic", "soft piano")
    for genre in usual:
        found.setdefault(genre, Source.MEASURED)
    return list(found.items())[:3]


def audio(told: Told, light: Light, elements: list[Element]) -> dict[str, Sourced | list[Sourced]]:
    """All nine values."""
    era, culture = told.first(_ERAS), told.first(_CULTURES)
    heat = {"warm": "warm", "cool": "airy", "neutral": "clear"}[light.temperature]
    body = "gentle" if light.contrast < 0.62 else "full"
    measured = Source.MEASURED
    return {
        "implied_sounds": list(sounds(told, elements)),
        "silence_level": (_silence(light), measured),
        "emotional_intensity": _intensity(light, told),
        "temporal_feel": (_pace(light, elements), measured),
        "warmth": (_warmth(light), measured),
        "era_feel": (era, Source.SCENE) if era else ("timeless", Source.ANY_PICTURE),
        "cultural_context": (culture, Source.SCENE)
        if culture
        else ("not apparent", Source.ANY_PICTURE),
        "suggested_music_genres": list(_genres(light, told)),
        "musical_texture": (
            f"{heat} and {body}, {'sparse' if light.busy < 0.1 else 'softly layered'}",
            measured,
        ),
    }
