"""One HTTP request as both hosts hand it in: an API Gateway event, payload format 2.0."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kinora.model.errors import InvalidInput

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing."""


@dataclass(frozen=True)
class Request:
    """What of a request decides whether it is answered. Header names are in lower case."""

    method: str
    path: str
    query: str
    """As it was sent, without the question mark."""
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
            query=str(event.get("rawQueryString") or ""),
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

    @property
    def media_type(self) -> str:
        """What the body says that it is, in lower case and without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def https(self) -> bool:
        """Whether whoever stands in front says that the request came over https."""
        return self.headers.get("x-forwarded-proto", "").partition(",")[0].strip() == "https"

    @cached_property
    def cookies(self) -> dict[str, str]:
        """Cookies by name; of several with one name the first, which is the nearest one."""
        found: dict[str, str] = {}
        for text in self.raw_cookies or (self.headers.get("cookie", ""),):
            for pair in text.split(";"):
                name, _, value = pair.strip().partition("=")
                found.setdefault(name, value)
        return found

    @property
    def body_bytes(self) -> int:
        """How many bytes the body has; a little more than that where it is base64."""
        if self.encoded:
            return len(self.raw_body) * 3 // 4
        return len(self.raw_body.encode(errors="surrogatepass"))

    @cached_property
    def body(self) -> bytes:
        """The body as it was sent.

        Raises:
            InvalidInput: it is not what the event says that it is.
        """
        try:
            if self.encoded:
                return base64.b64decode(self.raw_body, validate=True)
            return self.raw_body.encode()
        except (binascii.Error, ValueError) as error:
            raise InvalidInput("body", "it cannot be read", "UTF-8 text") from error
