"""What a prompt speaks of: its nouns by kind, who acts and where, read without a grammar's help."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from kinora.language.lexicon import Lexicon, Sense, lexicon, singular_forms, words_of
from kinora.language.plausible import folded, is_colour, looks_like_a_word, readable
from kinora.language.reading import NEGATORS, Hit, hits, styled, tokens
from kinora.model.instruction import Instruction

_THINGS = frozenset({"place", "scenery", "particles", "weather", "time_of_day", "wind"})
"""Fields whose words name things that a story can be about."""
_UNSTRESSED = ("ly", "ed", "est", "ward", "wards")
_PARTICIPLE = "ing"


class Mention(NamedTuple):
    """A word or known phrase of the prompt; ``start`` and ``end`` count its words.

    ``senses`` is empty for words that the lexicon does not know.
    """

    text: str
    senses: tuple[Sense, ...]
    start: int
    end: int

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(sense.field for sense in self.senses)

    def says(self, field: str, value: str) -> bool:
        return Sense(field, value) in self.senses


class Deed(NamedTuple):
    """What somebody does in the prompt's own word, and what kind of happening that is."""

    text: str
    kind: str


class Reading(NamedTuple):
    """The prompt's mentions in order. ``words`` are all of its tokens."""

    words: tuple[str, ...]
    mentions: tuple[Mention, ...]
    nouns: tuple[Mention, ...]
    """Runs of neighbouring nouns as one: ``market street``."""


@cache
def story() -> dict[str, Any]:
    """The word lists of ``story.toml``; a string of words becomes a tuple."""
    data = tomllib.loads(files(__package__).joinpath("story.toml").read_text())
    return {name: dict(table) for name, table in data.items()}


@cache
def listed(table: str, entry: str) -> frozenset[str]:
    """One list of words of ``story.toml``."""
    value = story()[table][entry]
    return frozenset(value.split() if isinstance(value, str) else value)


def read(instruction: Instruction) -> Reading:
    """Read the instruction's prompt again for what it tells.

    Denied phrases, colours (learned ones too, by ``because``), quoted titles and junk fall out.
    """
    words = tokens(folded(readable(instruction.prompt)))
    found = hits(words, _with_colours(lexicon(), instruction.because.get("colours", "")))
    every = sorted((*_known(found), *_unknown(words, found)), key=lambda mention: mention.start)
    mentions = tuple(mention for mention in every if not styled(words, mention.start))
    nouns = tuple(noun for noun in _nouns(_without_verbs(mentions)) if noun.text)
    return Reading(tuple(words), mentions, nouns)


def is_noun(mention: Mention) -> bool:
    """Whether it names a thing, a place or a being; what says how it looks or sounds does not."""
    if mention.senses:
        return mention.fields <= _THINGS and mention.text not in _ADJECTIVES
    word = mention.text
    known = any(form in _vocabulary() for form in singular_forms(word))
    return known or not (
        word in listed("other", "words")
        or word.endswith((*_UNSTRESSED, _PARTICIPLE))
        or deed_of(word) is not None
        or is_feeling(word)
    )


def is_feeling(word: str) -> bool:
    """Whether a word that the lexicon does not know speaks of a feeling, by its ending."""
    feelings = story()["feelings"]
    return word.endswith(tuple(feelings["endings"])) and word not in listed("feelings", "not")


def deed_of(word: str) -> Deed | None:
    """The deed that a verb in the third person or a participle says; None for other words."""
    for kind, verbs in story()["verbs"].items():
        for verb in verbs.split():
            if word in {third_person(verb), *_participles(verb)}:
                return Deed(word, kind)
    return None


def third_person(verb: str) -> str:
    """``waits``, ``watches``, ``flies``."""
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + "s"


def is_plural(noun: str) -> bool:
    """Whether more than one is meant, by the last word."""
    last = noun.rpartition(" ")[2]
    return last in listed("actors", "plural") or (
        last.endswith("s") and not last.endswith(("ss", "us", "is"))
    )


