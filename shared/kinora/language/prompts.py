"""New prompts: grammatical, varied, drawing on what was learned, never a near-repeat."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from kinora.colour.named import NAMED
from kinora.language.lexicon import lexicon, words_of
from kinora.language.reading import tokens
from kinora.model.knowledge import Entry, Snapshot
from kinora.seeding import stream

NEAR = 0.6
"""Share of content words in common (Jaccard) from which two prompts are near-repeats."""
_TRIES = 40
_LEARNED_COLOUR = 0.35
_HARDLY_GREY = 0.05
_COLOURS = ("static_colors", "learned_colors")
_UNLIKELY = {
    *(("desert", weather) for weather in ("snow", "rain", "storm", "fog")),
    *(("sky", weather) for weather in ("rain", "fog")),
    *(("aurora", weather) for weather in ("rain", "storm", "fog", "cloudy")),
}
_WEATHERLESS = {"space", "underwater", "cave", "flow", "cells", "waves", "ink", "light"}
_OPEN = {"sea", "lake", "forest", "meadow", "desert", "snowfield", "room", "cave"}
"""Places that may have another beyond them."""
_BEYOND = 0.3
_STYLED, _MEANT = 0.35, 0.4
"""How often a style, and what a clip is about, are said."""


def generate(knowledge: Snapshot, seed: int, avoid: Sequence[str] = ()) -> str:
    """A new prompt that is no near-repeat of those in ``avoid``.

    Should all tries come near to one of them, the one that is farthest is taken.
    """
    rng = stream(seed, "prompt")
    earlier = [content_words(prompt) for prompt in avoid]
    best, best_nearness = "", 2.0
    for _ in range(_TRIES):
        prompt = _sentence(knowledge, rng)
        words = content_words(prompt)
        nearness = max((similarity(words, other) for other in earlier), default=0.0)
        if nearness < NEAR:
            return prompt
        if nearness < best_nearness:
            best, best_nearness = prompt, nearness
    return best


def content_words(prompt: str) -> frozenset[str]:
    """The words of a prompt that carry meaning."""
    stop = lexicon().stop
    return frozenset(word for word in tokens(prompt) if word not in stop and word[0].isalnum())


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """Words in common over words in all: 0 for nothing alike, 1 for the same words."""
    return len(one & other) / max(1, len(one | other))


@cache
def _grammar() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("grammar.toml").read_text())


def _sentence(knowledge: Snapshot, rng: Random) -> str:
    grammar = _grammar()
    place = rng.choice(list(grammar["subjects"]))
    weathers = [kind for kind in grammar["weather"] if (place, kind) not in _UNLIKELY]
    subject = rng.choice(grammar["subjects"][place])
    time = rng.choice(grammar["time_of_day"][rng.choice(list(grammar["time_of_day"]))])
    weather = rng.choice(grammar["weather"][rng.choice(weathers)])
    beyond = _beyond(grammar, place, rng)
    mood = rng.choice(grammar["mood"][rng.choice(list(grammar["mood"]))])
    details = [_colours(knowledge, rng), *_asides(grammar, rng), _sound(grammar, rng)]
    chosen = [detail for detail in details if detail]
    described = rng.random() < 0.6
    core = f"{mood} {subject}" if described else subject
    parts = [f"{_article(core)} {core}", *beyond, time]
    if rng.random() < 0.8 and place not in _WEATHERLESS:
        parts.append(weather)
    head = " ".join(parts)
    return ", ".join([head[0].upper() + head[1:], *chosen])


def _beyond(grammar: dict[str, Any], place: str, rng: Random) -> list[str]:
    """Now and then, what lies behind the place."""
    others = [other for other in grammar["beyond"] if other != place]
    chosen = rng.choice(grammar["beyond"][rng.choice(others)])
    return [chosen] if place in _OPEN and rng.random() < _BEYOND else []


def _asides(grammar: dict[str, Any], rng: Random) -> list[str]:
    """Up to two remarks about camera, motion, light or tension; then style, and what it means."""
    camera = rng.choice(grammar["camera"][rng.choice(list(grammar["camera"]))])
    extra = rng.choice(grammar["extra"][rng.choice(list(grammar["extra"]))])
    style = rng.choice(grammar["style"][rng.choice(list(grammar["style"]))])
    about = rng.choice(grammar["about"]["words"].split())
    count = rng.choices((0, 1, 2), (2, 5, 3))[0]
    remarks = rng.sample([camera, extra], count)
    if rng.random() < _STYLED:
        remarks.append(style)
    return [f"about {about}", *remarks] if rng.random() < _MEANT else remarks


def _colours(knowledge: Snapshot, rng: Random) -> str:
    """Colour words: learned names beside the ones that everybody knows."""
    if rng.random() < 0.45:
        return ""
    learned = [entry for entry in knowledge.entries if _telling(entry)]
    if learned and rng.random() < _LEARNED_COLOUR:
        entry = rng.choices(learned, [entry.weight for entry in learned])[0]
        return f"in the colour {entry.name}"
    first, second = rng.sample([name for name in NAMED if _only_a_colour(name)], 2)
    return rng.choice((f"in {first} and {second}", f"{first} tones", f"touches of {first}"))


def _only_a_colour(name: str) -> bool:
    return all(sense.field == "colour" for sense in lexicon().phrases[words_of(name)])


def _telling(entry: Entry) -> bool:
    """Whether the entry is a colour that says more than a grey would."""
    colour = entry.category in _COLOURS and "colour" in entry.value
    return colour and float(entry.value.get("chroma", 1.0)) > _HARDLY_GREY


def _sound(grammar: dict[str, Any], rng: Random) -> str:
    if rng.random() < 0.4:
        return ""
    phrase = rng.choice(grammar["sound"][rng.choice(list(grammar["sound"]))])
    mood = rng.choice(grammar["mood"][rng.choice(list(grammar["mood"]))])
    filled = phrase.replace("{mood}", mood).replace("{tempo}", str(rng.randrange(60, 133, 2)))
    if filled.startswith("a "):
        filled = f"{_article(filled[2:])} {filled[2:]}"
    return f"with {filled}"


def _article(phrase: str) -> str:
    return "an" if phrase[0].lower() in "aeiou" else "a"
