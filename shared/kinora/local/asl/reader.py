"""Reading a definition's fields: every problem is noted with its place, none stops the reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from kinora.local.asl.expressions import Expression, ExpressionError, parse_expression
from kinora.local.asl.paths import Path, PathError, parse_path, parse_reference
from kinora.local.asl.templates import Template, TemplateError
from kinora.local.asl.values import Json, is_number

_T = TypeVar("_T")
_ABSENT: Final = object()

TIME_LIMIT: Final = 99_999_999
"""Seconds; the longest timeout that Step Functions takes."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and where: ``States.Render.Retry[0].MaxAttempts``."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place or 'the definition'}: {self.message}"


@dataclass(slots=True)
class Fields:
    """The fields of one JSON object, taken one by one.

    Attributes:
        source: the object; anything else is a problem and reads as an empty object.
        place: where it stands in the definition.
        problems: shared by a whole reading.
    """

    source: dict[str, Any]
    place: str
    problems: list[Problem]
    _taken: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, value: Any, place: str, problems: list[Problem]) -> Fields:
        """Start on a value that should be an object."""
        if isinstance(value, dict):
            return cls(value, place, problems)
        problems.append(Problem(place, "must be an object"))
        return cls({}, place, problems)

    def at(self, name: str) -> str:
        """The place of a field."""
        return f"{self.place}.{name}" if self.place else name

    def problem(self, name: str, message: str) -> None:
        """Note a problem with a field, or with the object itself when the name is empty."""
        self.problems.append(Problem(self.at(name) if name else self.place, message))

    def has(self, name: str) -> bool:
        """Whether the field is there, null or not."""
        return name in self.source

    def take(self, name: str) -> Any:
        """The value as it is; None also when absent."""
        self._taken.add(name)
        return self.source.get(name)

    def skip(self, *names: str) -> None:
        """Accept fields that mean nothing to the engine."""
        self._taken.update(names)

    def close(self, kind: str) -> None:
        """Note every field that was not taken."""
        for name in self.source:
            if name not in self._taken:
                self.problem(name, f"is not a field of {kind} in the supported subset")

    def text(self, name: str, *, required: bool = False) -> str | None:
        """A string that is not empty."""
        value = self.take(name)
        if name not in self.source:
            if required:
                self.problem(name, "is missing")
            return None
        if isinstance(value, str) and value:
            return value
        self.problem(name, "must be a string that is not empty")
        return None

    def choice(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        """One of some words."""
        if name not in self.source:
            return default
        value = self.take(name)
        if value in allowed:
            return str(value)
        self.problem(name, f"must be {' or '.join(allowed)}")
        return default

    def number(
        self, name: str, low: float, high: float, default: _T, *, whole: bool = True
    ) -> float | _T:
        """A number in a range; ``whole`` asks for an integer."""
        if name not in self.source:
            return default
        value = self.take(name)
        if is_number(value) and (isinstance(value, int) or not whole) and low <= value <= high:
            return float(value)
        kind = "a whole number" if whole else "a number"
        self.problem(name, f"must be {kind} from {low:g} to {high:.10g}")
        return default

    def path(self, name: str, default: _T) -> Path | _T | None:
        """A path, or None for null."""
        return self._path(name, default, parse_path)

    def reference(self, name: str, default: _T) -> Path | _T | None:
        """A reference path, or None for null."""
        return self._path(name, default, parse_reference)

    def _path(self, name: str, default: _T, parse: Callable[[str], Path]) -> Path | _T | None:
        if name not in self.source:
            return default
        value = self.take(name)
        if value is None:
            return None
        try:
            return parse(value)
        except (PathError, AttributeError) as error:
            text = str(error) if isinstance(error, PathError) else "must be a path or null"
            self.problem(name, text)
            return default

    def required_path(self, name: str) -> Path | None:
        """A path that must not be null."""
        found = self.path(name, None)
        if found is None and self.source.get(name, _ABSENT) is None:
            self.problem(name, "must be a path")
        return found

    def expression(self, name: str) -> Expression | None:
        """A path or an intrinsic function."""
        text = self.text(name)
        try:
            return parse_expression(text) if text is not None else None
        except ExpressionError as error:
            self.problem(name, str(error))
            return None

    def template(self, name: str) -> Template | None:
        """A payload template, which is an object."""
        if name not in self.source:
            return None
        value: Json = self.take(name)
        if not isinstance(value, dict):
            self.problem(name, "must be an object")
            return None
        try:
            return Template(value)
        except TemplateError as error:
            self.problem(name + error.place, str(error))
            return None

    def names(self, name: str) -> frozenset[str]:
        """A list of one or more strings."""
        value = self.take(name)
        if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
            return frozenset(value)
        self.problem(name, "must be a list of one or more error names")
        return frozenset()

    def entries(self, name: str) -> Iterator[Fields]:
        """The objects of a list, which may be absent."""
        value = self.take(name)
        if name not in self.source:
            return
        if not isinstance(value, list) or not value:
            self.problem(name, "must be a list that is not empty")
            return
        for index, item in enumerate(value):
            yield Fields.of(item, f"{self.at(name)}[{index}]", self.problems)
