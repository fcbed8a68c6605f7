"""One scene framed three times: whole, near and quiet, with what must not be in the picture."""

from __future__ import annotations

import re
from typing import Any

from kinora.providers.embedded.language.brief import Brief, thing, things_in
from kinora.providers.embedded.language.grammar import (
    bare,
    capital,
    fill,
    fitted,
    fitted_list,
    listed,
    prose,
)
from kinora.providers.embedded.language.lexica import lexica
from kinora.providers.embedded.language.pen import Pen
from kinora.providers.embedded.language.scenery import moved_to

_FRAMINGS = ("wide", "portrait", "quiet")
_LIVELY = frozenset(
    "rain snow fire steam curtain leaf flower petal grass tree firefly dust cloud fog sea pond "
    "city plant star wool feather lamp candle".split()
)
"""Things that move by themselves."""
_MOVERS = ("dust in the light", "a curtain's edge", "a few leaves", "soft light on the wall")
_LIT = re.compile(r"light|lamp|glow|sun|shade|dark|moon", re.IGNORECASE)
"""A setting that tells of its light needs no other."""
_MANNERS = {
    "brighter": "bright and airy",
    "darker": "low-key, with deep shadows",
    "warmer": "warm in tone",
    "cooler": "cool in tone",
    "closer": "close to the subject",
    "wider": "seen from farther away",
    "shorter": "",
    "longer": "rich in small detail",
}
_MOODS = {
    "funny": "a little comic",
    "calm": "deeply calm",
    "sad": "wistful",
    "exciting": "full of expectation",
    "magical": "faintly enchanted",
    "romantic": "tender",
}
_LONGEST, _LONGEST_NEGATIVE = 1200, 600


def write(brief: Brief) -> dict[str, Any]:
    """The answer to ``cc_image_prompts_schema``."""
    pen = brief.pen("images")
    look = pen.pick(brief.animal.looks)
    moments = _moments(brief, pen)
    prompts = {
        framing: _framed(brief, pen, framing, look, moments[place])
        for place, framing in enumerate(_FRAMINGS)
    }
    title = brief.scene.title if len(brief.scene.title) >= 3 else capital(brief.animal.noun)
    return {"scene_title": f"{title:.60}".strip(), "prompts": prompts}


def _moments(brief: Brief, pen: Pen) -> list[str]:
    """A moment of the scene for each framing: the fullest, the nearest, the last."""
    told = [moment.rstrip(".") for moment in brief.scene.moments]
    own = [
        moment for moment in told if brief.animal.noun in moment.lower() or _named(brief, moment)
    ]
    if not own:
        deeds = pen.several(brief.animal.opens, 2, lambda deed: deed.does)
        deeds.append(pen.pick(brief.animal.settles, lambda deed: deed.does))
        own = [fill(f"{{pet}} {deed.doing}", brief.animal.slots) for deed in deeds]
    nearest = own[1 % len(own)] if len(own) > 2 else own[-1]
    return [own[0], nearest, own[-1]]


def _named(brief: Brief, moment: str) -> bool:
    return bool(brief.wish.name) and brief.wish.name in moment


