"""What can be set of a clip, and what was set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kinora.providers.ports import MediaAsk

_STRENGTH = 5
_WORDS = {"subtle": 3, "moderate": 5, "dynamic": 8}
PARAMETERS: dict[str, Any] = {
    "type": "object",
    "properties": {
        "seconds": {
            "type": "integer",
            "title": "Length in seconds",
            "enum": list(range(4, 13)),
            "default": 6,
        },
        "fps": {"type": "integer", "title": "Frames a second", "enum": [24, 30], "default": 24},
        "strength": {
            "type": "integer",
            "title": "Strength of the motion",
            "description": "5 leaves it to the prompt's own word: subtle, moderate or dynamic.",
            "minimum": 1,
            "maximum": 10,
            "default": _STRENGTH,
        },
    },
    "additionalProperties": False,
}


@dataclass(frozen=True)
class Settings:
    """``strength`` is 1 to 10, 5 being usual."""

    seconds: int
    fps: int
    strength: int

    @property
    def frames(self) -> int:
        return self.seconds * self.fps


def settings(ask: MediaAsk) -> Settings:
    """The settings of a job; the prompt's word counts while the strength is the usual one.

    A clip that is to resemble another takes over that one's settings.
    """
    like = ask.like or {}
    before = {**(like.get("params") or {}), **_effective(like.get("note"))}
    asked = {**ask.params, **before}
    given = {key: int(asked.get(key, form["default"])) for key, form in _forms().items()}
    if given["strength"] == _STRENGTH and not before:
        word = str(ask.prompt.get("motion_strength", "")).lower()
        given["strength"] = _WORDS.get(word, _STRENGTH)
    return Settings(**given)


def _effective(note: Any) -> dict[str, Any]:
    """What an earlier clip's note says of how it was made."""
    if not isinstance(note, Mapping):
        return {}
    return {key: note[key] for key in _forms() if isinstance(note.get(key), int)}


def _forms() -> dict[str, dict[str, Any]]:
    forms: dict[str, dict[str, Any]] = PARAMETERS["properties"]
    return forms
