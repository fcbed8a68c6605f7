"""Payload templates: JSON in which ``name.$`` fields are computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kinora.local.asl.expressions import (
    Expression,
    ExpressionError,
    Scope,
    evaluate,
    parse_expression,
    paths_in,
)
from kinora.local.asl.values import Json


class TemplateError(ValueError):
    """A computed field is malformed; ``place`` leads to it inside the template."""

    def __init__(self, place: str, problem: str) -> None:
        self.place = place
        super().__init__(problem)


@dataclass(frozen=True, slots=True)
class _Constant:
    value: Any


@dataclass(frozen=True, slots=True)
class _Computed:
    name: str
    expression: Expression


@dataclass(frozen=True, slots=True)
class _Object:
    members: tuple[tuple[str, _Node], ...]


@dataclass(frozen=True, slots=True)
class _Array:
    items: tuple[_Node, ...]


_Node = _Constant | _Computed | _Object | _Array


class Template:
    """A payload template, read once and filled often.

    Raises:
        TemplateError: on a computed field whose value is not an expression.
    """

    __slots__ = ("_node",)

    def __init__(self, source: Json) -> None:
        self._node = _read(source, "")

    def fill(self, scope: Scope) -> Json:
        """The template with its computed fields.

        Raises:
            StateError: an expression cannot be evaluated.
        """
        filled: Json = _fill(self._node, scope)
        return filled

    def contexts(self) -> Iterator[str]:
        """The context paths (``$$…``) that the template reads, as written."""
        for expression in _expressions(self._node):
            yield from (path.text for path in paths_in(expression) if path.in_context)

    def member(self, name: str) -> bool:
        """Whether the template is an object with this member, given or computed."""
        if isinstance(self._node, _Constant):
            return isinstance(self._node.value, dict) and name in self._node.value
        return isinstance(self._node, _Object) and any(key == name for key, _ in self._node.members)


def _read(source: Any, place: str) -> _Node:
    if isinstance(source, dict):
        return _read_object(source, place)
    if isinstance(source, list):
        items = tuple(_read(item, f"{place}[{index}]") for index, item in enumerate(source))
        if all(isinstance(item, _Constant) for item in items):
            return _Constant(source)
        return _Array(items)
    return _Constant(source)


def _read_object(source: dict[str, Any], place: str) -> _Node:
    members: list[tuple[str, _Node]] = []
    for key, value in source.items():
        inside = f"{place}.{key}"
        if not key.endswith(".$"):
            members.append((key, _read(value, inside)))
            continue
        if key[:-2] in source:
            raise TemplateError(inside, f"stands beside {key[:-2]!r}")
        if not isinstance(value, str):
            raise TemplateError(inside, "must be a path or an intrinsic function, in a string")
        try:
            members.append((key[:-2], _Computed(key, parse_expression(value))))
        except ExpressionError as error:
            raise TemplateError(inside, str(error)) from None
    if all(isinstance(node, _Constant) for _, node in members):
        return _Constant(source)
    return _Object(tuple(members))


def _fill(node: _Node, scope: Scope) -> Any:
    if isinstance(node, _Constant):
        return node.value
    if isinstance(node, _Computed):
        return evaluate(node.expression, scope, node.name)
    if isinstance(node, _Array):
        return [_fill(item, scope) for item in node.items]
    return {key: _fill(member, scope) for key, member in node.members}


def _expressions(node: _Node) -> Iterator[Expression]:
    if isinstance(node, _Computed):
        yield node.expression
    elif isinstance(node, _Array):
        for item in node.items:
            yield from _expressions(item)
    elif isinstance(node, _Object):
        for _, member in node.members:
            yield from _expressions(member)
