"""What a request may look like before anybody reads it: sizes, signs, kinds of body."""

from __future__ import annotations

import re
from typing import Any

from kinora.api.access.strict_json import check_json
from kinora.api.refusals import JSON
from kinora.api.request import Request
from kinora.model.errors import InvalidInput, PayloadTooLarge, UnsupportedMediaType

JSON_BODY_BYTES = 256 * 1024
MAX_PATH_BYTES = 4096
MAX_HEADERS = 100
UPLOADS = frozenset(
    {
        *("video/mp4", "application/octet-stream", "multipart/form-data"),
        *("image/png", "image/jpeg", "image/webp", "image/gif"),
    }
)
"""Kinds of body that paths ending in ``/upload`` take beside JSON."""
_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([^\";\s]*)", re.IGNORECASE)


def check(event: dict[str, Any], request: Request) -> None:
    """Refuse what is too large, what is not text, and bodies of a kind that is not taken.

    Raises:
        InvalidInput: a long path, many headers, or JSON that is not clean.
        PayloadTooLarge, UnsupportedMediaType: the body is too large, or of another kind.
    """
    if len(request.headers) > MAX_HEADERS:
        raise InvalidInput("headers", f"{len(request.headers)} of them", f"at most {MAX_HEADERS}")
    _check_signs("headers", request.headers)
    _check_signs("cookies", dict(enumerate(request.raw_cookies)))
    _check_signs("query", event.get("queryStringParameters") or {})
    _check_signs("path", {"path": request.path, "query": request.query})
    if len(request.path.encode()) + len(request.query.encode()) > MAX_PATH_BYTES:
        raise InvalidInput("path", "it is too long", f"{MAX_PATH_BYTES} bytes with the query")
    if request.raw_body:
        _check_body(request)


def is_upload(request: Request) -> bool:
    """Whether a body that is not JSON is meant."""
    return request.path.endswith("/upload") and request.media_type in UPLOADS


def _check_body(request: Request) -> None:
    if is_upload(request) and not request.safe:
        _ = request.body
        return
    if request.body_bytes > JSON_BODY_BYTES:
        raise PayloadTooLarge(f"a body of {request.body_bytes} bytes; allowed: {JSON_BODY_BYTES}")
    if request.safe:
        return
    kind = request.headers.get("content-type", "")
    charset = _CHARSET.search(kind)
    if request.media_type != JSON or (charset and charset[1].lower() not in {"utf-8", "utf8"}):
        raise UnsupportedMediaType(f"a body of type {request.media_type!r}; allowed: {JSON}")
    check_json(request.body)


def _check_signs(field: str, texts: Any) -> None:
    """Text that cannot be written in UTF-8 can be neither stored nor answered."""
    try:
        for name, text in texts.items():
            str(name).encode()
            str(text).encode()
    except UnicodeEncodeError as error:
        raise InvalidInput(field, "it holds half a character", "UTF-8 text") from error
