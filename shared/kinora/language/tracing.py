"""Values that other programs tell: read as words, refused where they are none, traced to origins.

Unlike :mod:`kinora.language.narrative` there is no prompt and no spec behind them: what the words
do not say stays open, and the value has fewer origins, or none.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kinora.language.lexicon import lexicon, words_of
from kinora.language.mentions import Mention, deed_of, story
from kinora.language.narrative import shares
from kinora.language.plausible import LONGEST_VALUE, folded, is_colour, looks_like_a_word
from kinora.language.reading import Hit, hits
from kinora.language.themes import said_origin
from kinora.model.errors import InvalidInput
from kinora.model.narrative import ORIGINS, Narrative, Told

_ALLOWED = f"1 to {LONGEST_VALUE} characters of plain words that are no colours"
_PAUSES = str.maketrans(dict.fromkeys("-_,.;:!?", " "))
_FIELDS: dict[Narrative, frozenset[str]] = {
    Narrative.GENRE: frozenset({"genre"}),
    Narrative.MOOD: frozenset({"mood"}),
    Narrative.PLOTS: frozenset({"tension"}),
    Narrative.SETTINGS: frozenset({"place", "scenery"}),
    Narrative.STYLE: frozenset({"style"}),
    Narrative.SCENE_TYPE: frozenset({"shot"}),
}
"""Fields of the lexicon whose values are origins of the category."""


def traced(category: Narrative, text: str) -> Told:
    """The value that a text is, in lower case and single spaces, with what its words say it is of.

    Each origin that is said weighs the same. Where none is, ``origins`` is empty.

    Raises:
        InvalidInput: it is empty or too long, or holds what is no word, or a colour.
    """
    words = folded(text).translate(_PAUSES).split()
    value = " ".join(words)
    field = f"narrative.{category}"
    if not 0 < len(value) <= LONGEST_VALUE:
        raise InvalidInput(field, f"{text[:80]!r} has {len(value)} characters", _ALLOWED)
    found = [hit for hit in hits(words, lexicon()) if not hit.negated]
    things = {word for hit in found if not _all_colour(hit) for word in hit.text.split()}
    for word in words:
        known = word in _known() or looks_like_a_word(word)
        if not known or (is_colour(word) and word not in things):
            raise InvalidInput(field, f"{word!r} in {text[:80]!r}", _ALLOWED)
    if all(word in lexicon().stop for word in words):
        raise InvalidInput(field, f"{text[:80]!r} says nothing", _ALLOWED)
    said = [origin for origin in _origins(category, words, found) if origin in ORIGINS[category]]
    origins = shares(category, dict.fromkeys(said, 1.0)) if said else {}
    return Told(category=category, value=value, origins=origins)


def _all_colour(hit: Hit) -> bool:
    return all(sense.field == "colour" for sense in hit.senses)


@cache
def _known() -> frozenset[str]:
    """Every word of the lexicon, the small ones too."""
    return lexicon().stop | {word for phrase in lexicon().phrases for word in phrase}


def _origins(category: Narrative, words: list[str], found: list[Hit]) -> Iterator[str]:
    """What the words may come from; not all of it need be an origin of the category."""
    text = f" {' '.join(words)} "
    for origin in ORIGINS[category]:
        if f" {' '.join(words_of(origin.replace('_', ' ')))} " in text:
            yield origin
    for hit in found:
        for sense in hit.senses:
            if sense.field in _FIELDS.get(category, frozenset()):
                yield sense.value
    yield from _of_category(category, words, found)


def _of_category(category: Narrative, words: list[str], found: list[Hit]) -> Iterator[str]:
    """What only this category's own word lists say."""
    if category is Narrative.THEMES:
        covered = {place for hit in found for place in range(hit.start, hit.end)}
        mentions = [Mention(hit.text, hit.senses, hit.start, hit.end) for hit in found]
        mentions += [
            Mention(word, (), place, place + 1)
            for place, word in enumerate(words)
            if place not in covered and word not in lexicon().stop
        ]
        yield from filter(None, map(said_origin, mentions))
    elif category is Narrative.STYLE:
        looks = story()["looks"]
        yield from (look for look in looks if set(words) & set(looks[look].split()))
    elif category is Narrative.PLOTS:
        yield from (deed.kind for deed in map(deed_of, words) if deed is not None)
    elif category is Narrative.SCENE_TYPE:
        for told in story()["camera"].values():
            kind, _, move = told.partition(":")
            if move in words:
                yield kind
