"""Facts as safe plain text: what people and models wrote is data; only its words count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

_CODE = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\$?\{[^{}]*\}|<script.*?</script>|<[^>]*>|https?://\S+|`[^`]*`",
    re.DOTALL | re.IGNORECASE,
)
_STRAY = re.compile(r"[{}<>\\|^~`$*_#@=\[\]]+")
_IDENT = re.compile(r"[\w-]{1,40}")
_MOST = 4000


def plain(value: Any, most: int = 1000) -> str:
    """A fact as one line without code, markup or control signs; at most ``most`` signs."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = _CODE.sub(" ", unicodedata.normalize("NFC", str(value)[:_MOST]))
    text = _STRAY.sub(" ", text)
    if not text.isprintable():  # text that is, holds no control signs
        text = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in text)
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return line[:most].rsplit(" ", 1)[0] if " " in line[:most] else line[:most]


def at(facts: Any, *path: str) -> Any:
    """The value under the keys; None where the way ends."""
    for key in path:
        if not isinstance(facts, Mapping) or key not in facts:
            return None
        facts = facts[key]
    return facts


def text_at(facts: Any, *path: str, most: int = 1000) -> str:
    """The fact under the keys as plain text; empty where there is none."""
    return plain(at(facts, *path), most)


def ident_at(facts: Any, *path: str) -> str:
    """The identifier under the keys; empty where it is none."""
    value = at(facts, *path)
    return value if isinstance(value, str) and _IDENT.fullmatch(value) else ""


def texts_at(facts: Any, *path: str, most: int = 200) -> tuple[str, ...]:
    """The list under the keys as plain texts, empty ones left out."""
    value = at(facts, *path)
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        return ()
    return tuple(text for text in (plain(part, most) for part in value[:60]) if text)


def number_at(facts: Any, *path: str, default: int, least: int, most: int) -> int:
    """The whole number under the keys, inside its bounds; the default where there is none."""
    value = at(facts, *path)
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:  # noqa: PLR0124
        return default
    return int(min(max(value, least), most))


def quotable(text: str, most: int = 40) -> str:
    """The first few words of what somebody wrote, fit to be shown; empty where there are none."""
    line = plain(text, 200)
    kept = "".join(sign if sign.isalnum() or sign in " '\u2019-," else " " for sign in line)
    words = " ".join(kept.split())
    if len(words) > most:
        words = words[:most].rsplit(" ", 1)[0] if " " in words[:most] else words[:most]
    if "," in words and len(" ".join(line.split())) > most:
        words = words.rsplit(",", 1)[0]
    words = words.strip(" ,'-")
    return words if sum(sign.isalpha() for sign in words) >= 2 else ""
