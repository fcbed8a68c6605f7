"""Which animal a scene is about, what it does, and how it looks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from kinora.colour.named import NAMED
from kinora.picture.pets.look import Coat, Eyes, Kind, Look, Mouth, Pose, Worn
from kinora.picture.pets.species import SPECIES
from kinora.providers.embedded.pictures.words import Words, any_of
from kinora.seeding import derive, stream

T = TypeVar("T")

KIND_WORDS: dict[Kind, tuple[str, ...]] = {
    Kind.GUINEA_PIG: ("guinea pig", "guinea-pig", "cavy", "capybara", "chinchilla"),
    Kind.HAMSTER: ("hamster", "gerbil", "mouse", "mice", "rat", "vole", "squirrel", "chipmunk"),
    Kind.HEDGEHOG: ("hedgehog", "porcupine", "tenrec"),
    Kind.FERRET: ("ferret", "weasel", "otter", "stoat", "mink", "marten", "raccoon", "meerkat"),
    Kind.TURTLE: ("turtle", "tortoise", "terrapin", "lizard", "gecko", "frog", "snail"),
    Kind.DUCKLING: ("duckling", "duck", "chick", "goose", "gosling", "penguin", "hen", "swan"),
    Kind.PARROT: ("parrot", "budgie", "parakeet", "cockatiel", "lovebird", "macaw", "cockatoo",
                  "budgerigar", "canary", "bird", "finch", "owl", "conure"),
    Kind.RABBIT: ("rabbit", "bunny", "bunnies", "hare"),
    Kind.DOG: ("dog", "puppy", "puppies", "pup", "corgi", "retriever", "labrador", "beagle",
               "husky", "poodle", "dachshund", "shiba", "terrier", "spaniel", "wolf", "fox"),
    Kind.CAT: ("cat", "kitten", "kitty", "tabby", "siamese", "feline", "lynx", "lion", "tiger"),
}  # fmt: skip
ALL_KIND_WORDS = any_of(tuple(word for words in KIND_WORDS.values() for word in words))
_SLEEP = (
    "sleep",
    "sleeping",
    "asleep",
    "nap",
    "napping",
    "snooze",
    "snoozing",
    "dozing",
    "doze",
    "slumber",
    "dream",
    "dreaming",
    "eyes closed",
    "closed eyes",
    "slept",
    "snoring",
)
_DROWSY = ("sleepy", "drowsy", "tired", "yawn", "yawning", "half asleep", "dozy", "half-closed",
           "slow blink", "blinking slowly")  # fmt: skip
_GLAD = ("playful", "happy", "excited", "joyful", "cheerful", "laughing", "play", "playing",
         "curious", "delighted", "zoomies", "energetic", "chirp", "chirping")  # fmt: skip
_POSES: dict[Pose, tuple[str, ...]] = {
    Pose.CURLED: ("curled", "curl", "curls", "curling", "ball of fur"),
    Pose.LOAF: ("loaf", "loafing", "tucked", "snuggled", "snuggle", "nestled", "nestle", "huddled"),
    Pose.LYING: ("lies", "lie", "lying", "lays", "laying", "stretched", "stretch", "lounging",
                 "lounge", "sprawled", "resting", "rest", "relaxing", "relax"),
    Pose.SITTING: ("sit", "sitting", "sat", "standing", "stand", "perched", "perch", "upright",
                   "waiting", "watching", "watch"),
}  # fmt: skip
_LOW = frozenset({Pose.CURLED, Pose.LOAF, Pose.LYING})
_EYES: dict[Eyes, tuple[str, ...]] = {
    Eyes.HALF: _DROWSY,
    Eyes.CLOSED: _SLEEP,
    Eyes.OPEN: ("awake", "looks", "looking", "gazes", "gazing", "watches", "eyes open", "stares"),
}
_WORN = {Worn.COLLAR: ("collar", "bell"), Worn.BANDANA: ("bandana", "neckerchief", "kerchief"),
         Worn.BOW: ("bow tie", "bow", "ribbon"), Worn.SCARF: ("scarf", "scarves", "knitted scarf",
         "sweater", "jumper")}  # fmt: skip
_WORN_COLOURS = ("#c8423c", "#3f7f8c", "#d98a3a", "#7a5a9a", "#4f8a5a", "#d9708a", "#35557f")
_FUR = ("fur", "furred", "coat", "haired", "coloured", "colored", "feathered", "feathers")


def kind_of(words: Words) -> tuple[Kind, bool]:
    """The kind, and whether it is the one that was asked for by id or by name.

    An unknown pet becomes the nearest that its words speak of, else a cat.
    """
    plain = re.sub(r"[\s-]+", "_", words.pet_id)
    for kind in Kind:
        if plain == kind:
            return kind, True
    for text in (words.pet_id.replace("_", " "), words.pet, *words.sources()):
        found = {
            kind: hit.start()
            for kind, names in KIND_WORDS.items()
            if (hit := any_of(names).search(text))
        }
        if found:
            return min(found, key=lambda kind: found[kind]), not words.pet_id
    return Kind.CAT, not words.pet_id


def coat_of(kind: Kind, words: Words) -> Coat:
    """The coat that the texts name, else one that the scene's facts decide for all pictures."""
    coats = SPECIES[kind].coats
    names = KIND_WORDS[kind]
    for text in (words.prompt, words.direction, words.scene, words.pet):
        best = _named_coat(coats, names, text)
        if best is not None:
            return best
    return coats[derive(words.facts, "coat", kind) % len(coats)]


