"""Styles of music to choose from, and the chosen one as three pieces."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kinora.providers.embedded.language.brief import Brief
from kinora.providers.embedded.language.grammar import (
    article,
    capital,
    definite,
    fill,
    fitted,
    listed,
    plural,
    prose,
    titled,
)
from kinora.providers.embedded.language.lexica import lexica
from kinora.providers.embedded.language.pen import Pen
from kinora.providers.embedded.language.plain import at, text_at, texts_at

_STYLES = 4
_LEAST_BPM, _MOST_BPM = 45, 160
_PACES = {"still": 55, "slow": 66, "gentle": 82, "steady": 102, "lively": 120}
_ENERGIES = ("very low", "low", "medium", "high")
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)?")
_SOLO = frozenset({"room noise", "tape hiss"})


def options(brief: Brief) -> dict[str, Any]:
    """The answer to ``cc_music_options_schema``: the best fitting styles, and one surprise."""
    pen = brief.pen("music options")
    styles = [style for style in lexica("music")["style"] if pen.welcome(_text(style))]
    styles = styles if len(styles) >= _STYLES else list(lexica("music")["style"])
    fresh = [style for style in styles if not pen.used("\n".join(style["says"]))]
    styles = fresh if len(fresh) >= _STYLES else styles
    ranked = sorted(styles, key=lambda style: -_fit(brief, style) - pen.real(0, 1.6))
    chosen = [*ranked[: _STYLES - 1], pen.pick(ranked[_STYLES - 1 :], _text)]
    return {
        "options": [
            _option(brief, pen, number, style) for number, style in enumerate(chosen, start=1)
        ]
    }


def _text(style: Mapping[str, Any]) -> str:
    return "\n".join((style["genre"], *style["instruments"], *style["says"]))


def _fit(brief: Brief, style: Mapping[str, Any]) -> float:
    """How well a style suits look, picture and wish."""
    audio = at(brief.facts, "image_analysis", "audio_atmosphere")
    told = " ".join(
        (
            *texts_at(audio, "suggested_music_genres", most=60),
            text_at(audio, "musical_texture", most=100),
            text_at(audio, "temporal_feel"),
            text_at(audio, "emotional_intensity"),
            text_at(audio, "warmth"),
        )
    ).lower()
    words, known = set(_WORD.findall(told)), set(style["for"])
    wished = {*brief.wish.sounds, *brief.wish.moods}
    arc = set(_WORD.findall(f"{brief.scene.arc} {brief.look.mood}".lower()))
    score = 2.0 * (brief.look.id in style["fits"]) + 1.2 * len(words & known)
    return score + 4.0 * len(wished & known) + 0.6 * len(arc & known)


def _option(brief: Brief, pen: Pen, number: int, style: Mapping[str, Any]) -> dict[str, Any]:
    place = brief.scene.place
    slots = {"place": place or "the window", "Place": titled(place or "the window")}
    slots = {
        name: text if len(text) <= 32 and " by " not in text.lower() else "the window"
        for name, text in slots.items()
    }
    says = pen.pick(style["says"])
    sounds = texts_at(brief.facts, "image_analysis", "audio_atmosphere", "implied_sounds", most=40)
    heard = [sound for sound in sounds if pen.welcome(sound)]
    under = f"It leaves room for {definite(pen.pick(heard).lower())}" if heard else ""
    energy = _ENERGIES.index(style["energy"]) + _push(brief)
    return {
        "option_id": f"style_{number}",
        "name": fitted(titled(fill(pen.pick(style["names"]), slots)), 48).rstrip("."),
        "description": fitted(prose(says, under), 260),
        "genre": style["genre"],
        "mood": style["mood"],
        "energy": _ENERGIES[min(3, max(0, energy))],
        "tempo_feel": style["tempo_feel"],
        "instruments": _instruments(brief, style["instruments"])[:5],
    }


def _push(brief: Brief) -> int:
    return ("exciting" in brief.wish.moods) - ("calm" in brief.wish.moods)


def _instruments(brief: Brief, own: list[str]) -> list[str]:
    """The style's instruments: unwanted ones left out, wished ones added."""
    pen = brief.pen("instruments")
    names = {
        "drums": "soft drums",
        "strings": "strings",
        "bells": "bells",
        "choir": "humming choir",
    }
    players = ("drums", "piano", "guitar", "strings", "flute", "bells", "marimba", "harp", "horn")
    wished = [names.get(sound, sound) for sound in brief.wish.sounds if sound in players]
    kept = [name for name in own if pen.welcome(name)]
    added = [name for name in wished if not any(name in other for other in kept)]
    merged = [*added, *kept] or ["soft pad"]
    return (
        merged if len(merged) > 1 else [*merged, "soft pad" if merged[0] != "soft pad" else "air"]
    )


def prompts(brief: Brief) -> dict[str, Any]:
    """The answer to ``cc_music_prompts_schema``."""
    pen = brief.pen("music prompts")
    style = at(brief.facts, "selected_music_style")
    base = _base(brief, pen, style)
    return {
        "prompts": {
            kind: _piece(brief, pen, kind, style, base) for kind in ("main", "lighter", "warmer")
        }
    }


