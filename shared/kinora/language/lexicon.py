"""The lexicon, ready for matching: phrases to the fields and values they ask for."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from kinora.colour.named import NAMED


class Sense(NamedTuple):
    """One thing that a phrase can mean: ``value`` for ``field``."""

    field: str
    value: str


class Lexicon(NamedTuple):
    """``phrases`` maps lower-case words to senses; ``longest`` is the most words in one."""

    phrases: dict[tuple[str, ...], tuple[Sense, ...]]
    stop: frozenset[str]
    longest: int


@cache
def lexicon() -> Lexicon:
    """Read once per process."""
    data = tomllib.loads(files(__package__).joinpath("lexicon.toml").read_text())
    stop = frozenset(data.pop("stop")["words"])
    phrases: dict[tuple[str, ...], tuple[Sense, ...]] = {}
    for field, values in data.items():
        for value, texts in values.items():
            for text in texts:
                _add(phrases, text, Sense(field, value))
    for name, colour in NAMED.items():
        # A word that means a thing too, such as sand, is a colour only in company.
        ways = [f"{name} tones", f"touches of {name}", f"{name} coloured", f"{name} colored"]
        for text in ways if words_of(name) in phrases else [name]:
            _add(phrases, text, Sense("colour", colour))
    _add(phrases, "midnight blue", Sense("colour", NAMED["midnight"]))
    return Lexicon(phrases, stop, max(map(len, phrases)))


def words_of(text: str) -> tuple[str, ...]:
    """A lexicon phrase as the words that the reader of prompts produces."""
    return tuple(text.lower().replace("-", " ").split())


def _add(phrases: dict[tuple[str, ...], tuple[Sense, ...]], text: str, sense: Sense) -> None:
    words = words_of(text)
    known = phrases.get(words, ())
    if sense not in known:
        phrases[words] = (*known, sense)


def singular_forms(word: str) -> tuple[str, ...]:
    """The word and what it may be the plain plural of, likeliest first."""
    if len(word) < 4 or not word.endswith("s") or word.endswith("ss"):
        return (word,)
    forms = [word, word[:-1]]
    if word.endswith("ies"):
        forms.append(word[:-3] + "y")
    elif word.endswith(("ches", "shes", "xes", "ses")):
        forms.append(word[:-2])
    elif word.endswith("ves"):
        forms += [word[:-3] + "f", word[:-3] + "fe"]
    return tuple(forms)
