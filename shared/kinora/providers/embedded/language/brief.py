"""All that a question tells, read once: the animal, the look, the wish, the scene, the picture."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from kinora.language.reading import hits, tokens
from kinora.providers.embedded.language.animals import Animal, animal
from kinora.providers.embedded.language.grammar import definite
from kinora.providers.embedded.language.lexica import lexica
from kinora.providers.embedded.language.pen import Pen, strings
from kinora.providers.embedded.language.plain import (
    at,
    ident_at,
    number_at,
    plain,
    text_at,
    texts_at,
)
from kinora.providers.embedded.language.wishes import Wish, read, things_lexicon
from kinora.providers.ports import LanguageAsk
from kinora.seeding import derive

_SIMILE = re.compile(
    r"\b(?:like|as if|as though|bigger than|smaller than)\b[^.,;:!?]*", re.IGNORECASE
)
"""What is only compared is not there."""
_ROUNDS = 40
"""Earlier answers that are remembered."""


@dataclass(frozen=True)
class Look:
    """The chosen aesthetic."""

    id: str
    label: str
    description: str
    mood: str
    lighting: str
    energy: str
    warmth: str
    angles: tuple[str, ...]
    elements: tuple[str, ...]
    positive: tuple[str, ...]
    negative: tuple[str, ...]


@dataclass(frozen=True)
class Scene:
    """The chosen scene, whoever wrote it; every field may be empty."""

    title: str
    hook: str
    narrative: str
    moments: tuple[str, ...]
    arc: str
    setting: str
    keywords: tuple[str, ...]

    @property
    def place(self) -> str:
        """The setting's first phrase, where it is short enough to stand in a sentence."""
        head = self.setting.split(",")[0].split(".")[0].strip()
        lowered = head[:1].lower() + head[1:] if head[1:2].islower() or " " in head[:4] else head
        return lowered if 3 <= len(lowered) <= 44 else ""

    @property
    def words(self) -> str:
        """Everything that is told, as one text."""
        return " ".join((self.title, self.narrative, *self.moments, self.setting, *self.keywords))


@dataclass(frozen=True)
class Brief:
    """One question."""

    ask: LanguageAsk
    wish: Wish
    asked: Wish
    """What feedback alone says, without the direction that was given before the scene."""
    animal: Animal
    look: Look
    scene: Scene
    seconds: int
    lines: int
    music_seconds: int
    clip_seconds: int

    @property
    def facts(self) -> Mapping[str, Any]:
        return self.ask.facts

    def lowered(self, text: str) -> str:
        """The text to stand inside a sentence: its first letter small, unless a name begins it."""
        name = self.wish.name
        return text if name and text.startswith(name) else text[:1].lower() + text[1:]

    def pen(self, *purpose: object) -> Pen:
        """A pen for a part of the answer; all the facts and the history stir its chance."""
        told = json.dumps([self.facts, self.ask.seed, self._rounds()], sort_keys=True, default=str)
        seed = derive(told, self.ask.task, len(self.ask.complaints), *purpose)
        earlier = [text for attempt in self.ask.history for text in strings(attempt.answer)]
        wanted = (*self.wish.wanted, self.asked.name)
        return Pen(seed, earlier, wanted, self.wish.unwanted)

    def _rounds(self) -> list[list[Any]]:
        return [[attempt.answer, attempt.feedback] for attempt in self.ask.history[-_ROUNDS:]]


def brief(ask: LanguageAsk) -> Brief:
    """Read the question; whatever is missing or strange is left empty."""
    facts = ask.facts
    feedback = [attempt.feedback for attempt in ask.history[-_ROUNDS:] if attempt.feedback]
    direction = at(facts, "user_direction")
    said = [*reversed(feedback), direction if isinstance(direction, str) else ""]
    kind = animal(at(facts, "pet_type_selection"), Wish())
    known = {*kind.noun.split(), *kind.plural.split(), *_kinds()}
    wish = read([text for text in said if plain(text)], known)
    own = read(said[-1:], known)
    wish = replace(wish, quote="" if own.understood else own.quote)
    duration = at(facts, "duration_selection")
    return Brief(
        ask=ask,
        wish=wish,
        asked=read([text for text in reversed(feedback) if plain(text)], known),
        animal=animal(at(facts, "pet_type_selection"), wish),
        look=_look(at(facts, "aesthetic_selection")),
        scene=_scene(at(facts, "selected_scene")),
        seconds=number_at(duration, "video_duration", default=30, least=1, most=600),
        lines=number_at(duration, "paragraph_line_count", default=4, least=1, most=10),
        music_seconds=number_at(duration, "sound_track_duration", default=40, least=5, most=600),
        clip_seconds=number_at(duration, "clip_seconds", default=5, least=1, most=60),
    )


@lru_cache(maxsize=64)
def things_in(text: str) -> tuple[str, ...]:
    """Keys of the things that a text names, the most often named first, then the earliest."""
    told = _SIMILE.sub(" ", text)
    found = [hit.senses[0].value for hit in hits(tokens(told), things_lexicon()) if not hit.negated]
    return tuple(
        sorted(dict.fromkeys(found), key=lambda key: (-found.count(key), found.index(key)))
    )


def the(key: str) -> str:
    """The thing with its definite article."""
    return str(thing(key).get("the") or definite(thing(key)["a"]))


def thing(key: str) -> Mapping[str, Any]:
    """What the lexica know of a thing."""
    entry: Mapping[str, Any] = lexica("things")[key]
    return entry


@cache
def _kinds() -> frozenset[str]:
    """Words for any animal that the lexica know."""
    pets = lexica("pets").values()
    return frozenset(word for pet in pets for word in (*pet["noun"].split(), pet["plural"]))


def _look(selection: Any) -> Look:
    tone = at(selection, "visual_tone")
    keywords = at(selection, "prompting_keywords")
    return Look(
        id=ident_at(selection, "id"),
        label=text_at(selection, "label", most=60),
        description=text_at(selection, "description", most=200),
        mood=text_at(tone, "mood", most=80),
        lighting=text_at(tone, "lighting", most=100),
        energy=text_at(tone, "energy", most=40),
        warmth=text_at(tone, "warmth", most=60),
        angles=texts_at(selection, "story_angles", most=120),
        elements=texts_at(selection, "visual_elements", most=80),
        positive=texts_at(keywords, "positive", most=60),
        negative=texts_at(keywords, "negative", most=60),
    )


def _scene(selection: Any) -> Scene:
    keywords = at(selection, "scene_keywords")
    named = keywords if isinstance(keywords, list) else []
    return Scene(
        title=text_at(selection, "title", most=60).rstrip("."),
        hook=text_at(selection, "hook", most=200),
        narrative=text_at(selection, "narrative", most=1200),
        moments=texts_at(selection, "visual_moments", most=200),
        arc=text_at(selection, "emotional_arc", most=160).rstrip("."),
        setting=text_at(selection, "setting", most=240).rstrip("."),
        keywords=tuple(
            text for entry in named[:12] if (text := text_at(entry, "keyword", most=40))
        ),
    )
