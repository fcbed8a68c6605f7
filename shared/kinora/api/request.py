"""One HTTP request as both hosts hand it in: an API Gateway event, payload format 2.0."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from http.cookies import CookieError, SimpleCookie
from typing import Any

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing."""


@dataclass(frozen=True)
class Request:
    """What of a request decides whether it is answered. Header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    client: str
    """The address that the request came from."""
    raw_cookies: tuple[str, ...]
    raw_body: str
    encoded: bool

    @classmethod
    def of(cls, event: Mapping[str, Any]) -> Request:
        """The request in an event."""
        http = event["requestContext"]["http"]
        return cls(
            method=str(http["method"]).upper(),
            path=str(event["rawPath"]),
            headers={name.lower(): value for name, value in (event.get("headers") or {}).items()},
            client=str(http.get("sourceIp", "")),
            raw_cookies=tuple(event.get("cookies") or ()),
            raw_body=event.get("body") or "",
            encoded=bool(event.get("isBase64Encoded")),
        )

    @property
    def safe(self) -> bool:
        """Whether the method changes nothing."""
        return self.method in SAFE

    @cached_property
    def cookies(self) -> dict[str, str]:
        """Cookies by name; those that cannot be read are left out."""
        found: dict[str, str] = {}
        for text in self.raw_cookies:
            try:
                found |= {name: morsel.value for name, morsel in SimpleCookie(text).items()}
            except CookieError:
                continue
        return found

    @property
    def body_bytes(self) -> int:
        """How many bytes the body has."""
        if self.encoded:
            return len(self.raw_body) * 3 // 4
        return len(self.raw_body.encode())

    @cached_property
    def body(self) -> bytes:
        """The body as it was sent."""
        return base64.b64decode(self.raw_body) if self.encoded else self.raw_body.encode()
