"""Seals: what is stored for good carries the sha256 of itself, so that a later change shows."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from pydantic import model_validator

from kinora.model.base import Frozen
from kinora.model.errors import RecordRefused

_MARK = b',"seal":"'
_END = b'"}'
_LENGTH = len(_MARK) + 64 + len(_END)


class Sealed(Frozen):
    """Data that is stored for good. Parsing it ignores the seal: :func:`opened` looks at it."""

    def canonical(self) -> bytes:
        """UTF-8 JSON in a fixed field order with its seal at the end: what is stored and hashed."""
        body = self.model_dump_json().encode()
        return body[:-1] + _MARK + hashlib.sha256(body).hexdigest().encode() + _END

    @model_validator(mode="before")
    @classmethod
    def _without_seal(cls, data: Any) -> Any:
        if isinstance(data, dict) and "seal" in data:
            return {name: value for name, value in data.items() if name != "seal"}
        return data


def opened(data: bytes) -> bytes:
    """The JSON of a stored object without its seal. Objects from before there were seals have none.

    Raises:
        RecordRefused: the seal is of other content.
    """
    begin = len(data) - _LENGTH
    if begin < 0 or data[begin : begin + len(_MARK)] != _MARK:
        if _MARK in data:
            raise RecordRefused("its seal is damaged: it was altered after it was stored")
        return data
    body = data[:begin] + b"}"
    if hashlib.sha256(body).hexdigest().encode() != data[begin + len(_MARK) : -len(_END)]:
        raise RecordRefused("its seal is of other content: it was altered after it was stored")
    return body


def format_of(data: bytes) -> object:
    """The format that stored JSON says it has; None where it says none."""
    try:
        told = json.loads(data)
    except ValueError:
        return None
    return told.get("format") if isinstance(told, dict) else None
