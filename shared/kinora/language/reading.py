"""From text to words: cleaning a prompt, refusing what cannot be read, marking negation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from kinora.language.lexicon import Lexicon, Sense, singular_forms
from kinora.model.errors import InvalidPrompt
from kinora.model.instruction import MAX_PROMPT

_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+(?:\.\d+)?|[,.;:!?()\n]")
_ALLOWED = f"1 to {MAX_PROMPT:,} characters with at least one word in Latin letters"
NEGATORS = frozenset(
    "no not without never avoid avoiding except minus hardly nothing neither isn't aren't don't "
    "doesn't won't shouldn't isnt dont doesnt".split()
)
_CLAUSE_END = frozenset([",", ".", ";", ":", "!", "?", "(", ")", "\n", "but", "just", "instead"])
_JOINERS = frozenset(["or", "nor", "and"])
_REACH = 4
"""How many words behind a negator may pass before it has nothing left to deny."""


class Hit(NamedTuple):
    """A phrase of the prompt that the lexicon knows. ``start`` and ``end`` count words."""

    text: str
    senses: tuple[Sense, ...]
    start: int
    end: int
    negated: bool


def clean(prompt: str) -> str:
    """The prompt in Unicode form NFC, trimmed, each run of white space folded to one space.

    Raises:
        InvalidPrompt: it is empty, too long, holds control characters or no Latin word.
    """
    text = unicodedata.normalize("NFC", prompt).strip()
    if not text:
        raise InvalidPrompt("prompt", "it is empty", _ALLOWED)
    if len(text) > MAX_PROMPT:
        raise InvalidPrompt("prompt", f"it has {len(text):,} characters", _ALLOWED)
    for place, sign in enumerate(text):
        if unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\t\n\r":
            problem = f"control character U+{ord(sign):04X} at position {place + 1}"
            raise InvalidPrompt("prompt", problem, "printable text, spaces and line breaks")
    if not any(_is_latin(word) for word in re.findall(r"[^\W\d_]+", text)):
        raise InvalidPrompt("prompt", "it has no word in Latin letters", _ALLOWED)
    return " ".join(text.split())


def tokens(text: str) -> list[str]:
    """Lower-case words, numbers and punctuation; hyphens part words, apostrophes do not."""
    plain = text.lower().replace("\u2019", "'").replace("-", " ")
    return _TOKEN.findall(plain)


def hits(words: list[str], lexicon: Lexicon) -> list[Hit]:
    """Known phrases from left to right, the longest at each place, with negation marked."""
    found: list[Hit] = []
    position = 0
    while position < len(words):
        hit = _longest(words, position, lexicon)
        if hit is None:
            position += 1
        else:
            found.append(hit)
            position = hit.end
    return _negate(words, found)


def styled(words: Sequence[str], position: int) -> bool:
    """Whether the word stands behind "in the style of", inside the same clause."""
    clause = list(words[:position])
    first = max((place for place, word in enumerate(clause) if word in _CLAUSE_END), default=-1)
    return any(pair == ("style", "of") for pair in pairwise(clause[first + 1 :]))


def _longest(words: list[str], start: int, lexicon: Lexicon) -> Hit | None:
    for length in range(min(lexicon.longest, len(words) - start), 0, -1):
        span = words[start : start + length]
        for last in singular_forms(span[-1]):
            senses = lexicon.phrases.get((*span[:-1], last))
            if senses:
                return Hit(" ".join(span), senses, start, start + length, negated=False)
    return None


def _negate(words: list[str], found: list[Hit]) -> list[Hit]:
    """Mark the hits that a negator reaches.

    A negator denies the first known phrase behind it, up to the end of the clause. It goes on over
    "or" and "nor"; over "and" only where the next phrase speaks of the same thing ("no rain and
    fog"), since "no rain and warm light" asks for warm light.
    """
    marked = dict(enumerate(found))
    by_start = {hit.start: index for index, hit in enumerate(found)}
    inside = {place for hit in found for place in range(hit.start, hit.end)}
    for position, word in enumerate(words):
        if word not in NEGATORS or position in inside:
            continue
        fields: set[str] = set()
        place, misses = position + 1, 0
        while place < len(words) and words[place] not in _CLAUSE_END and misses < _REACH:
            index = by_start.get(place)
            if index is None:
                joined = words[place] in _JOINERS
                if fields and not joined:
                    break
                misses += not joined
                place += 1
                continue
            hit = marked[index]
            own = {sense.field for sense in hit.senses}
            if fields and words[place - 1] == "and" and not fields & own:
                break
            marked[index] = hit._replace(negated=True)
            fields |= own
            place = hit.end
    return [marked[index] for index in range(len(found))]


def _is_latin(word: str) -> bool:
    return any("LATIN" in unicodedata.name(sign, "") for sign in word)
