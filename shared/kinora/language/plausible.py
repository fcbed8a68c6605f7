"""Which words of a prompt may stand in a registry for good: what looks like a word, and no junk."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from kinora.colour.named import NAMED
from kinora.language.lexicon import lexicon, words_of

LONGEST_VALUE = 60
LONGEST_WORD = 16
_JUNK = re.compile(
    r"\w+://\S+|\bwww\.\S+|\b[\w.+-]+@\S+|[@#]\w+|\b\S+\.(?:com|org|net|io|dev|html?|png|jpe?g|mp4)\b"
    r"|<[^>]*>|[\w-]*\d[\w-]*[a-z][\w-]*|[\w-]*[a-z][\w-]*\d[\w-]*|\S*_\S*",
    re.IGNORECASE,
)
"""Addresses, handles, file names, mark-up, and tokens that mix letters and digits."""
_QUOTED = re.compile(r"[\"“][^\"“”]{0,120}[\"”]")
_UNLIKE_A_WORD = re.compile(
    r"([a-z])\1\1|[^aeiouy]{6}|[aeiou]{5}|q(?!u)|(..)\2\2|^[^aeiouys]{4}|qwe|wert|sdf|fgh|jkl|zxc"
    r"|j[^aeiou]|v[bcdfghjkmnpqtwxz]|x[jkvxz]|z[jqvx]"
)
"""Letter runs that hardly any English word has."""
_VOWEL = re.compile(r"[aeiouy]")


def readable(prompt: str) -> str:
    """The prompt without what names nothing in the scene: quoted titles, addresses, mark-up."""
    return _JUNK.sub(" ", _QUOTED.sub(" ", prompt))


def folded(text: str) -> str:
    """Lower case without accents: ``Café`` is ``cafe``."""
    apart = unicodedata.normalize("NFKD", text.lower())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def looks_like_a_word(word: str) -> bool:
    """Whether a lower-case token may be a word: known ones may, and unknown ones that sound so.

    Three to sixteen letters a to z with a vowel, and no run of letters that hardly any English
    word has. Other scripts, emoji and keyboard noise are refused; invented but speakable words
    are welcome.
    """
    if not (word.isascii() and word.isalpha() and 3 <= len(word) <= LONGEST_WORD):
        return False
    if (word,) in lexicon().phrases:
        return True
    return bool(_VOWEL.search(word)) and not _UNLIKE_A_WORD.search(word)


@cache
def colour_words() -> frozenset[str]:
    """Single words that mean a colour and nothing else; a sand that is a thing is none."""
    phrases = lexicon().phrases
    named = {word for name in NAMED for word in words_of(name) if (word,) in phrases}
    only = {w for w in named if all(sense.field == "colour" for sense in phrases[(w,)])}
    return frozenset(only | {"gray", "colour", "color", "coloured", "colored", "colours", "colors"})


def is_colour(word: str) -> bool:
    """Whether the word says a colour, also as a plural or as what is like it: ``reddish``."""
    stem = re.sub(r"(?:s|ish|y)$", "", word)
    single = re.sub(r"([a-z])\1$", r"\1", stem)
    return not colour_words().isdisjoint({word, stem, single, stem + "e"})
