"""The animal: what it is called, what it does, and how one speaks of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from kinora.providers.embedded.language.grammar import article, capital, fill, titled
from kinora.providers.embedded.language.lexica import lexica
from kinora.providers.embedded.language.plain import ident_at, text_at
from kinora.providers.embedded.language.wishes import Wish

_PRONOUNS = {
    "it": ("it", "its", "it", "itself"),
    "she": ("she", "her", "her", "herself"),
    "he": ("he", "his", "him", "himself"),
}
_LETTERS = re.compile(r"[^a-z -]+")


class Deed(NamedTuple):
    """Something that it does: as a verb, as a participle, as a keyword."""

    does: str
    doing: str
    key: str


@dataclass(frozen=True)
class Animal:
    """A kind of animal, or one with a name."""

    id: str
    noun: str
    plural: str
    emoji: str
    tags: tuple[str, ...]
    low: bool
    """Whether it had better not sit high up."""
    looks: tuple[str, ...]
    opens: tuple[Deed, ...]
    notice: tuple[str, ...]
    settles: tuple[Deed, ...]
    says: tuple[str, ...]
    slots: Mapping[str, str]
    """What stands for ``{pet}``, ``{its}``, ``{paw}`` and so on in templates."""
    described: str
    """What the person's list of pets says of it."""


def animal(selection: Any, wish: Wish) -> Animal:
    """The chosen pet, as known or as a pet of its own kind; named as the person wishes."""
    label = text_at(selection, "label", most=40)
    known = lexica("pets")
    key = ident_at(selection, "id")
    if key not in known or key == "other":
        key = label.lower().replace(" ", "_")
    entry = known[key] if key in known and key != "other" else known["other"]
    noun = entry["noun"] if entry is not known["other"] else _noun(label)
    plural = entry["plural"] if entry is not known["other"] else f"{noun}s"
    slots = _slots(noun, plural, entry, wish)
    described = text_at(selection, "description", most=160)
    looks = tuple(fill(look, slots) for look in entry["looks"])
    return Animal(
        id=key,
        noun=noun,
        plural=plural,
        emoji=entry["emoji"],
        tags=tuple(entry["tags"]),
        low=entry.get("low", False),
        looks=tuple(_coloured(look, noun, wish.coat) for look in looks),
        opens=deeds(entry["opens"]),
        notice=tuple(entry["notice"]),
        settles=deeds(entry["settles"]),
        says=tuple(entry["says"]),
        slots=slots,
        described=described,
    )


def deeds(lines: list[str]) -> tuple[Deed, ...]:
    """Lines of the form ``does | doing | keyword``."""
    return tuple(Deed(*(part.strip() for part in line.split("|"))) for line in lines)


def _noun(label: str) -> str:
    words = _LETTERS.sub(" ", label.lower()).split()
    return " ".join(words)[:30].strip(" -") or "pet"


def _slots(noun: str, plural: str, entry: Mapping[str, Any], wish: Wish) -> dict[str, str]:
    it, its, obj, itself = _PRONOUNS[wish.pronoun]
    pet = wish.name or f"the {noun}"
    parts = {part: entry[part] for part in ("paw", "paws", "nose", "coat")}
    return {
        **parts,
        "pet": pet,
        "pet's": f"{pet}'s",
        "who": wish.name or article(noun),
        "first": " ".join(filter(None, (wish.name, "the", wish.coat, noun))),
        "it": it,
        "its": its,
        "obj": obj,
        "itself": itself,
        "noun": noun,
        "Noun": titled(noun),
        "nouns": plural,
        "Nouns": titled(plural),
        "name": capital(wish.name or noun),
    }


def _coloured(look: str, noun: str, coat: str) -> str:
    """The look, or one in the colour that the person names."""
    return f"a {coat} {noun} with bright eyes" if coat and coat not in look else look
