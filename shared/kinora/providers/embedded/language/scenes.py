"""Three scenes: each a place, an hour, an animal at ease, one small event, and rest."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from kinora.providers.embedded.language.animals import Deed, deeds
from kinora.providers.embedded.language.brief import Brief, thing, things_in
from kinora.providers.embedded.language.grammar import (
    bare,
    capital,
    definite,
    fill,
    fitted,
    listed,
    prose,
)
from kinora.providers.embedded.language.lexica import lexica
from kinora.providers.embedded.language.pen import Pen
from kinora.providers.embedded.language.scenery import Staging, stagings

_SCENES = 3
_MOMENTS = {15: 3, 30: 4, 60: 5}
_OPENINGS = (
    "{open}. On {seat}, {first} {does}",
    "{open}. {first} has {seat} to {itself}, and {does}",
    "{open}. {seat} is taken: {first} {does}",
    "{open}. There, on {seat}, {first} {does}",
)
_THINGS = (
    "There is {thing}, too, and it has been thoroughly inspected",
    "{thing} lies within reach, exactly where it should be",
    "Beside {obj} there is {thing}, and the two seem to know each other",
)
_SCENIC = (
    "And there is {thing}, as there should be",
    "Not far off there is {thing}, minding its own business",
)
_WORN = ("scarf", "hat", "ribbon", "bow", "bandana", "beanie", "cap", "jumper", "sweater", "coat")
_ALOOF = frozenset(
    "rain snow fog sun moon star cloud sea city tree window grass dust shadow pond dew rainbow "
    "bird butterfly bee firefly fire".split()
)
"""Things that do not lie beside anybody."""
_STYLED = {
    "funny": ", with a straight face",
    "calm": ", never above a whisper",
    "sad": ", with a small ache at the edge",
    "exciting": ", and the heart a little faster",
    "magical": ", with a shimmer left over",
    "romantic": ", hand on heart",
}


def write(brief: Brief) -> dict[str, Any]:
    """The answer to ``cc_scene_generation_schema``."""
    pen = brief.pen("scenes")
    return {"scenes": [_scene(brief, pen, staged) for staged in stagings(brief, _SCENES)]}


def _scene(brief: Brief, pen: Pen, staged: Staging) -> dict[str, Any]:
    slots = dict(brief.animal.slots) | {"seat": staged.spot.seat}
    happening = staged.happening
    opening, settling = _opening(brief, pen), pen.pick(brief.animal.settles, lambda deed: deed.does)
    detail = pen.pick(staged.spot.details)
    light = _light(pen, staged)
    return {
        "title": fill(pen.pick(happening.titles), slots),
        "hook": fitted(prose(fill(happening.hook, slots)), 160),
        "narrative": _narrative(brief, pen, staged, (opening, settling), detail),
        "visual_moments": _moments(brief, pen, staged, (opening, settling), detail),
        "pet_behavior": fitted(
            prose(fill(f"{{pet}} {opening.does}; later {{it}} {settling.does}", slots)), 240
        ),
        "emotional_arc": _arc(brief, pen, staged),
        "setting": fitted(f"{staged.spot.noun}, {_hour(pen, staged)}, {light}", 200),
        "scene_keywords": _keywords(brief, pen, staged, opening, settling),
    }


def _opening(brief: Brief, pen: Pen) -> Deed:
    acts = lexica("wishes")["acts"]
    asked = [deed for act in brief.wish.acts for deed in deeds(acts[act])]
    fresh = [deed for deed in asked if not pen.used(deed.does)]
    return pen.pick(fresh or brief.animal.opens, lambda deed: deed.does)


def _hour(pen: Pen, staged: Staging) -> str:
    return str(pen.pick(lexica("looks")["hours"][staged.hour]["phrase"]))


def _light(pen: Pen, staged: Staging) -> str:
    looks = lexica("looks")
    weathers = looks["weather_light"]
    if staged.weather in weathers and staged.spot.kind != "outdoor":
        return str(pen.pick(weathers[staged.weather]))
    return str(pen.pick(looks["hours"][staged.hour]["light"]))


def _weather(pen: Pen, staged: Staging) -> str:
    """A sentence on the weather, as it is seen from inside or felt outside; often none."""
    looks = lexica("looks")["weather"]
    key = staged.weather
    suffix = "roof" if staged.spot.sheltered else "out"
    if staged.spot.kind == "outdoor" and f"{key}_{suffix}" in looks:
        key = f"{key}_{suffix}"
    return pen.pick(looks[key]) if key in looks else ""


def _narrative(
    brief: Brief, pen: Pen, staged: Staging, deed: tuple[Deed, Deed], detail: str
) -> str:
    """Four to eight sentences; how many hangs on the video's length and on the wish."""
    looks, wish = lexica("looks"), brief.wish
    slots = dict(brief.animal.slots) | {"seat": staged.spot.seat}
    slots |= {"noun_of_spot": staged.spot.noun, "detail": detail}
    slots["does"] = fill(deed[0].does, slots)
    slots["settle"] = fill(deed[1].does, slots)
    slots["open"] = fill(pen.pick(looks["hours"][staged.hour]["opens"]), slots)
    room = (0 if brief.seconds <= 20 else 1 if brief.seconds <= 40 else 2) + (
        ("longer" in wish.manners[:1]) - ("shorter" in wish.manners[:1])
    ) * 2
    parts = [pen.pick(_OPENINGS)]
    if staged.weather and room >= 0 and not staged.happening.weather:
        parts.append(_weather(pen, staged))
    if room >= 2:
        parts.append(pen.pick(looks["asides"]["detail"]))
    parts += _wished(brief, pen, staged)
    parts.append(pen.pick(staged.happening.arrives))
    if room >= 1:
        noticed = pen.pick(brief.animal.notice)
        parts.append(re.sub(r"^\{its\} ", "{pet's} ", noticed))
    parts.append(pen.pick(staged.happening.turn))
    mood = next((mood for mood in wish.moods if mood in looks["asides"]), "")
    if mood and (room >= 0 or wish.moods):
        parts.append(pen.pick(looks["asides"][mood]))
    parts.append(pen.pick(looks["closes"]["texts"]))
    if room >= 2:
        parts.append(pen.pick(looks["closes"]["after"]))
    again = slots | {"seat": definite(staged.spot.seat)}
    told = [fill(parts[0], slots), *(fill(part, again) for part in alternated(parts)[1:])]
    return fitted(prose(*told), 900)


