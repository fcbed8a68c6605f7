"""Objects as answers: ranges, entity tags, conditions (RFC 9110).

A route does not read the bytes. It answers with headers that say which stretch of which object is
meant, and the host sends it: the one-machine gateway streams, Lambda reads what fits into its
answer and otherwise points to the object store.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from aws_lambda_powertools.event_handler import Response

from kinora.api.request import Request
from kinora.model.errors import RangeNotSatisfiable
from kinora.stores.objects import ObjectInfo

SEND = "X-Kinora-Send"
"""``KEY FIRST LENGTH``: never leaves the host."""
SENDS = "kinora_sends"
"""The stage variable by which a gateway says that it sends objects itself."""
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_FOREVER = "private, max-age=31536000, immutable"
_ASK = "private, no-cache"
_SHOWN = "default-src 'none'; media-src 'self'; img-src 'self'; style-src 'unsafe-inline'"
"""What a browser needs to show a video or picture that is opened by its own address."""


class Stretch(NamedTuple):
    """Which bytes are meant."""

    key: str
    first: int
    length: int

    @classmethod
    def parse(cls, text: str) -> Stretch:
        """From the value of the header."""
        key, first, length = text.rsplit(" ", 2)
        return cls(key, int(first), int(length))

    def text(self) -> str:
        """As the value of the header."""
        return f"{self.key} {self.first} {self.length}"


def send(
    request: Request,
    info: ObjectInfo,
    content_type: str,
    filename: str,
    *,
    newest: bool = False,
) -> Response[str]:
    """The answer that sends an object, or the part of it that is asked for.

    Objects that are sent never change, so that key and size make a strong entity tag. ``newest``:
    the address may stand for another object later, so that clients ask before they use their copy;
    and the file is to be kept, not shown.

    Raises:
        RangeNotSatisfiable: the range holds no byte of the object.
    """
    tag = f'"{info.key.replace("/", ".")}.{info.size}"'
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": _ASK if newest else _FOREVER,
        "Content-Disposition": f'{"attachment" if newest else "inline"}; filename="{filename}"',
        "Content-Security-Policy": f"{_SHOWN}; frame-ancestors 'none'",
        "ETag": tag,
    }
    if _matches(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, body="", headers=headers)
    wanted = request.headers.get("range")
    if wanted is not None and request.headers.get("if-range") in {None, tag}:
        stretch = _range(wanted, info)
        if stretch is not None:
            last = stretch.first + stretch.length - 1
            headers["Content-Range"] = f"bytes {stretch.first}-{last}/{info.size}"
            headers[SEND] = stretch.text()
            return Response(206, content_type, "", headers)
    headers[SEND] = Stretch(info.key, 0, info.size).text()
    return Response(200, content_type, "", headers)


def _matches(header: str | None, tag: str) -> bool:
    """If-None-Match, by weak comparison."""
    if header is None:
        return False
    tags = {each.strip().removeprefix("W/") for each in header.split(",")}
    return "*" in tags or tag in tags


def _range(header: str, info: ObjectInfo) -> Stretch | None:
    """The one range that is asked for; None for what is no range or several: then all is sent.

    Raises:
        RangeNotSatisfiable: it holds no byte of the object.
    """
    found = _RANGE.fullmatch(header.replace(" ", ""))
    if found is None or found[0] == "bytes=-" or max(len(found[1]), len(found[2])) > 18:
        return None
    if not found[1]:
        length = min(int(found[2]), info.size)
        if length == 0:
            raise _beyond(info)
        return Stretch(info.key, info.size - length, length)
    first = int(found[1])
    last = min(int(found[2]) if found[2] else info.size - 1, info.size - 1)
    if found[2] and int(found[2]) < first:
        return None
    if first >= info.size:
        raise _beyond(info)
    return Stretch(info.key, first, last - first + 1)


def _beyond(info: ObjectInfo) -> RangeNotSatisfiable:
    problem = f"the range begins behind the end; there are {info.size} bytes"
    return RangeNotSatisfiable(problem, Content_Range=f"bytes */{info.size}")