def _named_coat(coats: tuple[Coat, ...], names: tuple[str, ...], text: str) -> Coat | None:
    """A coat whose word stands before the animal's name or its fur; a breed's word is enough."""
    hits: list[tuple[int, Coat]] = []
    animal = any_of((*names, *_FUR)).pattern
    for coat in coats:
        for word in coat.words:
            if word not in text:
                continue  # no pattern need be compiled to know that
            breed = word not in NAMED and word not in {"gray", "golden", "ginger"}
            near = rf"\b{re.escape(word)}[\s-]+(?:[\w-]+[\s-]+){{0,2}}?{animal}"
            if re.search(near, text) or (breed and any_of((word,)).search(text)):
                hits.append((len(word), coat))
    return max(hits, key=lambda hit: hit[0])[1] if hits else None


def colour_before(text: str, things: tuple[str, ...]) -> str | None:
    """The ``#rrggbb`` named before one of the things, at most one word apart."""
    if any_of(things).search(text) is None:
        return None
    for name in sorted(NAMED, key=len, reverse=True):
        if name not in text and name.replace("grey", "gray") not in text:
            continue  # no pattern need be compiled to know that
        near = rf"\b{name.replace('grey', 'gr[ae]y')}\s+(?:[\w-]+\s+)?{any_of(things).pattern}"
        if re.search(near, text):
            return NAMED[name]
    return None


@dataclass(frozen=True)
class Turn:
    """What tells one picture of a job from the next."""

    seed: int
    first: int
    """Seed of the job: where its round of poses begins."""
    index: int = 0
    light: float = -1.0
    """Where the light comes from: -1 left, 1 right."""
    pose: Pose | None = None
    """Kept from an earlier picture, like the side that the animal faces."""
    flipped: bool | None = None


