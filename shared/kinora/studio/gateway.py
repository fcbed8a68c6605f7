"""The gateway of one machine: HTTP in, the API function called, HTTP out.

It stands where API Gateway stands in the cloud, in front of the very same function; what it adds is
what a single machine can do better: objects are streamed to the client instead of being carried
through the function, and large uploads are streamed to the disk.
"""

from __future__ import annotations

import asyncio
import json
import logging
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from http import HTTPStatus
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final

from kinora.api.access.answers import built, completed
from kinora.api.refusals import internal, refusal
from kinora.api.sending import SEND, Stretch
from kinora.local.invoke import Outcome
from kinora.loop import keys
from kinora.loop.uploads import DIRECT_BYTES, MOST_BYTES, looks_like_mp4
from kinora.model.errors import (
    DISK_FULL,
    KinoraError,
    PayloadTooLarge,
    StorageError,
    StorageFull,
    UnreadableMedia,
)
from kinora.model.run_id import workflow_of
from kinora.stores.objects import ObjectStore
from kinora.studio.http_event import Answer, Headers, answer_of, event_of
from kinora.studio.pages import Pages

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_MOST_BODY: Final = DIRECT_BYTES + 2**16
"""Bytes: an upload in a form has a little around it."""
_CHUNK: Final = 2**20
_HEAD: Final = 12
"""Bytes by which a video is known."""
_log = logging.getLogger(__name__)
_JSON: Final = [(b"content-type", b"application/json")]


ApiFunction = Callable[[dict[str, Any]], Awaitable[Outcome]]
"""Calls the API function with an event."""


