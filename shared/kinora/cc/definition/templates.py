"""Templates of a workflow: Jinja2 in a sandbox, where an undefined name is an error."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from kinora.cc.definition.loading import LITERAL, TEMPLATE
from kinora.model.errors import InvalidWorkflow

_PURE = re.compile(r"\s*\{\{((?:(?!\}\}|\{\{).)*)\}\}\s*", re.DOTALL)
_LONGEST = 200_000
"""Characters of one rendered template."""
CONTEXT = frozenset({"state", "step", "config"})
"""The names that a template may use."""


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False
    )
    # Functions that make something of nothing have no place in a prompt.
    environment.globals.clear()
    return environment


def is_template(text: str) -> bool:
    """Whether a string holds anything to render."""
    return "{{" in text or "{%" in text


def resolve(value: Any, context: Mapping[str, Any], place: str) -> Any:
    """A value with all its templates rendered.

    A string that is one pure expression gives that expression's own value, of any JSON type.

    Raises:
        InvalidWorkflow: a name is undefined or a template does something forbidden.
    """
    if isinstance(value, str):
        return _rendered(value, context, place) if is_template(value) else value
    if isinstance(value, Mapping):
        if LITERAL in value:
            return value[LITERAL]
        if TEMPLATE in value:
            return _as_text(value[TEMPLATE], context, place)
        return {key: resolve(item, context, f"{place}.{key}") for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [resolve(item, context, f"{place}[{i}]") for i, item in enumerate(value)]
    return value


def _rendered(text: str, context: Mapping[str, Any], place: str) -> Any:
    """A string's value: an expression's own, or text."""
    pure = _PURE.fullmatch(text)
    if pure is None:
        return _as_text(text, context, place)
    try:
        expression = _environment().compile_expression(pure[1].strip(), undefined_to_none=False)
        value = expression(**context)
    except TemplateError as error:
        raise InvalidWorkflow(place, f"{text.strip()}: {error}") from error
    if isinstance(value, StrictUndefined):
        raise InvalidWorkflow(place, f"{text.strip()} is undefined")
    return value


def _as_text(text: str, context: Mapping[str, Any], place: str) -> str:
    try:
        pieces, length = [], 0
        for piece in _environment().from_string(text).generate(**context):
            length += len(piece)
            if length > _LONGEST:
                raise InvalidWorkflow(place, "the text grows without end", f"{_LONGEST} characters")
            pieces.append(piece)
    except (TemplateError, ArithmeticError, TypeError) as error:
        raise InvalidWorkflow(place, f"the template cannot be rendered: {error}") from error
    return "".join(pieces)


def named(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """The names that templates in a value read, as (root, attribute): ``("state", "pet_type")``.

    Raises:
        InvalidWorkflow: a template cannot be parsed.
    """
    for text in texts(value):
        yield from _names(text, place)


def _names(text: str, place: str) -> Iterator[tuple[str, str]]:
    try:
        tree = _environment().parse(text)
    except TemplateSyntaxError as error:
        raise InvalidWorkflow(place, f"line {error.lineno}: {error.message}") from error
    own = {node.name for node in tree.find_all(nodes.Name) if node.ctx in {"store", "param"}}
    for node in tree.find_all(nodes.Name):
        if node.ctx == "load" and node.name not in own | CONTEXT:
            yield node.name, ""
    for access in tree.find_all(nodes.Getattr):
        if isinstance(access.node, nodes.Name) and access.node.name in CONTEXT:
            yield access.node.name, access.attr
    for item in tree.find_all(nodes.Getitem):
        if not isinstance(item.node, nodes.Name) or item.node.name not in CONTEXT:
            continue
        if isinstance(item.arg, nodes.Const):
            yield item.node.name, str(item.arg.value)


def texts(value: Any) -> Iterator[str]:
    """All strings in a value that are templates."""
    if isinstance(value, str):
        if is_template(value):
            yield value
    elif isinstance(value, Mapping):
        if TEMPLATE in value:
            yield value[TEMPLATE]
        elif LITERAL not in value:
            for item in value.values():
                yield from texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts(item)
