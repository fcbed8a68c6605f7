"""Any closed JSON Schema answered with words of the facts: for tasks that no writer knows."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from itertools import cycle
from typing import Any

from kinora.providers.embedded.language.brief import Brief
from kinora.providers.embedded.language.grammar import capital, fitted, listed
from kinora.providers.embedded.language.pen import Pen, strings
from kinora.providers.embedded.language.plain import plain

_DEEPEST = 12
_USUAL_ITEMS, _USUAL_LETTERS = 3, 160
_FILLERS = (
    "a small, quiet thing",
    "soft light",
    "a slow moment",
    "room to breathe",
    "good company",
)
_SAMPLES = {
    "date": "2000-01-01",
    "time": "12:00:00Z",
    "date-time": "2000-01-01T12:00:00Z",
    "email": "somebody@example.org",
    "uri": "https://example.org/",
    "uuid": "00000000-0000-4000-8000-000000000000",
}
_MERGED = ("properties", "$defs")


def write(brief: Brief) -> Any:
    """A value that the schema allows."""
    pen = brief.pen("generic")
    words = [text for text in (plain(each, 200) for each in strings(dict(brief.facts))) if text]
    wished = [brief.wish.quote] if brief.wish.quote else []
    phrases = [*wished, *dict.fromkeys(words)][:200] or list(_FILLERS)
    return _Writer(brief.ask.schema, pen, phrases).value(brief.ask.schema, "", 0)


class _Writer:
    """Walks a schema; ``root`` is where references point."""

    def __init__(self, root: Mapping[str, Any], pen: Pen, phrases: list[str]) -> None:
        self._root, self._pen = root, pen
        self._phrases = cycle(pen.several(phrases, len(phrases)))

    def value(self, schema: Any, name: str, depth: int) -> Any:
        """A value for a schema; ``name`` is the property that it stands in."""
        if not isinstance(schema, Mapping):
            return self._phrase(name, 0, _USUAL_LETTERS)
        schema = self._resolved(schema, depth)
        for word in ("const", "default"):
            if word in schema and (word == "const" or depth > _DEEPEST):
                return schema[word]
        if schema.get("enum"):
            return self._pen.pick(list(schema["enum"]), str)
        makers: Mapping[str, Callable[[], Any]] = {
            "object": lambda: self._object(schema, depth),
            "array": lambda: self._array(schema, name, depth),
            "integer": lambda: self._number(schema, whole=True),
            "number": lambda: self._number(schema, whole=False),
            "boolean": lambda: self._pen.often(0.5),
            "null": lambda: None,
        }
        return makers.get(self._kind(schema), lambda: self._string(schema, name))()

    def _resolved(self, schema: Mapping[str, Any], depth: int) -> Mapping[str, Any]:
        """The schema with references followed and the first alternative merged in."""
        merged = dict(schema)
        for _ in range(_DEEPEST):
            target = merged.pop("$ref", None)
            parts = [self._target(target)] if isinstance(target, str) else []
            parts += merged.pop("allOf", [])
            for word in ("anyOf", "oneOf"):
                choices = merged.pop(word, [])
                if choices:
                    parts.append(choices[-1] if depth > _DEEPEST // 2 else self._choice(choices))
            if not parts:
                break
            for part in parts:
                merged = _merge(merged, part) if isinstance(part, Mapping) else merged
        return merged

    def _choice(self, choices: list[Any]) -> Any:
        telling = [one for one in choices if isinstance(one, Mapping) and one.get("type") != "null"]
        return self._pen.pick(telling or choices, lambda one: repr(one)[:40])

    def _target(self, reference: str) -> Any:
        """What a local reference points to; an empty schema where it leads outside."""
        place: Any = self._root
        for step in reference.removeprefix("#").strip("/").split("/"):
            if step:
                key = step.replace("~1", "/").replace("~0", "~")
                place = place.get(key, {}) if isinstance(place, Mapping) else {}
        return place

    def _kind(self, schema: Mapping[str, Any]) -> str:
        told = schema.get("type")
        if isinstance(told, list) and told:
            kinds = [kind for kind in told if kind != "null"] or told
            return str(self._pen.pick(kinds))
        if isinstance(told, str):
            return told
        if "properties" in schema:
            return "object"
        return "array" if "items" in schema or "prefixItems" in schema else "string"

    def _object(self, schema: Mapping[str, Any], depth: int) -> dict[str, Any]:
        properties = schema.get("properties", {})
        needed = schema.get("required", ())
        names = [name for name in properties if name in needed or depth < _DEEPEST // 2]
        most = schema.get("maxProperties", len(names))
        names = sorted(names, key=lambda name: name not in needed)[: max(most, len(needed))]
        made = {name: self.value(properties[name], name, depth + 1) for name in names}
        extra = schema.get("additionalProperties", True)
        for name in needed:
            made.setdefault(name, self.value(extra, name, depth + 1))
        while len(made) < schema.get("minProperties", 0):
            made[f"part_{len(made) + 1}"] = self.value(extra, "part", depth + 1)
        return made

    def _array(self, schema: Mapping[str, Any], name: str, depth: int) -> list[Any]:
        least = schema.get("minItems", 0)
        usual = max(least, _USUAL_ITEMS if depth < _DEEPEST // 2 else least)
        count = min(usual, schema.get("maxItems", usual))
        first = schema.get("prefixItems", [])
        items = schema.get("items", {})
        if items is False:
            count = min(count, len(first))
        made: list[Any] = []
        tries = 0
        while len(made) < count and tries < 20 * (count + 1):
            tries += 1
            part = first[len(made)] if len(made) < len(first) else items
            value = self.value(part, name, depth + 1)
            if not schema.get("uniqueItems") or _fresh(value, made):
                made.append(value)
        if schema.get("uniqueItems"):
            made += _spread(items, made, least - len(made))
        return made

    def _number(self, schema: Mapping[str, Any], *, whole: bool) -> float | int:
        step = schema.get("multipleOf") or (1 if whole else None)
        if whole and step is not None and step != int(step):
            step = 1
        low, high = _bounds(schema, step)
        if step is None:
            value = self._pen.real(low, high)
            return round(value, 3) if low <= round(value, 3) <= high else value
        first, last = math.ceil(low / step), math.floor(high / step)
        value = self._pen.number(first, max(first, last)) * step
        return int(value) if whole else value

    def _string(self, schema: Mapping[str, Any], name: str) -> str:
        sample = _SAMPLES.get(schema.get("format", ""))
        if sample is not None:
            return sample
        least = schema.get("minLength", 0)
        most = schema.get("maxLength", max(_USUAL_LETTERS, least))
        return self._phrase(name, least, most)

    def _phrase(self, name: str, least: int, most: int) -> str:
        """Words of the facts between the lengths, named for what they are to say."""
        label = capital(name.replace("_", " ").strip())
        parts: list[str] = []
        text = next(self._phrases)
        while len(text) < least:
            parts.append(next(self._phrases))
            text = f"{label}: {listed(parts)}"
        if len(text) <= most:
            return text
        cut = fitted(text, most) if most > 24 else text[:most]
        return cut if least <= len(cut) <= most else text[:most].strip().ljust(least, ".")


def _merge(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Both schemas at once, as far as their words do not contradict."""
    merged = {**other, **one}
    for word in _MERGED:
        if word in one and word in other:
            merged[word] = {**other[word], **one[word]}
    if "required" in one and "required" in other:
        merged["required"] = list(dict.fromkeys([*one["required"], *other["required"]]))
    for word, pick in (("minLength", max), ("minimum", max), ("minItems", max)):
        if word in one and word in other:
            merged[word] = pick(one[word], other[word])
    for word in ("maxLength", "maximum", "maxItems"):
        if word in one and word in other:
            merged[word] = min(one[word], other[word])
    return merged


