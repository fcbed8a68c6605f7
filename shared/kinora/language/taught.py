"""Taught words: which mappings interpretation can take, and which an instruction shows in use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from kinora.colour.named import NAMED
from kinora.language.lexicon import Sense, lexicon, singular_forms
from kinora.language.plausible import folded, looks_like_a_word, readable
from kinora.language.reading import NEGATORS, tokens
from kinora.model.instruction import Instruction
from kinora.model.knowledge import LearnedSpan

LONGEST = 6
"""The most words in a span that interpretation takes."""
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_DOMAINS = {"beyond": "place", "colours": "colour", "tempo_bpm": "tempo", "symmetric": "symmetry"}
"""Fields of an instruction that the lexicon calls otherwise."""


def spelled(span: str) -> str:
    """A span in the words that the reader of prompts produces: lower case, single spaces."""
    return " ".join(word for word in tokens(span) if word[0].isalnum())


def sense_of(domain: str, canonical: str) -> Sense | None:
    """What a mapping means; None unless its domain is a field of the lexicon with that value.

    A colour may also be a name, or ``#rrggbb``.
    """
    if domain == "colour":
        value = NAMED.get(canonical.lower(), canonical.lower())
        return Sense(domain, value) if _COLOUR.fullmatch(value) else None
    known = canonical in _values().get(domain, frozenset())
    return Sense(domain, canonical) if known else None


def usable(span: str, domain: str, canonical: str) -> bool:
    """Whether interpretation can take a mapping: it means something, and its words are telling."""
    words = spelled(span).split()
    unheard = lexicon().stop | NEGATORS
    telling = 0 < len(words) <= LONGEST and not all(word in unheard for word in words)
    return telling and not NEGATORS & set(words) and sense_of(domain, canonical) is not None


def with_taught(
    phrases: Mapping[tuple[str, ...], tuple[Sense, ...]], taught: tuple[LearnedSpan, ...]
) -> dict[tuple[str, ...], tuple[Sense, ...]]:
    """Phrases and what was taught. A phrase keeps the meaning that it has in a field."""
    known = dict(phrases)
    for span, domain, canonical in ((one.span, one.domain, one.canonical) for one in taught):
        sense = sense_of(domain, canonical)
        if sense is None or not usable(span, domain, canonical):
            continue
        words = tuple(spelled(span).split())
        senses = known.get(words, ())
        if all(other.field != domain for other in senses):
            known[words] = (*senses, sense)
    return known


def heard(instruction: Instruction) -> Iterator[tuple[str, str, str]]:
    """The words that set each field of an instruction, as (span, domain, canonical).

    Numbers ("10 seconds", "96 bpm") are no vocabulary and are left out.
    """
    for field, words in instruction.because.items():
        value = getattr(instruction, field, None) if field in Instruction.model_fields else None
        domain = _DOMAINS.get(field, field)
        parts = words.split(", ")
        values = list(value) if isinstance(value, tuple) else [value]
        if len(parts) != len(values):
            parts = [words]
        for part, meaning in zip(parts, values, strict=False):
            span = spelled(part)
            if span and meaning is not None and not span[0].isdigit():
                yield span[:80].strip(), domain, _said(span, domain, meaning)[:80]


def is_junk(prompt: str) -> bool:
    """Whether most of a prompt's words are none: keyboard noise, addresses, tokens of a machine."""
    words = [word for word in tokens(folded(readable(prompt))) if word[0].isalpha()]
    telling = [word for word in words if len(word) > 2]
    if not telling:
        return not words
    real = sum(looks_like_a_word(word.replace("'", "")) for word in telling)
    return 2 * real < len(telling)


def _said(span: str, domain: str, meaning: Any) -> str:
    """The lexicon's own value for a phrase that it has, else the instruction's."""
    *before, last = span.split()
    for form in singular_forms(last):
        for sense in lexicon().phrases.get((*before, form), ()):
            if sense.field == domain:
                return sense.value
    return str(meaning.value if isinstance(meaning, StrEnum) else meaning)


@cache
def _values() -> dict[str, frozenset[str]]:
    """The lexicon's values by field."""
    values: dict[str, set[str]] = {}
    for senses in lexicon().phrases.values():
        for sense in senses:
            values.setdefault(sense.field, set()).add(sense.value)
    return {field: frozenset(found) for field, found in values.items()}
