"""The words on the picture: three voices, each with as many lines as the length asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kinora.providers.embedded.language.brief import Brief, the, thing, things_in
from kinora.providers.embedded.language.grammar import (
    capital,
    definite,
    fill,
    fitted,
    prose,
)
from kinora.providers.embedded.language.lexica import lexica
from kinora.providers.embedded.language.pen import Pen
from kinora.providers.embedded.language.plain import at, text_at

_VOICES = ("narrator", "itself", "poem", "notes", "schedule", "letter")
_SETS = 3
_LONGEST, _SHORT = 90, 38
_MOST_IN_A_PARAGRAPH = 5
_FUNNY, _SOLEMN = frozenset({"funny", "exciting"}), frozenset({"calm", "sad", "romantic"})
_SLOT = re.compile(r"\{(?:a )?(\w+(?:'s)?)\}")


def write(brief: Brief) -> dict[str, Any]:
    """The answer to ``cc_text_overlays_schema``."""
    pen = brief.pen("overlays")
    return {
        "text_sets": [
            _set(brief, pen, number, voice)
            for number, voice in enumerate(_voices(brief, pen), start=1)
        ]
    }


def _voices(brief: Brief, pen: Pen) -> list[str]:
    """Three voices, of which the mood that was asked for decides two."""
    voices = lexica("overlays")
    moods = set(brief.wish.moods)
    kind = "funny" if moods & _FUNNY else "calm" if moods & _SOLEMN else ""
    fitting = [voice for voice in _VOICES if kind and voices[voice].get(kind)]
    chosen = pen.several(fitting, 3)
    others = [voice for voice in _VOICES if voice not in chosen]
    return [*chosen, *pen.several(others, _SETS - len(chosen))]


def _set(brief: Brief, pen: Pen, number: int, voice: str) -> dict[str, Any]:
    slots = line_slots(brief, pen)
    told = lexica("overlays")[voice]
    describe = _line(pen, told["describe"], slots)
    lines = _lines(brief, pen, voice, slots)
    half = -(-len(lines) // 2) if len(lines) > 2 else len(lines)
    half = max(half, len(lines) - _MOST_IN_A_PARAGRAPH)
    paragraphs = [lines[:half], lines[half:]] if len(lines) > half else [lines]
    return {
        "set_id": f"set_{number}",
        "set_description": fitted(prose(describe), 160),
        "paragraphs": [
            {"paragraph_id": f"paragraph_{place}", "sentences": sentences}
            for place, sentences in enumerate(paragraphs, start=1)
        ],
    }


def _lines(brief: Brief, pen: Pen, voice: str, slots: dict[str, str]) -> list[str]:
    told = lexica("overlays")[voice]
    lines = [_line(pen, told["first"], slots)]
    if brief.lines > 2:
        own = list(brief.animal.says) if voice == "itself" else []
        middle = [
            _line(pen, told["middle"] if place % 2 else own or told["middle"], slots)
            for place in range(brief.lines - 2)
        ]
        seen = _seen(brief, pen, voice, slots)
        if seen:
            middle[pen.number(0, len(middle) - 1)] = seen
        lines += middle
    if brief.lines > 1:
        lines.append(_line(pen, told["last"], slots))
    if "shorter" in brief.wish.manners:
        lines = [_shortened(line) for line in lines]
    return [fitted(line, _LONGEST) for line in lines]


def _seen(brief: Brief, pen: Pen, voice: str, slots: dict[str, str]) -> str:
    """A line about what the scene or the picture holds."""
    if voice == "itself":
        return ""
    options = [line for key in _things(brief, pen)[:4] for line in thing(key)["line"]]
    voices = lexica("overlays")
    feeling = text_at(brief.facts, "image_analysis", "audio_atmosphere", "emotional_intensity")
    hour = text_at(brief.facts, "image_analysis", "environment", "time_of_day").lower()
    options += voices["feeling"].get(feeling, [])
    options += voices["time"].get(hour, [])
    if slots["mover"]:
        options += voices["moving"]["lines"]
    return _line(pen, options, slots) if options else ""


def _things(brief: Brief, pen: Pen) -> list[str]:
    """Things that the scene and the wish name, those that were asked for first."""
    found = dict.fromkeys((*brief.wish.things, *things_in(brief.scene.words)))
    return [key for key in found if pen.welcome(" ".join(thing(key)["words"]))]


def line_slots(brief: Brief, pen: Pen) -> dict[str, str]:
    """What stands for the slots of a line; empty where the scene does not tell."""
    keys = _things(brief, pen)
    chosen = ""
    if brief.wish.props and pen.often(0.5):
        chosen = definite(brief.wish.props[0])
    elif keys:
        chosen = the(pen.pick(keys[:4]))
    movers = [
        text.lower() for text in texts_of_movers(brief) if pen.welcome(text) and len(text) <= 40
    ]
    return {
        **brief.animal.slots,
        "Pet": capital(brief.animal.slots["pet"]),
        "thing": chosen,
        "place": brief.scene.place if pen.welcome(brief.scene.place) else "",
        "mover": definite(pen.pick(movers)) if movers else "",
    }


def texts_of_movers(brief: Brief) -> tuple[str, ...]:
    """Names of the elements that were chosen to move."""
    entries = at(brief.facts, "selected_motion_elements")
    named = entries if isinstance(entries, list) else []
    return tuple(name for entry in named if (name := text_at(entry, "element", most=60)))


def fitting(options: list[str], slots: Mapping[str, str]) -> list[str]:
    """The templates of which every slot has a filling."""
    return [text for text in options if all(slots.get(name) for name in _SLOT.findall(text))]


def _line(pen: Pen, options: list[str], slots: Mapping[str, str]) -> str:
    usable = fitting(options, slots)
    wide = [text for text in usable if len(fill(text, slots)) <= _LONGEST]
    if not usable:
        return "Here we are."
    return prose(fill(pick_filled(pen, wide or usable, slots), slots))


def pick_filled(pen: Pen, options: list[str], slots: Mapping[str, str]) -> str:
    """A template, judged both as it stands and as it reads when it is filled."""
    return pen.pick(options, lambda text: f"{text}\n{fill(text, slots)}")


def _shortened(line: str) -> str:
    """The line's first sentence or clause, where the whole is long."""
    if len(line) <= _SHORT:
        return line
    head = re.split(r"(?<=[.!?])\s|,\s|:\s", line)[0].rstrip(" ,.:")
    return prose(head) if len(head) >= 4 else line