def _bounds(schema: Mapping[str, Any], step: float | None) -> tuple[float, float]:
    """Lowest and highest value, ends included."""
    lows = [schema["minimum"]] if "minimum" in schema else []
    highs = [schema["maximum"]] if "maximum" in schema else []
    if "exclusiveMinimum" in schema:
        edge = schema["exclusiveMinimum"]
        lows.append(
            math.floor(edge / step) * step + step if step else math.nextafter(edge, math.inf)
        )
    if "exclusiveMaximum" in schema:
        edge = schema["exclusiveMaximum"]
        highs.append(
            math.ceil(edge / step) * step - step if step else math.nextafter(edge, -math.inf)
        )
    low = max(lows) if lows else min(0, *highs) - 10 * (step or 1) * bool(highs) if highs else 0
    high = min(highs) if highs else low + 10 * (step or 1)
    return low, high


def _fresh(value: Any, made: list[Any]) -> bool:
    return not any(value == other and type(value) is type(other) for other in made)


def _spread(items: Any, made: list[Any], missing: int) -> list[Any]:
    """More values than chance brought: the unused of an enum, numbers in turn, numbered words."""
    if missing <= 0 or not isinstance(items, Mapping):
        return []
    if items.get("enum"):
        return [value for value in items["enum"] if _fresh(value, made)][:missing]
    kind = items.get("type")
    if kind in {"integer", "number"}:
        step = items.get("multipleOf") or 1
        low, high = _bounds(items, step)
        first = math.ceil(low / step)
        span = range(first, math.floor(high / step) + 1)
        return [value * step for value in span if _fresh(value * step, made)][:missing]
    if kind == "boolean":
        return [value for value in (False, True) if _fresh(value, made)][:missing]
    least, most = items.get("minLength", 0), items.get("maxLength", _USUAL_LETTERS)
    numbered = (f"{number}".rjust(least, "0")[:most] for number in range(1, 200))
    return [value for value in dict.fromkeys(numbered) if value not in made][:missing]
