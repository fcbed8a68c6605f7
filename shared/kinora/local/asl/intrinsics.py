"""The intrinsic functions ``States.*``, each as the Step Functions guide describes it."""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
import uuid
from collections.abc import Callable
from random import Random
from typing import Any, Final

from kinora.local.asl.errors import INTRINSIC, StateError
from kinora.local.asl.values import Json, encode, is_number, same
from kinora.seeding import stream

_TEXT_LIMIT: Final = 10_000
_RANGE_LIMIT: Final = 1_000
_SPREAD: Final = 2**31
_HASHES: Final = {
    "MD5": hashlib.md5,
    "SHA-1": hashlib.sha1,
    "SHA-256": hashlib.sha256,
    "SHA-384": hashlib.sha384,
    "SHA-512": hashlib.sha512,
}
_FORMAT_PART: Final = re.compile(r"\\(.)|(\{\})|(\\)", re.DOTALL)


class _MisuseError(Exception):
    """The arguments of an intrinsic function are not acceptable."""


def _array(value: Json) -> list[Any]:
    if not isinstance(value, list):
        raise _MisuseError(f"expected an array, got {encode(value)}")
    return value


def _text(value: Json, limit: int | None = None) -> str:
    if not isinstance(value, str):
        raise _MisuseError(f"expected a string, got {encode(value)}")
    if limit is not None and len(value) > limit:
        raise _MisuseError(f"the string is longer than {limit} characters")
    return value


