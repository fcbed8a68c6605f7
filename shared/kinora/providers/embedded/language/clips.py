"""From a still to a clip: what moves, how, and everything that must not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kinora.providers.embedded.language.brief import Brief
from kinora.providers.embedded.language.grammar import (
    capital,
    definite,
    fill,
    fitted,
    fitted_list,
    listed,
    plural,
    prose,
)
from kinora.providers.embedded.language.lexica import lexica
from kinora.providers.embedded.language.pen import Pen
from kinora.providers.embedded.language.plain import at, text_at, texts_at

_MOST_ELEMENTS = 5
_COUNTS = ("No", "One", "Two", "Three", "Four", "Five")
_LONGEST_POSITIVE, _LONGEST_NEGATIVE, _LONGEST_PROSE = 1000, 1000, 1200
_STRONG = ("wave", "gust", "storm", "splash", "fast", "rush", "flap", "spin", "whirl", "dance")
_MEDIUM = ("flow", "ripple", "flicker", "fall", "drift", "stream", "sway", "run")


@dataclass(frozen=True)
class _Mover:
    """An element that was chosen to move."""

    element: str
    motion: str
    location: str


def write(brief: Brief) -> dict[str, Any]:
    """The answer to ``cc_video_prompts_schema``."""
    pen, movers = brief.pen("clips"), _movers(brief)
    still = texts_at(brief.facts, "still_elements", most=80)
    strength = _strength(brief, movers)
    title = brief.scene.title if len(brief.scene.title) >= 3 else capital(brief.animal.noun)
    return {
        "scene_title": f"{title:.60}".strip(),
        "motion_summary": _summary(brief, movers),
        "prompts": {
            "leonardo": {
                "positive_prompt": fitted(_positive(brief, pen, movers), _LONGEST_POSITIVE),
                "negative_prompt": _negative(brief, movers, still),
                "motion_strength": strength,
                "motion_notes": fitted(_notes(brief, pen, movers), 300),
            },
            "sora": {
                "prompt": fitted(_prose(brief, pen, movers, still), _LONGEST_PROSE),
                "style_notes": fitted(_style(brief, pen), 400),
            },
        },
    }


def _movers(brief: Brief) -> list[_Mover]:
    entries = at(brief.facts, "selected_motion_elements")
    chosen = entries if isinstance(entries, list) else []
    movers = [
        _Mover(
            text_at(entry, "element", most=80).rstrip("."),
            text_at(entry, "motion_type", most=80).rstrip(".") or "slow, small movement",
            text_at(entry, "location", most=80).rstrip(".") or "in the frame",
        )
        for entry in chosen[:_MOST_ELEMENTS]
    ]
    return [mover for mover in movers if mover.element]


def _strength(brief: Brief, movers: list[_Mover]) -> str:
    """How strongly it moves: by the kinds of movement, their number, and the wish."""
    told = " ".join(f"{mover.element} {mover.motion}" for mover in movers).lower()
    points = len(movers) // 3
    points += any(word in told for word in _STRONG) + any(word in told for word in _MEDIUM)
    feel = str(at(brief.facts, "image_analysis", "audio_atmosphere", "temporal_feel") or "")
    points += feel in {"dynamic/energetic", "urgent/fast"}
    points += ("exciting" in brief.wish.moods) - ("calm" in brief.wish.moods)
    if not movers or points <= 1:
        return "subtle"
    return "moderate" if points == 2 else "dynamic"


def _summary(brief: Brief, movers: list[_Mover]) -> str:
    pet = capital(brief.animal.slots["pet"])
    if not movers:
        return f"A still clip: {brief.animal.slots['pet']} and all around stay as they are."
    what = listed([definite(mover.element.lower()) for mover in movers])
    verb = "moves" if len(movers) == 1 and not plural(movers[0].element) else "move"
    return fitted(f"{pet} keeps still while {what} {verb}.", 240)


def _positive(brief: Brief, pen: Pen, movers: list[_Mover]) -> str:
    phrases = lexica("clips")["motion"]
    slots = dict(brief.animal.slots)
    lead = pen.pick(phrases["lead"])
    if not movers:
        return prose(
            lead, pen.pick(phrases["nothing"]), fill(pen.pick(phrases["still_pet"]), slots)
        )
    told = [
        fill(
            phrases["element"][0],
            {"element": mover.element, "motion": mover.motion, "location": mover.location},
        )
        for mover in movers
    ]
    asked = [f"{capital(word)} in mood" for word in brief.wish.moods[:1]]
    return prose(
        lead,
        "Moving: " + "; ".join(told),
        f"The movement is {pen.pick(phrases['amount'])}",
        *asked,
        fill(pen.pick(phrases["still_pet"]), slots),
        pen.pick(phrases["loop"]),
    )


def _negative(brief: Brief, movers: list[_Mover], still: tuple[str, ...]) -> str:
    """What must not move or happen, the most important first; chosen elements never."""
    faults = lexica("clips")["faults"]
    chosen = {mover.element.lower() for mover in movers}
    held = [f"moving {name.lower()}" for name in still if name.lower() not in chosen]
    unwanted = [word for word in brief.wish.unwanted if word not in " ".join(chosen)]
    return fitted_list(
        [
            *faults["pet"][:2],
            *held[:14],
            *faults["camera"][:2],
            *unwanted[:6],
            *faults["body"][:4],
            *faults["film"][:4],
            *held[14:],
            *faults["pet"][2:],
            *faults["camera"][2:],
            *faults["body"][4:],
            *faults["film"][4:],
        ],
        _LONGEST_NEGATIVE,
    )


def _notes(brief: Brief, pen: Pen, movers: list[_Mover]) -> str:
    notes = lexica("clips")["notes"]
    if not movers:
        return str(pen.pick(notes["none"]))
    number = len(movers)
    slots = dict(brief.animal.slots) | {
        "what": listed([definite(mover.element.lower()) for mover in movers]),
        "count": "One element is" if number == 1 else f"{_COUNTS[number]} elements are",
    }
    return prose(fill(pen.pick(notes["some"]), slots))


def _prose(brief: Brief, pen: Pen, movers: list[_Mover], still: tuple[str, ...]) -> str:
    phrases, slots = lexica("clips")["sora"], dict(brief.animal.slots)
    analysis = at(brief.facts, "image_analysis")
    setting = text_at(analysis, "environment", "setting", most=160) or brief.scene.setting
    slots |= {
        "seconds": str(brief.clip_seconds),
        "setting": (setting or "a quiet place").rstrip("."),
        "mood": brief.look.mood or brief.scene.arc or "calm",
    }
    parts = [fill(pen.pick(phrases["lead"]), slots)]
    if movers:
        parts += [f"{mover.element}: {mover.motion}, {mover.location}" for mover in movers]
        rest = listed([name.lower() for name in still[:8]])
        if rest:
            parts.append(f"Keeping still: {rest}")
    else:
        parts.append(pen.pick(lexica("clips")["motion"]["nothing"]))
    parts.append(fill(pen.pick(phrases["pose"]), slots))
    parts.append(fill(pen.pick(phrases["mood"]), slots))
    return prose(*parts)


def _style(brief: Brief, pen: Pen) -> str:
    phrases = lexica("clips")["sora"]
    analysis = at(brief.facts, "image_analysis")
    light = text_at(analysis, "environment", "lighting", most=120) or brief.look.lighting
    colours = texts_at(analysis, "environment", "dominant_colors", most=30)
    parts = [fill(pen.pick(phrases["style"]), {"light": light.rstrip(".") or "soft"})]
    if colours:
        parts.append(f"Palette: {listed(colours[:5])}")
    return prose(*parts, pen.pick(phrases["colour"]))
