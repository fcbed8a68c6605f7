"""Phrases into sentences: slots, articles, lists, capitals, and lengths that are kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_SLOT = re.compile(r"\{(a )?([^{}]+)\}")
_START = re.compile(r"(^|[.!?:]\s*\"|[.!?][\"\u201d]?\s+)([a-z])")
_SPACE = re.compile(r"\s+")
_VOWEL_SOUND = re.compile(r"(?:[aeio]|u(?!ni|s[eu]|ku|k\b)|hour|honest|heir)", re.IGNORECASE)
_CONSONANT_SOUND = re.compile(r"(?:one\b|once\b|eu)", re.IGNORECASE)
_ARTICLED = re.compile(r"(?:an?|the|some|my|your|her|his|its|our|their|two|three)\s", re.IGNORECASE)
_SMALL = frozenset("a an and at but by for from in into of on or the to with".split())


def article(noun: str) -> str:
    """The phrase behind "a" or "an", by how its first word sounds."""
    vowel = _VOWEL_SOUND.match(noun) and not _CONSONANT_SOUND.match(noun)
    return f"{'an' if vowel else 'a'} {noun}"


def bare(phrase: str) -> str:
    """The phrase without an article before it."""
    return re.sub(r"^(?:an?|the)\s+", "", phrase, flags=re.IGNORECASE)


def definite(phrase: str) -> str:
    """The phrase behind "the", unless a determiner stands there that says as much."""
    plain = re.sub(r"^an?\s+", "", phrase, flags=re.IGNORECASE)
    return plain if _ARTICLED.match(plain) else f"the {plain}"


def fill(template: str, slots: Mapping[str, str]) -> str:
    """The template with its slots filled; ``{a noun}`` puts the article that fits.

    Raises:
        KeyError: a slot has no filling.
    """

    def one(found: re.Match[str]) -> str:
        text = slots[found[2]]
        return article(text) if found[1] else text

    return _SLOT.sub(one, template)


def literal(template: str) -> str:
    """The longest run of a template that stands outside its slots, in lower case."""
    return max((part.strip(" .,;:!?") for part in _SLOT.split(template)[::3]), key=len).lower()


def plural(noun: str) -> bool:
    """Whether a noun phrase is about several: by its last word, with no "a" before it."""
    last = noun.strip().rsplit(" ", 1)[-1].lower()
    return last.endswith("s") and not last.endswith(("ss", "us", "is")) and noun[:2] != "a "


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def titled(text: str) -> str:
    """Words with capitals, the small ones inside without."""
    words = text.split()
    return " ".join(
        word if index and word.lower() in _SMALL else capital(word)
        for index, word in enumerate(words)
    )


def prose(*parts: str) -> str:
    """Sentences joined: each with a capital and an end, single spaces between."""
    ended = []
    for part in parts:
        text = _SPACE.sub(" ", part).strip()
        if text:
            last = text.rstrip('"\u201d')[-1:]
            ended.append(text if last in {".", "!", "?", "\u2026"} else text + ".")
    return _START.sub(lambda found: found[1] + found[2].upper(), " ".join(ended))


def listed(items: Sequence[str], joiner: str = "and") -> str:
    """``a, b and c``; empty for none."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {joiner} {items[-1]}"


def fitted(text: str, most: int) -> str:
    """The text, or as many of its whole sentences, clauses or words as ``most`` signs hold."""
    if len(text) <= most:
        return text
    head = text[: most + 1]
    for end in (r"[.!?](?=\s)", r"[,;:](?=\s)"):
        cuts = [found.start() for found in re.finditer(end, head)]
        if cuts and cuts[-1] >= most // 3:
            return head[: cuts[-1]].rstrip(" ,;:") + "."
    words = text[: most - 1].rsplit(" ", 1)[0] if " " in text[: most - 1] else text[: most - 1]
    return words.rstrip(" ,;:") + "."


def fitted_list(items: Sequence[str], most: int) -> str:
    """As many of the items, in order and without repeats, as fit joined by commas."""
    taken: list[str] = []
    length = 0
    for item in dict.fromkeys(item.strip(" .,;") for item in items):
        if item and length + len(item) + 2 * bool(taken) <= most:
            length += len(item) + 2 * bool(taken)
            taken.append(item)
    return ", ".join(taken)