def look_of(kind: Kind, words: Words, turn: Turn) -> Look:
    """The animal of one picture: always the same animal for the same scene."""
    rng = stream(turn.seed, "look")
    coat = coat_of(kind, words)
    eyes = _eyes(words)
    pose = turn.pose if turn.pose in SPECIES[kind].poses else _pose(kind, words, eyes, turn)
    own = stream(words.facts, "animal", kind)
    eye_colour = own.choice(coat.eyes)
    worn, worn_colour = _worn(kind, words, own.random(), own.choice(_WORN_COLOURS))
    mouths = (Mouth.SMILE, Mouth.SMILE, Mouth.OPEN)
    if words.named(*_GLAD):
        mouths = (Mouth.OPEN, Mouth.OPEN, Mouth.SMILE)
    mouth = rng.choice(mouths) if eyes is Eyes.OPEN else Mouth.CALM
    gaze = _gaze(words, turn.light, rng)
    flipped = (turn.first + turn.index) % 2 == 1 if turn.flipped is None else turn.flipped
    if flipped:
        # A mirrored animal looks the other way.
        gaze = (-gaze[0], gaze[1])
    tilt = rng.uniform(-7, 7) if pose is not Pose.CURLED else rng.uniform(-2, 2)
    return Look(
        kind, coat, pose, eyes, mouth, eye_colour, gaze, round(tilt, 2), worn, worn_colour,
        flipped, derive(words.facts, "details") % 2**31,
    )  # fmt: skip


def _first(text: str, choices: dict[T, tuple[str, ...]], words: Words) -> T | None:
    """What a text speaks of first, if it is not ruled out."""
    found = {
        choice: hit.start()
        for choice, names in choices.items()
        if (hit := any_of(names).search(text)) and not words.denied(*names)
    }
    return min(found, key=lambda choice: found[choice]) if found else None


def _eyes(words: Words) -> Eyes:
    for text in words.sources()[:3]:
        eyes = _first(text, _EYES, words)
        if eyes is Eyes.HALF and any_of(_SLEEP).search(text) and not words.denied(*_SLEEP):
            return Eyes.CLOSED
        if eyes is not None:
            return eyes
    return Eyes.OPEN


def _pose(kind: Kind, words: Words, eyes: Eyes, turn: Turn) -> Pose:
    can = SPECIES[kind].poses
    asleep = eyes is Eyes.CLOSED
    choices = {pose: names for pose, names in _POSES.items() if not asleep or pose in _LOW}
    for text in words.sources()[:3]:
        pose = _first(text, choices, words)
        if pose is not None:
            return pose if pose in can else can[-1]
        if asleep and any_of(_SLEEP).search(text):
            break
    awake = (Pose.SITTING, Pose.LYING, Pose.SITTING, Pose.LOAF)
    fitting = [pose for pose in ((Pose.LOAF, Pose.CURLED) if asleep else awake) if pose in can]
    return fitting[(turn.first + turn.index) % len(fitting)]


def _gaze(words: Words, towards: float, rng: Random) -> tuple[float, float]:
    down = rng.uniform(-0.35, 0.15)
    if words.named("looks left", "looking left", "gazes left", "left gaze"):
        return -0.9, down
    if words.named("looks right", "looking right", "gazes right"):
        return 0.9, down
    if words.named("looks up", "looking up", "gazes up", "gazing up", "upward"):
        return rng.uniform(-0.3, 0.3), -0.95
    if words.named("out the window", "out of the window", "watches the rain", "watching the rain"):
        return towards * 0.8, -0.5
    return rng.choice((-0.7, -0.35, 0.0, 0.0, 0.35, 0.7)), down


def _worn(kind: Kind, words: Words, chance: float, colour: str) -> tuple[Worn | None, str]:
    for worn, names in _WORN.items():
        if words.named(*names):
            tints = (colour_before(text, names) for text in words.sources())
            return worn, next((tint for tint in tints if tint), colour)
    if words.named("snowfall", "snowy", "snow", "winter", "christmas") and chance < 0.45:
        return (None if words.denied("scarf", "clothes") else Worn.SCARF), colour
    usual = {Kind.CAT: 0.3, Kind.DOG: 0.45, Kind.FERRET: 0.15, Kind.RABBIT: 0.15}
    if chance > usual.get(kind, 0.0):
        return None, colour
    worn = (Worn.COLLAR, Worn.BANDANA, Worn.BOW)[int(chance * 1000) % 3]
    refused = words.denied(*_WORN[worn], "clothes", "accessories", "accessory")
    return (None if refused else worn), colour
