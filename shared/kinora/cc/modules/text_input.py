"""user.text_input: a person's own words."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from kinora.cc.modules.port import Asked, Inputs, ModuleKind, Outputs, only
from kinora.model.errors import InvalidInput

LONGEST = 2000


class TextInput(ModuleKind):
    """Words are data: whatever they hold, nothing ever renders or runs them."""

    module_id = "user.text_input"
    needed = frozenset({"prompt"})
    accepted = frozenset({"default", "allow_empty", "max_length", "placeholder"})
    outputs = frozenset({"value"})
    interactive = True

    def display(self, inputs: Inputs) -> Mapping[str, Any]:
        return {
            "default": inputs.get("default", ""),
            "placeholder": inputs.get("placeholder", ""),
            "allow_empty": bool(inputs.get("allow_empty", False)),
            "max_length": int(inputs.get("max_length", LONGEST)),
        }

    def accept(self, asked: Asked) -> Outputs:
        only(asked.answer, "value")
        value, most = asked.answer.get("value"), int(asked.inputs.get("max_length", LONGEST))
        allowed = f"text of at most {most} characters"
        if not isinstance(value, str):
            raise InvalidInput("answer.value", "it is no text", allowed)
        if len(value) > most:
            raise InvalidInput("answer.value", f"{len(value):,} characters", allowed)
        text = clean(value)
        seen = any(unicodedata.category(sign)[0] not in "CZ" for sign in text)
        if not seen and not asked.inputs.get("allow_empty", False):
            raise InvalidInput("answer.value", "it is empty", allowed)
        return {"value": text if seen else ""}

    def by_default(self, inputs: Inputs) -> Mapping[str, Any] | None:
        default = inputs.get("default", "")
        return {"value": default} if default or inputs.get("allow_empty", False) else None


def clean(text: str) -> str:
    """Text in one Unicode form (NFC), without control signs but line ends, and trimmed."""
    kept = (sign for sign in unicodedata.normalize("NFC", text) if sign == "\n" or _printable(sign))
    return "".join(kept).strip()


def _printable(sign: str) -> bool:
    return unicodedata.category(sign) not in {"Cc", "Cs", "Cn", "Co"}