def _piece(brief: Brief, pen: Pen, kind: str, style: Any, base: int) -> dict[str, Any]:
    feel = lexica("music")["feel"]
    genre = text_at(style, "genre", most=44) or "acoustic"
    mood = text_at(style, "mood", most=28) or "warm"
    own = [name.lower() for name in texts_at(style, "instruments", most=30)] or [
        "piano",
        "soft pad",
    ]
    players = _players(kind, _instruments(brief, own))
    bpm, energy = _pace(brief, kind, style, base)
    name = text_at(style, "name", most=40) or titled(genre)
    leads = [player for player in players if player not in _SOLO] or players
    slots = {"one": f"the {leads[0]}", "One": f"The {leads[0]}", "two": f"the {leads[-1]}"}
    slots["name"] = name
    slots["opens"] = "open" if plural(leads[0]) else "opens"
    for verb, stem in (("carries", "carry"), ("comes", "come"), ("answers", "answer")):
        slots[verb] = stem if plural(leads[-1]) else verb
    between = "middle" if len(leads) > 1 else "middle_one"
    says = text_at(style, "description", most=160) or f"{capital(genre)} for a quiet film"
    way = pen.pick(feel[kind])
    asked = _asked(brief)
    prompt = prose(
        f"{capital(genre)}, {_mood(mood, kind)}, {bpm} beats a minute, energy {energy}",
        f"Instruments: {listed(players)}",
        f"{capital(way)}",
        asked,
        f"{fill(pen.pick(feel['begins']), slots)}; {fill(pen.pick(feel[between]), slots)}, "
        f"{pen.pick(feel['ends'])}",
        "" if "shorter" in brief.wish.manners else _texture(brief),
        f"{brief.music_seconds} seconds, no sung words, steady loudness under a film about "
        f"{_subject(brief)}",
    )
    return {
        "name": fitted(fill(pen.pick(feel["titles"][kind]), slots), 60).rstrip("."),
        "description": fitted(prose(says, f"Here: {way}"), 260),
        "prompt": fitted(prompt, 900),
        "suggested_bpm": bpm,
        "instruments": players,
        "mood": _mood(mood, kind),
        "energy": energy,
    }


def _players(kind: str, own: list[str]) -> list[str]:
    """Fewer for the lighter piece, rounder ones for the warmer."""
    short = [name[:32] for name in dict.fromkeys(own) if len(name) >= 3][:6] or ["piano"]
    if kind == "lighter":
        heavy = ("drum", "bass", "pad", "timpani", "horn", "choir", "low")
        light = [name for name in short if not any(word in name for word in heavy)] or short[:1]
        second = "harp" if "bell" in light[0] else "light bells"
        return light[:2] if len(light) > 1 else [*light[:1], second]
    if kind == "warmer":
        kept = [name for name in short if "pad" not in name and "glass" not in name][:4]
        return [*kept, "warm pad"] if kept else ["warm pad", "low strings"]
    return short if len(short) > 1 else [*short, "soft pad"]


def _base(brief: Brief, pen: Pen, style: Any) -> int:
    """Beats a minute of the style, shifted by the wish."""
    genre = text_at(style, "genre").lower()
    known = next((each for each in lexica("music")["style"] if each["genre"] == genre), None)
    if known is not None:
        base = pen.number(*known["bpm"])
    else:
        base = _PACES.get(text_at(style, "tempo_feel"), 80) + pen.number(-4, 4)
    faster = "exciting" in brief.wish.moods or "funny" in brief.wish.moods
    return base + 10 * faster - 8 * ("calm" in brief.wish.moods)


def _pace(brief: Brief, kind: str, style: Any, base: int) -> tuple[int, str]:
    """Beats a minute and energy of one piece."""
    bpm = base + {"main": 0, "lighter": 6, "warmer": -6}[kind]
    told = text_at(style, "energy")
    energy = _ENERGIES.index(told) if told in _ENERGIES else 1
    energy += _push(brief) - (kind == "lighter" and energy > 1)
    return min(_MOST_BPM, max(_LEAST_BPM, bpm)), _ENERGIES[min(3, max(0, energy))]


def _mood(mood: str, kind: str) -> str:
    return {"main": mood, "lighter": f"{mood}, airy", "warmer": f"{mood}, close"}[kind][:32]


def _asked(brief: Brief) -> str:
    wished = [*brief.wish.sounds[:3], *(f"{article(mood)} mood" for mood in brief.wish.moods[:2])]
    unwanted = [sense.value for sense in sorted(brief.wish.denied) if sense.field == "sound"]
    parts = [f"Asked for: {listed(wished)}"] if wished else []
    parts += [f"Without {listed(unwanted, 'or')}"] if unwanted else []
    return ". ".join(parts)


def _texture(brief: Brief) -> str:
    audio = at(brief.facts, "image_analysis", "audio_atmosphere")
    texture = text_at(audio, "musical_texture", most=80).rstrip(".")
    sounds = [sound.lower() for sound in texts_at(audio, "implied_sounds", most=40)[:2]]
    parts = [f"texture {texture}"] if texture else []
    parts += [f"with room for {listed(sounds)}"] if sounds else []
    return capital(", ".join(parts))


def _subject(brief: Brief) -> str:
    arc = brief.scene.arc
    title = f'"{brief.scene.title}"' if brief.scene.title else "something small"
    return f"{title} ({arc})" if arc else title
