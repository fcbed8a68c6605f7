"""A small client of the API."""

from __future__ import annotations

import asyncio
import json
import re
import time
from typing import Any, NamedTuple


class Answer(NamedTuple):
    """One answer; ``took`` is in seconds."""

    status: int
    body: Any
    took: float


class Connection:
    """A client of HTTP/1.1 that keeps its connection: small, so that it measures the other side."""

    def __init__(self, address: str, token: str | None = None) -> None:
        self._host, _, port = address.removeprefix("http://").rpartition(":")
        self._port = int(port)
        self._bearer = "" if token is None else f"Authorization: Bearer {token}\r\n"
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: Any = None, extra: str = "") -> Answer:
        """Send a request and read its whole answer."""
        content = b"" if body is None else json.dumps(body).encode()
        head = (
            f"{method} /api{path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"{self._bearer}"
            f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n{extra}\r\n"
        )
        began = time.perf_counter()
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port)
        reader, writer = self._streams
        writer.write(head.encode() + content)
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        length = int(re.search(r"content-length: (\d+)", lines, re.IGNORECASE)[1])  # type: ignore[index]
        data = await reader.readexactly(length)
        took = time.perf_counter() - began
        told = json.loads(data) if data[:1] == b"{" else None
        return Answer(int(lines[9:12]), told, took)

    def close(self) -> None:
        """Let go of the connection."""
        if self._streams is not None:
            self._streams[1].close()
