"""Interpretation: from a prompt to an instruction. A pure function of prompt and knowledge."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from kinora.language.lexicon import Lexicon, Sense, lexicon, words_of
from kinora.language.reading import NEGATORS, Hit, clean, hits, styled, tokens
from kinora.language.taught import with_taught
from kinora.language.text_request import requested_text
from kinora.model.instruction import Avoid, Instruction
from kinora.model.knowledge import Snapshot

_DURATION = re.compile(
    r"\b(\d{1,4}(?:\.\d+)?)[ -]?(seconds?|secs?|s|minutes?|mins?|min)\b", re.IGNORECASE
)
_TEMPO = re.compile(r"\b(\d{2,3})\s*(?:bpm|beats per minute)\b", re.IGNORECASE)
_INSTEAD = {"music": "sfx", "sfx": "music", "ambient": "music", "silence": "full"}
"""What is heard where a presence is denied."""
_WIND = {"calm_air": 0.05, "breeze": 0.3, "windy": 0.7, "gale": 1.0}
_PACING = {"slow_paced": 0.6, "quick_paced": 1.5}
_WARMTH = {"warm": 0.8, "cool": -0.8}
_SYMMETRIC = {"symmetric": True, "asymmetric": False}
_AVOIDABLE = {
    "place": "places",
    "time_of_day": "times",
    "weather": "weathers",
    "motion": "motions",
    "camera": "cameras",
    "lighting": "lightings",
    "mood": "moods",
    "particles": "particles",
    "colour": "colours",
}
_LOOKS = frozenset({"style", "lighting"})
_MAX_THEMES = 8
_PLACE_WEIGHTS = {"place": 1.0, "scenery": 0.5}
"""How much a phrase says about the place."""


def interpret(prompt: str, knowledge: Snapshot) -> Instruction:
    """What the prompt asks for; the first mention of a field wins, a denied one is avoided.

    Learned colours are understood by their registry names, and words as people taught them.

    Raises:
        InvalidPrompt: see :func:`kinora.language.reading.clean`.
    """
    text = clean(prompt)
    known = _with_learned(lexicon(), knowledge)
    words = tokens(text)
    found = [_as_style(hit, words) for hit in hits(words, known)]
    fields: dict[str, Any] = {}
    because: dict[str, str] = {}
    colours: list[str] = []
    for hit in found:
        if not hit.negated:
            _take(hit, fields, because, colours)
    avoid = _avoid(found)
    _take_place(found, fields, because)
    _drop_denied(fields, because, avoid)
    _take_denied_sound(found, fields, because)
    _read_numbers(text, fields, because)
    overlay = requested_text(text)
    if overlay is not None:
        fields["text"] = overlay
    return Instruction(
        prompt=text,
        colours=tuple(colour for colour in colours if colour not in avoid.colours)[:4],
        themes=_themes(words, found, known),
        avoid=avoid,
        because=because,
        **fields,
    )


def _as_style(hit: Hit, words: list[str]) -> Hit:
    """What stands behind "in the style of" says how it looks, not what is shown or heard."""
    if not styled(words, hit.start):
        return hit
    return hit._replace(senses=tuple(sense for sense in hit.senses if sense.field in _LOOKS))


def _take(hit: Hit, fields: dict[str, Any], because: dict[str, str], colours: list[str]) -> None:
    for field, value in hit.senses:
        if field == "colour":
            colours.append(value)
            known = because.get("colours")
            because["colours"] = f"{known}, {hit.text}" if known else hit.text
            continue
        if field == "particles":
            if value not in fields.setdefault("particles", []):
                fields["particles"].append(value)
                because.setdefault("particles", hit.text)
            continue
        if field in _PLACE_WEIGHTS:
            continue
        name, meaning = _meaning(field, value)
        if name not in fields:
            fields[name] = meaning
            because[name] = hit.text


def _take_place(found: Iterable[Hit], fields: dict[str, Any], because: dict[str, str]) -> None:
    """The place that most phrases speak of, so that a field of sand dunes is a desert.

    A phrase that only suggests a place counts half, and not at all where another is named. The
    runner-up, if it is named, is what lies beyond.
    """
    votes: dict[str, list[tuple[float, str]]] = {}
    for hit in found:
        for sense in hit.senses:
            if sense.field in _PLACE_WEIGHTS and not hit.negated:
                weight = _PLACE_WEIGHTS[sense.field]
                votes.setdefault(sense.value, []).append((weight, hit.text))
    ranked = sorted(votes, key=lambda place: -sum(weight for weight, _ in votes[place]))
    ranked = [place for place in ranked if _named(votes[place])] or ranked[:1]
    for field, place in zip(("place", "beyond"), ranked, strict=False):
        fields[field] = place
        because[field] = " ".join(text for _, text in votes[place])


def _named(votes: list[tuple[float, str]]) -> bool:
    return max(weight for weight, _ in votes) >= 1.0


def _meaning(field: str, value: str) -> tuple[str, Any]:
    """The instruction's field and value for a sense of the lexicon."""
    match field:
        case "wind":
            return "wind", _WIND[value]
        case "pacing":
            return "pacing", _PACING[value]
        case "warmth":
            return "warmth", _WARMTH[value]
        case "symmetry":
            return "symmetric", _SYMMETRIC[value]
        case "tempo":
            return "tempo_bpm", float(value)
    return field, value