def _whole(value: Json) -> int:
    """An integer; other numbers are rounded half up, as the guide says and Java does."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _MisuseError(f"expected a number, got {encode(value)}")
    return value if isinstance(value, int) else math.floor(value + 0.5)


def _format(template: Json, *values: Json) -> Json:
    r"""``{}`` takes the next value; ``\{`` and ``\}`` are braces."""
    left = list(values)

    def part(match: re.Match[str]) -> str:
        if match[1] is not None:
            return match[1]
        if match[2] is None:
            raise _MisuseError("the template ends in an open backslash")
        if not left:
            raise _MisuseError("the template has more {} than there are values")
        value = left.pop(0)
        return value if isinstance(value, str) else encode(value)

    text = _FORMAT_PART.sub(part, _text(template))
    if left:
        raise _MisuseError("there are more values than {} in the template")
    return text


def _array_of(*values: Json) -> Json:
    return list(values)


def _array_partition(array: Json, size: Json) -> Json:
    items, step = _array(array), _whole(size)
    if step < 1:
        raise _MisuseError("the chunk size must be positive")
    return [items[start : start + step] for start in range(0, len(items), step)]


def _array_contains(array: Json, value: Json) -> Json:
    return any(same(item, value) for item in _array(array))


def _array_range(first: Json, last: Json, step: Json) -> Json:
    start, stop, stride = _whole(first), _whole(last), _whole(step)
    if stride == 0:
        raise _MisuseError("the increment must not be zero")
    numbers = range(start, stop + (1 if stride > 0 else -1), stride)
    if len(numbers) > _RANGE_LIMIT:
        raise _MisuseError(f"the range has more than {_RANGE_LIMIT} elements")
    return list(numbers)


def _array_get_item(array: Json, index: Json) -> Json:
    items, at = _array(array), _whole(index)
    if not 0 <= at < len(items):
        raise _MisuseError(f"index {at} is outside an array of {len(items)}")
    item: Json = items[at]
    return item


def _array_length(array: Json) -> Json:
    return len(_array(array))


def _array_unique(array: Json) -> Json:
    unique: list[Any] = []
    for item in _array(array):
        if not any(same(item, kept) for kept in unique):
            unique.append(item)
    return unique


def _base64_encode(text: Json) -> Json:
    return base64.b64encode(_text(text, _TEXT_LIMIT).encode()).decode()


def _base64_decode(text: Json) -> Json:
    return base64.b64decode(_text(text, _TEXT_LIMIT), validate=True).decode()


def _hash(data: Json, algorithm: Json) -> Json:
    make = _HASHES.get(_text(algorithm))
    if make is None:
        raise _MisuseError(f"the algorithm must be one of {', '.join(_HASHES)}")
    text = data if isinstance(data, str) else encode(data)
    return make(_text(text, _TEXT_LIMIT).encode()).hexdigest()


def _json_merge(left: Json, right: Json, deep: Json) -> Json:
    if deep is not False:
        raise _MisuseError("only the shallow merge (false) exists")
    if not isinstance(left, dict) or not isinstance(right, dict):
        raise _MisuseError("both values must be objects")
    return {**left, **right}


def _json_to_string(value: Json) -> Json:
    return encode(value)


def _string_to_json(text: Json) -> Json:
    value: Json = json.loads(_text(text))
    encode(value)  # refuses the NaN and Infinity that Python's reader lets pass
    return value


def _string_split(text: Json, separators: Json) -> Json:
    cuts = _text(separators)
    pieces = re.split("[" + re.escape(cuts) + "]", _text(text)) if cuts else [_text(text)]
    return [piece for piece in pieces if piece]


def _math_add(left: Json, right: Json) -> Json:
    total = _whole(left) + _whole(right)
    if not -_SPREAD <= total < _SPREAD:
        raise _MisuseError("the sum is outside 32 bits")
    return total


Function = Callable[..., Json]

_FUNCTIONS: Final[dict[str, tuple[Function, int, int | None]]] = {
    # name: (function, fewest arguments, most arguments)
    "Array": (_array_of, 0, None),
    "ArrayPartition": (_array_partition, 2, 2),
    "ArrayContains": (_array_contains, 2, 2),
    "ArrayRange": (_array_range, 3, 3),
    "ArrayGetItem": (_array_get_item, 2, 2),
    "ArrayLength": (_array_length, 1, 1),
    "ArrayUnique": (_array_unique, 1, 1),
    "Base64Encode": (_base64_encode, 1, 1),
    "Base64Decode": (_base64_decode, 1, 1),
    "Format": (_format, 1, None),
    "Hash": (_hash, 2, 2),
    "JsonMerge": (_json_merge, 3, 3),
    "JsonToString": (_json_to_string, 1, 1),
    "StringToJson": (_string_to_json, 1, 1),
    "StringSplit": (_string_split, 2, 2),
    "MathAdd": (_math_add, 2, 2),
    "MathRandom": (lambda *_: None, 2, 3),
    "UUID": (lambda: None, 0, 0),
}


def arity(name: str) -> tuple[int, int | None]:
    """How many arguments a function takes: at least, and at most (None: any number).

    Raises:
        KeyError: there is no function of this name.
    """
    _, least, most = _FUNCTIONS[name]
    return least, most


def apply(name: str, arguments: list[Json], chance: Random) -> Json:
    """The value of ``States.<name>(arguments…)``; ``chance`` feeds UUID and MathRandom.

    Raises:
        StateError: ``States.IntrinsicFailure`` with the reason.
    """
    try:
        if name == "UUID":
            return str(uuid.UUID(int=chance.getrandbits(128), version=4))
        if name == "MathRandom":
            return _math_random(arguments, chance)
        return _FUNCTIONS[name][0](*arguments)
    except (_MisuseError, ValueError) as error:
        raise StateError(INTRINSIC, f"States.{name}: {error}") from None


def _math_random(arguments: list[Json], chance: Random) -> int:
    """A number from start (included) to end (excluded); a seed makes it repeatable."""
    start, end = _whole(arguments[0]), _whole(arguments[1])
    if end <= start:
        raise _MisuseError("the end must be greater than the start")
    if len(arguments) == 3 and not is_number(arguments[2]):
        raise _MisuseError("the seed must be a number")
    source = stream(_whole(arguments[2]), "MathRandom") if len(arguments) == 3 else chance
    return source.randrange(start, end)