def _framed(brief: Brief, pen: Pen, framing: str, look: str, moment: str) -> dict[str, Any]:
    frame, join = lexica("images")[framing], lexica("images")["join"]
    scene, tone = brief.scene, brief.look
    short = "shorter" in brief.wish.manners
    parts = [
        f"{fill(pen.pick(frame['lead']), brief.animal.slots)}: {look}",
        moment,
        fill(pen.pick(join["place"]), {"setting": _setting(brief, pen)}),
    ]
    parts += [f"The hour: {phrase}" for phrase in _hour(brief, pen)]
    around, moving = _around(brief, pen, framing), _moving(brief, pen)
    if around:
        parts.append(fill(pen.pick(join["around"]), {"things": listed(around)}))
    if moving and not short:
        parts.append(fill(pen.pick(join["moving"]), {"moving": listed(moving)}))
    told = bool(_LIT.search(scene.setting))
    light = [*([] if told else [tone.lighting or "soft natural light"]), _manner(brief)]
    if any(light):
        parts.append(fill(pen.pick(join["light"]), {"light": ", ".join(filter(None, light))}))
    if brief.wish.colours:
        parts.append(f"Touches of {listed(brief.wish.colours[:3])}")
    manner = listed(pen.several(tone.positive, 3)) or "natural colours"
    parts.append(fill(pen.pick(join["manner"]), {"mood": _mood(brief), "manner": manner}))
    if not short:
        parts.append(f"{pen.pick(frame['lens'])}, {pen.pick(frame['space'])}")
    if brief.wish.quote:
        parts.append(f"In the spirit of: {brief.wish.quote}")
    notes = pen.pick(frame["notes"])
    return {
        "prompt": fitted(prose(*parts), _LONGEST),
        "negative_prompt": _negative(brief, framing),
        "framing": framing,
        "notes": fitted(f"{notes} Moment: {brief.lowered(moment)}.", 240),
    }


def _setting(brief: Brief, pen: Pen) -> str:
    """The scene's setting without what is unwanted, moved where feedback asks for it."""
    clauses = [clause.strip() for clause in brief.scene.setting.split(",")]
    moved = moved_to(brief, pen)
    rest = [clause for clause in clauses[bool(moved) :] if clause and pen.welcome(clause)]
    return ", ".join(filter(None, (moved, *rest))) or "a quiet, lived-in place"


def _hour(brief: Brief, pen: Pen) -> list[str]:
    """The hour and the weather that feedback asks for."""
    looks = lexica("looks")
    hours = [f"{pen.pick(looks['hours'][hour]['phrase'])}" for hour in brief.asked.hours[:1]]
    weathers = [
        pen.pick(looks["weather_light"][weather])
        for weather in brief.asked.weathers[:1]
        if weather in looks["weather_light"]
    ]
    return [", ".join([*hours, *weathers])] if hours or weathers else []


def _mood(brief: Brief) -> str:
    own = next((_MOODS[mood] for mood in brief.wish.moods if mood in _MOODS), "")
    return ", ".join(part for part in (own, brief.look.mood or "gentle") if part)


def _manner(brief: Brief) -> str:
    return next((_MANNERS[manner] for manner in brief.wish.manners if _MANNERS[manner]), "")


def _around(brief: Brief, pen: Pen, framing: str) -> list[str]:
    """What the look and the wish put into the picture; less of it in a portrait."""
    count = {"wide": 3, "portrait": 1, "quiet": 2}[framing]
    props = [prop for prop in brief.wish.props if pen.welcome(prop)][:2]
    told = things_in(brief.scene.words)
    wished = [thing(key)["a"] for key in brief.wish.things if key not in told][:2]
    named = " ".join(props)
    wished = [phrase for phrase in wished if bare(phrase).split()[-1] not in named]
    elements = [element for element in brief.look.elements if pen.welcome(element)]
    return [*props, *(wished if framing != "portrait" else []), *pen.several(elements, count)]


def _moving(brief: Brief, pen: Pen) -> list[str]:
    """Two things that can move by themselves, those of the scene first."""
    text = f"{brief.scene.words} {' '.join(brief.look.elements)}"
    movers = [bare(thing(key)["a"]) for key in things_in(text) if key in _LIVELY]
    welcome = [mover for mover in movers if pen.welcome(mover)][:4]
    return pen.several(welcome, 2) if len(welcome) > 1 else [*welcome, *pen.several(_MOVERS, 1)]


def _negative(brief: Brief, framing: str) -> str:
    faults, wish = lexica("images")["faults"], brief.wish
    unwanted = [word for word in wish.unwanted if len(word) > 2]
    dress = [] if wish.props else ["clothes on the animal"]
    return fitted_list(
        [
            *unwanted[:12],
            *faults["animal"],
            *brief.look.negative,
            *faults[framing],
            *dress,
            *faults["picture"],
        ],
        _LONGEST_NEGATIVE,
    )