class Gateway:
    """An ASGI application.

    Args:
        function: the API function.
        objects: where what is sent and uploaded lies.
        admit: called with each event; raises TooManyRequests where a client asks too often.
        pages: pages for people.
        scratch: where uploads lie until they are whole.
    """

    def __init__(
        self,
        function: ApiFunction,
        objects: ObjectStore,
        admit: Callable[[dict[str, Any]], None],
        pages: Pages,
        scratch: Path,
    ) -> None:
        self._function = function
        self._objects = objects
        self._admit = admit
        self._pages = pages
        self._scratch = scratch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            try:
                await self._serve(scope, receive, send)
            except KinoraError as error:
                await _respond(send, _refused(error, scope["method"]), scope["method"])
            except OSError as error:
                refused = _refused(_of_the_disk(error), scope["method"])
                await _respond(send, refused, scope["method"])
        elif scope["type"] == "lifespan":
            await _live(receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        page = self._pages.get(scope["path"])
        if page is not None and scope["method"] in {"GET", "HEAD"}:
            kind, content = await asyncio.to_thread(page)
            headers = [(b"content-type", kind.encode()), *_PAGE_HEADERS]
            await _respond(send, Answer(HTTPStatus.OK, headers, content, None), scope["method"])
            return
        job = _upload_of(scope)
        if job is not None:
            answer = await self._take_upload(scope, receive, job)
        else:
            answer = await self._call(event_of(scope, await _body(scope, receive), _new_id()))
        if answer.send is None:
            await _respond(send, answer, scope["method"])
        else:
            await self._send_object(send, answer, scope["method"])

    async def _call(self, event: dict[str, Any]) -> Answer:
        """The API function's answer."""
        self._admit(event)
        outcome = await self._function(event)
        if outcome.failed or not isinstance(outcome.payload, dict):
            return _broken(event["requestContext"]["http"]["method"])
        return answer_of(outcome.payload, SEND)

    async def _take_upload(self, scope: Scope, receive: Receive, job: str) -> Answer:
        """A large upload, streamed to the disk, once the API has said that the job takes it."""
        declared = int(_header(scope, b"content-length") or MOST_BYTES)
        if declared > MOST_BYTES:
            problem = f"{declared:,} bytes; at most {MOST_BYTES:,} are taken"
            raise PayloadTooLarge(problem)
        plan = await self._call(_as_json(scope, {"bytes": max(1, declared)}))
        if plan.status != HTTPStatus.OK:
            return plan
        with NamedTemporaryFile(dir=self._scratch, suffix=".mp4") as file:
            head, size = b"", 0
            async for piece in _pieces(receive):
                head += piece[: _HEAD - len(head)]
                if len(head) == _HEAD and not looks_like_mp4(head):
                    break
                size += len(piece)
                if size > MOST_BYTES:
                    raise PayloadTooLarge(f"more than {MOST_BYTES:,} bytes")
                await asyncio.to_thread(file.write, piece)
            if not looks_like_mp4(head):
                raise UnreadableMedia("video", "it is no MP4 file", "MP4")
            file.flush()
            await asyncio.to_thread(self._objects.put_file, keys.upload(job), Path(file.name))
        return await self._call(_as_json(scope, {"uploaded": True}))

    async def _send_object(self, send: Send, answer: Answer, method: str) -> None:
        stretch = Stretch.parse(answer.send or "")
        headers = [*answer.headers, (b"content-length", str(stretch.length).encode())]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        first, end = stretch.first, stretch.first + stretch.length
        while method != "HEAD" and first < end:
            length = min(_CHUNK, end - first)
            try:
                piece = await asyncio.to_thread(self._objects.get_range, stretch.key, first, length)
            except (KinoraError, OSError):
                _log.exception("%s could not be sent to its end", stretch.key)
                break  # the client sees that it is short
            if not piece:
                break
            first += len(piece)
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


_PAGE_HEADERS: Headers = [
    (b"content-security-policy", b"default-src 'none'; style-src 'self'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-cache"),
]


async def _live(receive: Receive, send: Send) -> None:
    while (message := await receive())["type"] != "lifespan.shutdown":
        if message["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
    await send({"type": "lifespan.shutdown.complete"})


async def _body(scope: Scope, receive: Receive) -> bytes:
    """The whole body.

    Raises:
        PayloadTooLarge: it is larger than any that the API takes.
    """
    declared = _header(scope, b"content-length") or "0"
    body = bytearray()
    too_large = not declared.isdecimal() or int(declared) > _MOST_BODY
    if not too_large:
        async for piece in _pieces(receive):
            body += piece
            too_large = len(body) > _MOST_BODY
            if too_large:
                break
    if too_large:
        raise PayloadTooLarge(f"a body has at most {DIRECT_BYTES:,} bytes")
    return bytes(body)


async def _pieces(receive: Receive) -> AsyncIterator[bytes]:
    """The body in pieces, as they arrive."""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise UnreadableMedia("body", "it broke off", "a whole body")
        if message.get("body"):
            yield message["body"]
        if not message.get("more_body"):
            return


async def _respond(send: Send, answer: Answer, method: str) -> None:
    headers = [*answer.headers]
    if not any(name == b"content-length" for name, _ in headers) and answer.status not in {
        204,
        304,
    }:
        headers.append((b"content-length", str(len(answer.body)).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    body = b"" if method == "HEAD" else answer.body
    await send({"type": "http.response.body", "body": body})


def _upload_of(scope: Scope) -> str | None:
    """The job of a request that puts a large video."""
    if scope["method"] != "PUT":
        return None
    parts = scope["path"].split("/")
    if len(parts) != 5 or parts[:3] != ["", "api", "jobs"] or parts[4] != "upload":
        return None
    return parts[3] if workflow_of(parts[3]) else None


def _as_json(scope: Scope, body: dict[str, Any]) -> dict[str, Any]:
    """The event of a POST with a JSON body, by whoever sent the request and to the same path."""
    lines = (b"content-type", b"content-length", b"transfer-encoding")
    headers = [line for line in scope["headers"] if line[0].lower() not in lines]
    asked = {**scope, "method": "POST", "headers": [*headers, *_JSON]}
    return event_of(asked, json.dumps(body).encode(), _new_id())


def _header(scope: Scope, name: bytes) -> str | None:
    found = (value for key, value in scope["headers"] if key.lower() == name)
    value = next(found, None)
    return None if value is None else value.decode("latin-1")


def _refused(error: KinoraError, method: str) -> Answer:
    return answer_of(completed(built(refusal(error)), method), SEND)


def _of_the_disk(error: OSError) -> StorageError:
    """A fault of a file that the gateway reads or writes."""
    if error.errno in DISK_FULL:
        return StorageFull("the disk is full: nothing was stored")
    return StorageError(f"a file cannot be used: {error.strerror or error}")


def _broken(method: str) -> Answer:
    error = ConnectionError("the API function did not answer")
    response = internal(error, "the API did not answer; the log says why")
    return answer_of(completed(built(response), method), SEND)


def _new_id() -> str:
    return str(uuid.uuid4())