def alternated(parts: Sequence[str]) -> list[str]:
    """Templates of sentences in which animal and pronoun take turns as the subject."""
    told: list[str] = []
    before = False
    for part in parts:
        text = part
        if part.startswith("{it} ") and not before:
            text = "{pet} " + part.removeprefix("{it} ")
        elif part.startswith("{pet} ") and before:
            text = "{it} " + part.removeprefix("{pet} ")
        before = part.startswith(("{it} ", "{pet} "))
        told.append(text)
    return told


def _wished(brief: Brief, pen: Pen, staged: Staging) -> list[str]:
    """Sentences that put what was asked for into the picture, where it is not there already."""
    told = things_in(f"{staged.happening.text} {staged.spot.noun} {' '.join(staged.spot.details)}")
    sentences = []
    for prop in brief.wish.props[:2]:
        if bare(prop).split()[-1] in _WORN:
            sentences.append(f"{{pet}} wears {prop} as if {{it}} had been born in it")
        else:
            sentences.append(pen.pick(_THINGS).replace("{thing}", prop))
    named = " ".join(brief.wish.props)
    for key in brief.wish.things[:3]:
        if key in told or key in things_in(named) or not pen.welcome(thing(key)["a"]):
            continue
        if key in {"scarf", "hat"}:
            sentences.append(f"{{pet}} wears {thing(key)['a']} as if {{it}} had been born in it")
        elif not (key == staged.weather or key in {"sun", "window"}):
            frame = pen.pick(_SCENIC if key in _ALOOF else _THINGS)
            sentences.append(frame.replace("{thing}", thing(key)["a"]))
    colours = [colour for colour in brief.wish.colours if pen.welcome(colour)]
    if colours:
        sentences.append(f"There is a touch of {listed(colours[:2])} in everything")
    return sentences


def _moments(
    brief: Brief, pen: Pen, staged: Staging, deed: tuple[Deed, Deed], detail: str
) -> list[str]:
    slots = dict(brief.animal.slots) | {"seat": staged.spot.seat}
    slots |= {"spot": staged.spot.noun, "detail": detail}
    seen = slots | {"its": slots["pet's"], "seat": definite(staged.spot.seat)}
    wanted = next((most for seconds, most in _MOMENTS.items() if brief.seconds <= seconds), 5)
    first = fill(f"{{first}} {deed[0].doing}, on {{seat}}", slots)
    last = fill(f"{{pet}} {deed[1].doing}", slots)
    middle = [
        fill(moment, slots if "{pet}" in moment else seen)
        for moment in pen.several(staged.happening.moments, 2)
    ]
    if wanted == 3:
        middle = middle[:1]
    if wanted == 5:
        middle.insert(0, fill("{spot}, where {detail}", slots))
    if brief.wish.props:
        middle[0] = f"{middle[0]}, with {brief.wish.props[0]} in the picture"
    return [fitted(capital(moment), 160).rstrip(".") for moment in (first, *middle, last)]


def _arc(brief: Brief, pen: Pen, staged: Staging) -> str:
    mood = next((mood for mood in brief.wish.moods if mood in _STYLED), "")
    return fitted(pen.pick(staged.happening.arc) + _STYLED.get(mood, ""), 160)


def _keywords(
    brief: Brief, pen: Pen, staged: Staging, opening: Deed, settling: Deed
) -> list[Mapping[str, Any]]:
    """Up to six keywords, the person's own first."""
    words: list[tuple[str, str, float]] = []
    if brief.wish.quote:
        words.append((brief.wish.quote, "wish", 1.0))
    words += [(bare(prop), "prop", 0.95) for prop in brief.wish.props[:1]]
    first, second, third = staged.happening.keys
    words += [(*first, 0.9), (*second, 0.7)]
    deed = pen.pick((opening, settling), lambda each: each.key)
    words += [(deed.key, "behaviour", 0.6), (*third, 0.5)]
    words.append((bare(staged.spot.noun), "place", 0.4))
    kept = {word: (category, weight) for word, category, weight in words if pen.welcome(word)}
    return [
        {"keyword": word[:40].strip(), "category": category, "weight": weight}
        for word, (category, weight) in list(kept.items())[:6]
    ]
