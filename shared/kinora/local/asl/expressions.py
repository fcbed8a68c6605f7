"""Expressions: a path, or an intrinsic function over literals, paths and other functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from kinora.local.asl import intrinsics
from kinora.local.asl.errors import RUNTIME, StateError
from kinora.local.asl.paths import Path, PathError, PathMissingError, parse_path
from kinora.local.asl.values import Json, encode

_NEST_LIMIT: Final = 10
_CAUSE_LIMIT: Final = 2_000
_SPACE: Final = re.compile(r"\s*")
_CALL: Final = re.compile(r"States\.(\w+)\s*\(")
_STRING: Final = re.compile(r"'((?:[^'\\]|\\.)*)'", re.DOTALL)
_NUMBER: Final = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])", re.ASCII)
_WORD: Final = re.compile(r"true\b|false\b|null\b")
_PATH_END: Final = re.compile(
    r"""(?:[^\s,()\['"]|\[(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\]'"]*)\])+"""
)
_WORDS: Final[dict[str, Json]] = {"true": True, "false": False, "null": None}


class ExpressionError(ValueError):
    """An expression's text is malformed, or names no function of the subset."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression can see.

    Attributes:
        document: the value behind ``$``.
        context: makes the context object behind ``$$``; called only when one is read.
        chance: feeds ``States.UUID`` and ``States.MathRandom``.
    """

    document: Json
    context: Callable[[], Json]
    chance: Random

    def on(self, document: Json) -> Scope:
        """The same scope over another document."""
        return Scope(document, self.context, self.chance)

    def read(self, path: Path, field: str) -> Json:
        """The value at a path.

        Raises:
            StateError: ``States.Runtime``, as Step Functions reports a path that leads nowhere.
        """
        try:
            return path.read(self.context() if path.in_context else self.document)
        except PathMissingError:
            shown = encode(self.document)
            shown = shown if len(shown) <= _CAUSE_LIMIT else shown[:_CAUSE_LIMIT] + "…"
            raise StateError(
                RUNTIME,
                f"The JSONPath '{path.text}' specified for the field '{field}' "
                f"could not be found in the input '{shown}'",
            ) from None


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant; ``raw`` keeps the escapes of a quoted string, which Format reads itself."""

    value: Json
    raw: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """An intrinsic function applied to expressions."""

    name: str
    arguments: tuple[Expression, ...]


Expression = Path | Literal | Call


def evaluate(expression: Expression, scope: Scope, field: str) -> Json:
    """The value of an expression; ``field`` names its place in error messages.

    Raises:
        StateError: a path leads nowhere or a function refuses its arguments.
    """
    if isinstance(expression, Path):
        return scope.read(expression, field)
    if isinstance(expression, Literal):
        return expression.value
    values = [evaluate(argument, scope, field) for argument in expression.arguments]
    if expression.name == "Format":
        template = expression.arguments[0]
        if isinstance(template, Literal) and template.raw is not None:
            values[0] = template.raw
    return intrinsics.apply(expression.name, values, scope.chance)


def paths_in(expression: Expression) -> Iterator[Path]:
    """Every path an expression reads."""
    if isinstance(expression, Path):
        yield expression
    elif isinstance(expression, Call):
        for argument in expression.arguments:
            yield from paths_in(argument)


def parse_expression(text: str) -> Expression:
    """Read what may stand at a ``name.$`` field: a path or an intrinsic function.

    Raises:
        ExpressionError: it is neither; the message says where it goes wrong.
    """
    if not text.startswith(("$", "States.")):
        raise ExpressionError(f"{text!r} is neither a path nor an intrinsic function")
    if text.startswith("$"):
        return _path(text)
    reader = _Reader(text)
    expression = reader.argument(0)
    if reader.position != len(text.rstrip()):
        raise ExpressionError(f"{text!r} has more behind its end: {reader.rest()!r}")
    return expression


def _path(text: str) -> Path:
    try:
        return parse_path(text)
    except PathError as error:
        raise ExpressionError(str(error)) from None


class _Reader:
    """Reads an intrinsic function from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0

    def rest(self) -> str:
        return self.text[self.position :]

    def argument(self, depth: int) -> Expression:
        if depth > _NEST_LIMIT:
            raise ExpressionError(f"functions nest deeper than {_NEST_LIMIT}")
        self._take(_SPACE)
        if call := self._take(_CALL):
            return self._call(call[1], depth)
        if string := self._take(_STRING):
            return Literal(re.sub(r"\\(.)", r"\1", string[1], flags=re.DOTALL), string[1])
        if number := self._take(_NUMBER):
            value = number[0]
            return Literal(int(value) if re.fullmatch(r"-?\d+", value) else float(value))
        if word := self._take(_WORD):
            return Literal(_WORDS[word[0]])
        if self.text.startswith("$", self.position) and (path := self._take(_PATH_END)):
            return _path(path[0])
        raise ExpressionError(f"{self.text!r} cannot be read at {self.rest()!r}")

    def _call(self, name: str, depth: int) -> Call:
        try:
            least, most = intrinsics.arity(name)
        except KeyError:
            raise ExpressionError(f"there is no intrinsic function States.{name}") from None
        arguments = self._arguments(depth)
        if len(arguments) < least or (most is not None and len(arguments) > most):
            raise ExpressionError(f"States.{name} does not take {len(arguments)} arguments")
        return Call(name, tuple(arguments))

    def _arguments(self, depth: int) -> list[Any]:
        arguments: list[Expression] = []
        self._take(_SPACE)
        if self._sees(")"):
            return arguments
        while True:
            arguments.append(self.argument(depth + 1))
            self._take(_SPACE)
            if self._sees(")"):
                return arguments
            if not self._sees(","):
                raise ExpressionError(f"{self.text!r}: expected , or ) at {self.rest()!r}")

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.match(self.text, self.position)
        if match:
            self.position = match.end()
        return match

    def _sees(self, mark: str) -> bool:
        if not self.text.startswith(mark, self.position):
            return False
        self.position += len(mark)
        return True