def _avoid(found: Iterable[Hit]) -> Avoid:
    """All senses of denied phrases; a sense that is asked for elsewhere is not avoided."""
    denied: dict[str, list[str]] = {}
    wanted = {sense for hit in found if not hit.negated for sense in hit.senses}
    for hit in found:
        if not hit.negated:
            continue
        for field, value in hit.senses:
            name = _AVOIDABLE.get(field)
            if name and Sense(field, value) not in wanted and value not in denied.get(name, []):
                denied.setdefault(name, []).append(value)
    return Avoid.model_validate(denied)


def _drop_denied(fields: dict[str, Any], because: dict[str, str], avoid: Avoid) -> None:
    for field, name in _AVOIDABLE.items():
        if field in fields and fields[field] in getattr(avoid, name):
            del fields[field], because[field]
    if fields.get("beyond") in avoid.places:
        del fields["beyond"], because["beyond"]


def _take_denied_sound(
    found: Iterable[Hit], fields: dict[str, Any], because: dict[str, str]
) -> None:
    """Who wants no music is given the sounds of the scene; who wants none of those, music."""
    for hit in found:
        for sense in hit.senses:
            if hit.negated and sense.field == "presence" and "presence" not in fields:
                fields["presence"] = _INSTEAD.get(sense.value, "sfx")
                because["presence"] = f"no {hit.text}"


def _read_numbers(text: str, fields: dict[str, Any], because: dict[str, str]) -> None:
    if found := _DURATION.search(text):
        seconds = float(found[1]) * (60 if found[2].lower().startswith("m") else 1)
        fields["duration_seconds"] = min(max(seconds, 1.0), 600.0)
        because["duration_seconds"] = found[0]
    if found := _TEMPO.search(text):
        fields["tempo_bpm"] = min(max(float(found[1]), 40.0), 200.0)
        because["tempo_bpm"] = found[0]


def _themes(words: list[str], found: list[Hit], known: Lexicon) -> tuple[str, ...]:
    """Content words outside every known phrase, in order, without repeats."""
    covered = {place for hit in found for place in range(hit.start, hit.end)}
    themes: dict[str, None] = {}
    for place, word in enumerate(words):
        meaningful = len(word) > 2 and word[0].isalpha() and word not in known.stop | NEGATORS
        if place not in covered and meaningful and not styled(words, place):
            themes[word.split("'")[0]] = None
    return tuple(themes)[:_MAX_THEMES]


def _with_learned(base: Lexicon, knowledge: Snapshot) -> Lexicon:
    """The lexicon, words as they were taught, and the names of learned colours."""
    learned = [entry for entry in knowledge.entries if "colour" in entry.value]
    if not learned and not knowledge.linguistic:
        return base
    phrases = with_taught(base.phrases, knowledge.linguistic)
    for entry in learned:
        phrases.setdefault(words_of(entry.name), (Sense("colour", str(entry.value["colour"])),))
    return Lexicon(phrases, base.stop, max(map(len, phrases)))
