"""Where and when a scene is set, and what happens there: choices that fit each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kinora.language.lexicon import Sense
from kinora.providers.embedded.language.brief import Brief
from kinora.providers.embedded.language.lexica import lexica
from kinora.providers.embedded.language.pen import Pen, any_of
from kinora.providers.embedded.language.plain import at, plain

_DARK = ("dusk", "night")
_ENOUGH = 3
"""Events to choose from, so that three scenes can differ."""
_FOUL = ("rain", "snow", "storm", "fog")


@dataclass(frozen=True)
class Spot:
    """A place for a scene; ``kind`` is indoor, window or outdoor."""

    keys: tuple[str, ...]
    kind: str
    noun: str
    seat: str
    details: tuple[str, ...]
    looks: frozenset[str] = frozenset()
    sheltered: bool = False


@dataclass(frozen=True)
class Happening:
    """The small event of a scene, with alternatives for each part."""

    arrives: tuple[str, ...]
    turn: tuple[str, ...]
    moments: tuple[str, ...]
    titles: tuple[str, ...]
    hook: str
    arc: tuple[str, ...]
    keys: tuple[tuple[str, str], ...]
    weather: str = ""
    """The weather that it tells of by itself."""

    @property
    def text(self) -> str:
        """Line by line what would be written of it."""
        return "\n".join((*self.titles, *self.arrives, *self.turn, self.hook))


@dataclass(frozen=True)
class Staging:
    """Place, hour, weather and event of one scene."""

    spot: Spot
    hour: str
    weather: str
    happening: Happening


def stagings(brief: Brief, count: int) -> list[Staging]:
    """Different stagings, as different as the wish allows."""
    pen = brief.pen("staging")
    taken: list[Staging] = []
    for _ in range(count):
        taken.append(_staging(brief, pen, taken))
    return taken


def moved_to(brief: Brief, pen: Pen) -> str:
    """The place that feedback asks for, where the chosen scene is set elsewhere; else empty."""
    told = brief.scene.setting.lower()
    for place in brief.asked.places:
        words = lexica("wishes")["place"][place]
        if any(word in told for word in words) or Sense("place", place) in brief.wish.denied:
            continue
        elsewhere = lexica("wishes")["elsewhere"]
        nouns = [spot["noun"] for spot in lexica("spots")["spot"] if place in spot["keys"]]
        nouns += [elsewhere[place]["noun"]] if place in elsewhere else []
        return str(pen.pick(nouns)) if nouns else f"the {words[0]}"
    return ""


def _staging(brief: Brief, pen: Pen, before: Sequence[Staging]) -> Staging:
    spots, hours = _spots(brief), _hours(brief)
    used = {staging.spot.noun for staging in before}
    spots = [spot for spot in spots if spot.noun not in used] or spots
    used = {staging.hour for staging in before}
    hour = pen.pick([hour for hour in hours if hour not in used] or hours)
    spot = pen.pick(spots, lambda spot: "\n".join((spot.noun, *spot.details)))
    weather = _weather(brief, hour)
    taken = {staging.happening.titles for staging in before}
    happenings = _happenings(brief, spot, hour, weather)
    fresh = [event for event in happenings if event.titles not in taken] or happenings
    happening = _weighed(brief, pen, fresh)
    return Staging(spot, hour, weather, happening)


def _weighed(brief: Brief, pen: Pen, options: Sequence[Happening]) -> Happening:
    """One that is not worn out, sooner one whose keywords were liked."""
    seen, liked = _weights(brief, "seen_keywords"), _weights(brief, "liked_keywords")
    unseen = [event for event in options if not any(key in seen for key, _ in event.keys)]
    dear = [event for event in unseen if any(key in liked for key, _ in event.keys)]
    if dear and pen.often(0.5):
        return pen.pick(dear, lambda event: event.text)
    return pen.pick(unseen or options, lambda event: event.text)


def _weights(brief: Brief, key: str) -> frozenset[str]:
    entries = at(brief.facts, key)
    if not isinstance(entries, list):
        return frozenset()
    words = (plain(at(entry, "keyword"), 60).lower() for entry in entries[:200])
    return frozenset(word for word in words if word)


def _spots(brief: Brief) -> list[Spot]:
    """Places of the wish, else of the look, else all; none too high for the animal."""
    wish, look = brief.wish, brief.look.id
    entries = [
        entry
        for entry in lexica("spots")["spot"]
        if not (brief.animal.low and entry.get("high"))
        and not any(Sense("place", key) in wish.denied for key in entry["keys"])
    ]
    asked = [entry for entry in entries if set(entry["keys"]) & set(wish.places)]
    elsewhere = lexica("wishes")["elsewhere"]
    far = [elsewhere[place] | {"keys": [place]} for place in wish.places if place in elsewhere]
    if far:
        return [_spot(entry) for entry in far]
    own = [entry for entry in asked if look in entry["looks"]]
    if len(own) < 2:
        own = asked
    own = own or [entry for entry in entries if look in entry["looks"]]
    own = own or _akin(entries, brief) or entries or lexica("spots")["spot"]
    return [_spot(entry) for entry in own]


def _akin(entries: Sequence[Mapping[str, Any]], brief: Brief) -> list[Mapping[str, Any]]:
    """Spots that share words with a look that the lexica do not know."""
    told = " ".join((brief.look.label, brief.look.description, *brief.look.elements)).lower()
    pattern = any_of(word for word in told.split() if len(word) > 3)
    if pattern is None:
        return []
    return [
        entry
        for entry in entries
        if pattern.search(" ".join((entry["noun"], *entry["keys"], *entry["details"])))
    ]


def _spot(entry: Mapping[str, Any]) -> Spot:
    return Spot(
        keys=tuple(entry["keys"]),
        kind=entry["kind"],
        noun=entry["noun"],
        seat=entry["seat"],
        details=tuple(entry["details"]),
        looks=frozenset(entry.get("looks", ())),
        sheltered=entry.get("sheltered", False),
    )


def _hours(brief: Brief) -> list[str]:
    if brief.wish.hours:
        return [brief.wish.hours[0]]
    looks = lexica("looks")["looks"]
    own = looks.get(brief.look.id, looks["other"])["hours"]
    allowed = [hour for hour in own if Sense("hour", hour) not in brief.wish.denied]
    return allowed or [
        hour for hour in lexica("looks")["hours"] if Sense("hour", hour) not in brief.wish.denied
    ]


def _weather(brief: Brief, hour: str) -> str:
    looks = lexica("looks")["looks"]
    for weather in (*brief.wish.weathers, looks.get(brief.look.id, looks["other"])["weather"]):
        denied = Sense("weather", weather) in brief.wish.denied
        if weather and not denied and not (weather == "sun" and hour in _DARK):
            return str(weather)
    return ""


def _happenings(brief: Brief, spot: Spot, hour: str, weather: str) -> list[Happening]:
    """Events that fit: the look's own, then those for anywhere, then any that can be there."""
    possible = [
        entry
        for entry in lexica("events")["event"]
        if spot.kind in entry["where"]
        and entry.get("weather", weather) == weather
        and not (entry.get("fair") and weather in _FOUL)
        and (set(entry["needs"]) & set(spot.keys) if "needs" in entry else True)
    ]
    timely = [entry for entry in possible if hour in entry.get("hours", [hour])]
    own = [entry for entry in timely if brief.look.id in entry.get("looks", ())]
    akin = [entry for entry in timely if spot.looks & set(entry.get("looks", ()))]
    anywhere = [entry for entry in timely if "looks" not in entry]
    pen = brief.pen("welcome")
    found: list[Happening] = []
    for choice in (own, [*own, *anywhere], [*own, *akin, *anywhere], timely, possible):
        made = [_happening(entry) for entry in choice]
        found = [event for event in made if pen.welcome(event.text)]
        fresh = [event for event in found if not pen.used(event.text)]
        if len(fresh) >= _ENOUGH:
            return fresh
    return found or [_happening(entry) for entry in possible]


def _happening(entry: Mapping[str, Any]) -> Happening:
    keys: Iterable[list[str]] = (key.split(" / ") for key in entry["keys"])
    return Happening(
        arrives=tuple(entry["arrives"]),
        turn=tuple(entry["turn"]),
        moments=tuple(entry["moments"]),
        titles=tuple(entry["titles"]),
        hook=entry["hook"][0],
        arc=tuple(entry["arc"]),
        keys=tuple((key[0], key[1]) for key in keys),
        weather=entry.get("weather", ""),
    )
