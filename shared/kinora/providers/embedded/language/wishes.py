"""What people ask for in their own words: directions before, feedback after."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from kinora.language.lexicon import Lexicon, Sense, singular_forms, words_of
from kinora.language.reading import Hit, hits, tokens
from kinora.providers.embedded.language.grammar import article
from kinora.providers.embedded.language.lexica import lexica
from kinora.providers.embedded.language.plain import plain, quotable

_READ = ("hour", "weather", "mood", "manner", "colour", "place", "sound", "act")
_SPOKEN = frozenset(("weather", "place", "hour", "sound", "act"))
"""Fields of which a denied value's words must not be written."""
_NAME = re.compile(
    r"\b(?:named|called|call (?:it|her|him|the \w+)|name (?:it|her|him|the \w+)|"
    r"(?:[hH]er|[hH]is|[iI]ts|[tT]he|[mM]y \w+'s) name(?: is|'s)|name:|"
    r"heißt|s'appelle|se llama|si chiama)\s+"
    r"[\"'\u201c\u2018]?([^\W\d_][^\W\d_'\u2019-]{1,15})",
)
_NEGATORS = {
    "ohne": "without",
    "kein": "no",
    "keine": "no",
    "keinen": "no",
    "sans": "without",
    "senza": "without",
}
"""Negators of languages of which the lexica know a few words."""
_FEMALE = re.compile(r"\b(?:she|her|hers|girl)\b", re.IGNORECASE)
_MALE = re.compile(r"\b(?:he|him|his|boy)\b", re.IGNORECASE)
_PROP = re.compile(
    r"\b(?:with|wearing|beside|near|holding|has|have|add|show|want|wants|under|behind|in)\s+an?\s+"
    r"([a-z]{3,14}(?: [a-z]{3,14})?)(?=\s*(?:[,.;!?\n)]|$|and\b|in\b|on\b|by\b|at\b|under\b|"
    r"near\b|while\b|that\b|who\b|please\b|instead\b))",
    re.IGNORECASE,
)
_WITHOUT = re.compile(
    r"\b(?:no|without|avoid|never|not any|less)\s+(?:more\s+|any\s+|the\s+)?([a-z]{3,20})\b",
    re.IGNORECASE,
)
_NO_NAME = frozenset(
    "the a an and or is it her him that this not something anything whatever after".split()
)
_NO_PROP = frozenset(
    "bit lot little few way moment while mood look feel feeling touch sense scene video clip story "
    "different another more less new good nice great better kind sort style place time voice name "
    "smile happy beautiful cute sad funny".split()
)
_NO_DENIAL = frozenset("more less the and but one way text words same idea doubt problem".split())


@dataclass(frozen=True)
class Wish:
    """What was understood; the newest wish comes first in every list."""

    hours: tuple[str, ...] = ()
    weathers: tuple[str, ...] = ()
    moods: tuple[str, ...] = ()
    manners: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    sounds: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    """Keys of ``things.toml``."""
    props: tuple[str, ...] = ()
    """Things in the person's own words, with an article: ``a blue scarf``."""
    coat: str = ""
    """A colour that was said of the animal."""
    name: str = ""
    pronoun: str = "it"
    quote: str = ""
    """The first few words of a direction of which nothing else was understood."""
    unwanted: tuple[str, ...] = ()
    """Words that must not be written."""
    wanted: tuple[str, ...] = ()
    denied: frozenset[Sense] = frozenset()

    @property
    def understood(self) -> bool:
        """Whether anything of it was recognised."""
        return bool(
            self.hours
            or self.weathers
            or self.moods
            or self.manners
            or self.colours
            or self.places
            or self.sounds
            or self.acts
            or self.things
            or self.props
            or self.coat
            or self.name
            or self.unwanted
        )


def read(texts: Sequence[str], animals: Iterable[str]) -> Wish:
    """The wishes of several texts, the newest first.

    Args:
        texts: what was written; any text at all.
        animals: words for the animal, so that colours before them are its own.
    """
    merged: dict[str, list[str]] = {}
    denied: set[Sense] = set()
    names = [name for text in texts if (name := _named(text))]
    for text in texts:
        _read_one(plain(text, 2000), frozenset(animals), merged, denied)
    unwanted = dict.fromkeys(merged.pop("unwanted", ()))
    whole = " ".join(texts)
    female, male = _FEMALE.search(whole), _MALE.search(whole)
    fields = {name: tuple(dict.fromkeys(values)) for name, values in merged.items()}
    coats = fields.pop("coat", ())
    kept = (prop for prop in fields.get("props", ()) if not unwanted.keys() & set(prop.split()))
    fields["props"] = tuple(kept)
    props = " ".join(fields["props"])
    fields["colours"] = tuple(name for name in fields.get("colours", ()) if name not in props)
    return Wish(
        coat=coats[0] if coats else "",
        name=names[0] if names else "",
        pronoun="she" if female and not male else "he" if male and not female else "it",
        quote=next((quote for text in texts if (quote := quotable(text))), ""),
        unwanted=tuple(unwanted),
        denied=frozenset(denied),
        **{name: value for name, value in fields.items() if name in Wish.__dataclass_fields__},
    )


