"""The words of an ask, from the nearest to the picture to the farthest, whatever their form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kinora.model.instruction import MAX_PROMPT

_NEGATED = re.compile(
    r"\b(?:no|without|avoid|never|not|free of)\s+(?:any\s+|a\s+|the\s+)?([a-z' -]+)"
)
_RULED_OUT = re.compile(r"\b(?:no|without|avoid|never)\s+(?:any\s+|a\s+|the\s+)?[\w'-]+")

_NAME = re.compile(r"\b((?:named|called|name is|Named|Called|Name is)) [A-Z][\w'-]*")
"""A name is only a name: a cat called Snow brings no snow."""
_HOUR = re.compile(r"\bthe hour: ([^.]+)")


@dataclass(frozen=True)
class Words:
    """Lower-case texts; an empty one says nothing."""

    prompt: str
    direction: str
    scene: str
    aesthetic: str
    pet: str
    """Label and description of the pet."""
    pet_id: str
    negative: str
    framing: str
    setting: str
    """The scene's own setting, of which ``scene`` tells too."""
    keywords: str
    """The scene's keywords, of which ``scene`` tells too."""
    facts: str
    """What one animal and one scene are told by: the same for all pictures of a run."""

    def sources(self) -> tuple[str, ...]:
        """All texts that may speak of the picture, the most decisive first."""
        texts = (self.prompt, self.direction, self.scene, self.aesthetic)
        return tuple(text for text in texts if text)

    def nearest(self) -> tuple[str, ...]:
        """The texts once more, with what a prompt repeats of place and hour before all of it.

        A prompt that names the scene's setting lists much else as well: what stands about, and what
        could move.
        """
        hour = _HOUR.search(self.prompt)
        whole = bool(self.setting) and self.setting.split(",")[0] in self.prompt
        said = (hour[1] if hour else "", self.setting if whole else "", *self.sources())
        return tuple(text for text in said if text)

    def affirmed(self) -> tuple[str, ...]:
        """The nearest texts without the things that "no" or "without" rules out in them."""
        return tuple(_RULED_OUT.sub(" ", text) for text in self.nearest())

    def denied(self, *names: str) -> bool:
        """Whether one of the things is ruled out, by the negative prompt or by "no" before it."""
        pattern = any_of(names)
        if pattern.search(self.negative):
            return True
        return any(
            pattern.match(found[1].lstrip()) is not None
            for text in self.sources()
            for found in _NEGATED.finditer(text)
        )

    def named(self, *names: str) -> bool:
        """Whether one of the things is asked for."""
        pattern = any_of(names)
        if self.denied(*names):
            return False
        return any(pattern.search(text) for text in self.sources())


@lru_cache(2048)
def any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """Matches one of the words, also in the plural."""
    # Kept here: they are more than the 512 that `re` keeps, which would compile them all anew.
    listed = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"\b(?:{listed})(?:s|es)?\b")


def read_words(prompt: Mapping[str, Any], context: Mapping[str, Any]) -> Words:
    """Gather the words; what is missing or of another type is passed over."""
    pet, scene = _mapping(context.get("pet")), _mapping(context.get("scene"))
    aesthetic = _mapping(context.get("aesthetic"))
    tone = _mapping(aesthetic.get("visual_tone"))
    told = [scene.get(key) for key in ("setting", "pet_behavior", "title", "hook", "narrative")]
    told += [scene.get("visual_moments"), _keywords(scene.get("scene_keywords"))]
    look = [tone.get(key) for key in ("lighting", "mood", "energy", "warmth")]
    look += [aesthetic.get(key) for key in ("label", "description", "visual_elements")]
    keywords = _mapping(aesthetic.get("prompting_keywords"))
    look.append(keywords.get("positive"))
    pet_id = _text(pet.get("id")).strip()
    label = _text([pet.get("label"), pet.get("description")])
    return Words(
        prompt=_text([prompt.get("prompt"), prompt.get("notes")]),
        direction=_text(context.get("direction")),
        scene=_text(told),
        aesthetic=_text(look),
        pet=label,
        pet_id=pet_id,
        negative=_text([prompt.get("negative_prompt"), keywords.get("negative")]),
        framing=_text(prompt.get("framing")).strip(),
        setting=_text(scene.get("setting")),
        keywords=_text(_keywords(scene.get("scene_keywords"))),
        facts="\x1f".join((pet_id, label, _text(told), _text(aesthetic.get("id")))),
    )


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _keywords(value: Any) -> list[Any]:
    if not isinstance(value, list | tuple):
        return []
    return [item.get("keyword") if isinstance(item, Mapping) else item for item in value]


def _text(value: Any) -> str:
    """Strings within a value, joined, in lower case, without control characters."""
    joined = ". ".join(part for part in _strings(value) if part.strip())
    plain = unicodedata.normalize("NFC", joined.replace("\u2019", "'"))
    clean = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in plain)
    return _NAME.sub(r"\1", " ".join(clean.split())).lower()[:MAX_PROMPT]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)
