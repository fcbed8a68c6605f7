"""The JSONPath subset: ``$`` or ``$$``, then ``.name``, ``['name']``, ``[n]`` and ``[*]``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from kinora.local.asl.values import Json

_STEP: Final = re.compile(
    r"""\.(?P<name>[^\W\d][\w-]*)
      | \['(?P<single>(?:[^'\\]|\\.)*)'\]
      | \["(?P<double>(?:[^"\\]|\\.)*)"\]
      | \[(?P<index>-?\d{1,9})\]
      | (?P<every>\[\*\])""",
    re.VERBOSE,
)


class Wildcard(Enum):
    """The step that goes to every element."""

    EVERY = "[*]"


Step = str | int | Wildcard


class PathError(ValueError):
    """A path's text is malformed or outside the subset."""


class PathMissingError(LookupError):
    """Nothing stands at a path; ``str()`` is the path."""


@dataclass(frozen=True, slots=True)
class Path:
    """A parsed path.

    Attributes:
        text: the source, as written.
        in_context: whether it starts at the context object (``$$``).
        steps: member names, element indices (negative from the end) and wildcards.
    """

    text: str
    in_context: bool
    steps: tuple[Step, ...]

    @property
    def definite(self) -> bool:
        """Whether the path names one place, so that its value is not a list of matches."""
        return Wildcard.EVERY not in self.steps

    def read(self, root: Json) -> Json:
        """The value at this path, or the list of matches when the path has a wildcard.

        Raises:
            PathMissingError: a member or element before the first wildcard does not exist.
        """
        value: Any = root
        for position, step in enumerate(self.steps):
            if isinstance(step, Wildcard):
                return _matches(value, self.steps[position:])
            try:
                value = _step_into(value, step)
            except LookupError:
                raise PathMissingError(self.text) from None
        found: Json = value
        return found


def _step_into(value: Any, step: str | int) -> Any:
    if isinstance(step, str) and isinstance(value, dict):
        return value[step]
    if isinstance(step, int) and isinstance(value, list):
        return value[step]
    raise LookupError(step)


def _matches(value: Any, steps: tuple[Step, ...]) -> list[Any]:
    found = [value]
    for step in steps:
        reached: list[Any] = []
        for item in found:
            if isinstance(step, Wildcard):
                if isinstance(item, list | dict):
                    reached.extend(item.values() if isinstance(item, dict) else item)
                continue
            try:
                reached.append(_step_into(item, step))
            except LookupError:
                continue
        found = reached
    return found


def parse_path(text: str) -> Path:
    """Read a path.

    Raises:
        PathError: the text is not a path of the subset; the message says where it leaves it.
    """
    if not text.startswith("$"):
        raise PathError(f"{text!r} is not a path, which starts with $")
    in_context = text.startswith("$$")
    position = 2 if in_context else 1
    steps: list[Step] = []
    while position < len(text):
        match = _STEP.match(text, position)
        if match is None:
            raise PathError(
                f"{text!r} leaves the supported paths at {text[position:]!r} "
                "(.name, ['name'], [n] and [*])"
            )
        steps.append(_step(match))
        position = match.end()
    return Path(text, in_context, tuple(steps))


def _step(match: re.Match[str]) -> Step:
    if match["every"]:
        return Wildcard.EVERY
    if match["index"] is not None:
        return int(match["index"])
    if match["name"] is not None:
        return match["name"]
    quoted = match["single"] if match["single"] is not None else match["double"]
    return re.sub(r"\\(.)", r"\1", quoted)


def parse_reference(text: str) -> Path:
    """Read a reference path: one place in the data, as ``ResultPath`` needs.

    Raises:
        PathError: the text is no path, has a wildcard or a negative index, or starts with ``$$``.
    """
    path = parse_path(text)
    if path.in_context or not path.definite:
        raise PathError(f"{text!r} does not name one place in the data")
    if any(isinstance(step, int) and step < 0 for step in path.steps):
        raise PathError(f"{text!r} counts from the end")
    return path


def put(document: Json, path: Path, value: Json) -> Json:
    """A copy of a document with a value at a reference path; missing objects are made.

    Raises:
        PathMissingError: the path runs through a value that is no object, or past a list's end.
    """
    if not path.steps:
        return value
    changed: Json = _put(document, path, 0, value)
    return changed


def _put(at: Any, path: Path, depth: int, value: Json) -> Any:
    step = path.steps[depth]
    last = depth + 1 == len(path.steps)
    if isinstance(step, str) and isinstance(at, dict):
        return {**at, step: value if last else _put(at.get(step, {}), path, depth + 1, value)}
    if isinstance(step, int) and isinstance(at, list) and step < len(at):
        inner = value if last else _put(at[step], path, depth + 1, value)
        return [*at[:step], inner, *at[step + 1 :]]
    raise PathMissingError(path.text)