def thing_words(key: str) -> tuple[str, ...]:
    """The words by which a thing is recognised."""
    return tuple(lexica("things")[key]["words"])


def sense_words(sense: Sense) -> tuple[str, ...]:
    """Every word for what the sense means."""
    if sense.field == "thing":
        return thing_words(sense.value)
    shared = lexica("things").get(sense.value, {}).get("words", ())
    return (*lexica("wishes")[sense.field][sense.value], *shared)


@cache
def things_lexicon() -> Lexicon:
    """Things alone, to be found in scenes and analyses."""
    phrases: dict[tuple[str, ...], tuple[Sense, ...]] = {
        words_of(word): (Sense("thing", key),)
        for key, thing in lexica("things").items()
        for word in thing["words"]
    }
    return Lexicon(phrases, frozenset(), max(map(len, phrases)))


@cache
def _wish_lexicon() -> Lexicon:
    phrases = dict(things_lexicon().phrases)
    data = lexica("wishes")
    for field in _READ:
        for value, texts in data[field].items():
            for text in texts:
                known = phrases.get(words_of(text), ())
                phrases[words_of(text)] = (*known, Sense(field, value))
    return Lexicon(phrases, frozenset(), max(map(len, phrases)))


def _named(text: str) -> str:
    found = _NAME.search(plain(text, 2000))
    if found is None or found[1].lower() in _NO_NAME:
        return ""
    name = found[1].rstrip("'\u2019-")
    return name[:1].upper() + name[1:]


def _read_one(
    text: str, animals: frozenset[str], merged: dict[str, list[str]], denied: set[Sense]
) -> None:
    words = [_NEGATORS.get(word, word) for word in tokens(text)]
    for hit in hits(words, _wish_lexicon()):
        for sense in hit.senses:
            if hit.negated:
                _deny(sense, hit, merged, denied)
            else:
                _grant(sense, hit, words, animals, merged)
    known = _all_words("place") | _all_words("hour")
    for found in _PROP.finditer(text):
        phrase = found[1].lower()
        if phrase not in known and not (_NO_PROP | animals) & set(phrase.split()):
            merged.setdefault("props", []).append(article(phrase))
            merged.setdefault("wanted", []).append(phrase)
    for found in _WITHOUT.finditer(text):
        word = found[1].lower()
        if word not in _NO_DENIAL and word not in animals:
            merged.setdefault("unwanted", []).append(word)


def _grant(
    sense: Sense,
    hit: Hit,
    words: list[str],
    animals: frozenset[str],
    merged: dict[str, list[str]],
) -> None:
    behind = words[hit.end] if hit.end < len(words) else ""
    if sense.field == "colour":
        field = "coat" if behind in animals else "colours"
        if any((form,) in things_lexicon().phrases for form in singular_forms(behind)):
            field, value = "props", article(f"{sense.value} {behind}")
            merged.setdefault("wanted", []).append(behind)
        else:
            value = sense.value
        merged.setdefault(field, []).append(value)
        return
    plural = {"hour": "hours", "weather": "weathers", "mood": "moods", "manner": "manners"}
    plural |= {"place": "places", "sound": "sounds", "act": "acts", "thing": "things"}
    merged.setdefault(plural[sense.field], []).append(sense.value)
    if sense.field in {"thing", "place"}:
        merged.setdefault("wanted", []).extend(sense_words(sense))


def _deny(sense: Sense, hit: Hit, merged: dict[str, list[str]], denied: set[Sense]) -> None:
    denied.add(sense)
    if sense.field == "thing":
        merged.setdefault("unwanted", []).extend(thing_words(sense.value))
    elif sense.field in _SPOKEN:
        merged.setdefault("unwanted", []).extend(sense_words(sense))
    elif sense.field == "colour":
        merged.setdefault("unwanted", []).append(hit.text)


@cache
def _all_words(field: str) -> frozenset[str]:
    return frozenset(text for texts in lexica("wishes")[field].values() for text in texts)