def with_article(noun: str) -> str:
    """``a heron``, ``an owl``, ``dunes``."""
    if is_plural(noun):
        return noun
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _participles(verb: str) -> tuple[str, ...]:
    return (f"{verb}ing", f"{verb.removesuffix('e')}ing", f"{verb}{verb[-1]}ing")


@cache
def _vocabulary() -> frozenset[str]:
    """Nouns that the themes, actors and places of ``story.toml`` list."""
    themes = (word for words in story()["themes"].values() for word in words.split())
    return frozenset(themes) | listed("actors", "words") | listed("places", "words")


_ADJECTIVES = frozenset(
    "rainy raining snowy snowing stormy foggy misty hazy smoky dusty windy gusty breezy blustery "
    "clear cloudless cloudy overcast starry moonlit sunny sunlit nocturnal alpine polar arctic "
    "urban cosmic rocky icy frozen wet burning nighttime daytime arid antarctic windless "
    "breathless interstellar flying diving sailing sunken swirling marbled indoors underground "
    "underwater".split()
)
"""Words of the lexicon that say how a thing is; they may stand before a noun, not for one."""


def _with_colours(base: Lexicon, because: str) -> Lexicon:
    """The lexicon and the colours' phrases, which may be names that were learned."""
    extra = {words_of(text): (Sense("colour", text),) for text in because.split(", ") if text}
    if not extra:
        return base
    return Lexicon({**extra, **base.phrases}, base.stop, max(base.longest, *map(len, extra)))


def _known(found: list[Hit]) -> Iterator[Mention]:
    for hit in found:
        if not hit.negated:
            yield Mention(hit.text, hit.senses, hit.start, hit.end)


def _unknown(words: list[str], found: list[Hit]) -> Iterator[Mention]:
    covered = {place for hit in found for place in range(hit.start, hit.end)}
    denied = False
    for place, word in enumerate(words):
        if place in covered or word in lexicon().stop:
            continue
        # A word that nobody knows, right behind a denial, is what is denied.
        if word in NEGATORS or not word[0].isalpha():
            denied = word in NEGATORS
            continue
        plain = word.removesuffix("'s")
        if not denied and looks_like_a_word(plain) and not is_colour(plain):
            yield Mention(plain, (), place, place + 1)
        denied = False


def _without_verbs(mentions: tuple[Mention, ...]) -> list[Mention]:
    """A word that may be a verb is one right behind a noun."""
    kept: list[Mention] = []
    for mention in mentions:
        behind = bool(kept) and kept[-1].end == mention.start and is_noun(kept[-1])
        if not (behind and not mention.senses and deed_of(mention.text) is not None):
            kept.append(mention)
    return kept


def _nouns(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Single nouns, and two neighbours as one: the first says which sort the second is."""
    skip = -1
    for index, mention in enumerate(mentions):
        if index == skip or not (is_noun(mention) or mention.text in _ADJECTIVES):
            continue
        follower = mentions[index + 1] if index + 1 < len(mentions) else None
        joined = (
            follower is not None
            and follower.start == mention.end
            and is_noun(follower)
            and not follower.fields & {"time_of_day", "weather", "particles"}
            and not mention.fields & {"time_of_day", "weather", "particles"}
            and len(mention.text) + len(follower.text) < 24
        )
        if joined and follower is not None:
            skip = index + 1
            text = " ".join(dict.fromkeys(f"{mention.text} {follower.text}".split()))
            yield _plain(text, (*follower.senses, *mention.senses), mention.start, follower.end)
        elif is_noun(mention):
            yield _plain(mention.text, mention.senses, mention.start, mention.end)


def _plain(text: str, senses: tuple[Sense, ...], start: int, end: int) -> Mention:
    """Without colours: a coral reef is a reef."""
    bare = " ".join(word for word in text.split() if not is_colour(word))
    return Mention(bare, senses, start, end)
