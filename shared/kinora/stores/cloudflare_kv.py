"""Values in Cloudflare KV: the edge's value store, through the gateway Worker or plain REST."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from kinora.model.errors import ServiceRefused
from kinora.stores.cloudflare import Cloudflare
from kinora.stores.values import checked_key, checked_values

MOST_PAIRS, MOST_BYTES = 10_000, 100_000_000
"""What one bulk request of the API takes."""
GATEWAY_PAIRS, GATEWAY_BYTES = 1000, 20_000_000
"""What the Worker takes: its calls of KV are counted, and its memory is 128 MB."""
_SECONDS_BETWEEN_WRITES = 1.0
_NO_KEY = 10009
_PAGE = 1000


class CloudflareValues:
    """A value store on one KV namespace.

    Reads may be a minute old. KV takes one write a second and key, so a second one waits.
    ``clock`` tells seconds and never goes back.
    """

    def __init__(
        self,
        cloudflare: Cloudflare,
        namespace: str,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
        most_pairs: int = GATEWAY_PAIRS,
        most_bytes: int = GATEWAY_BYTES,
    ) -> None:
        self._cloudflare = cloudflare
        self._path = f"/storage/kv/namespaces/{quote(namespace, safe='')}"
        self._clock, self._sleep = clock, sleep
        self._most_pairs = min(most_pairs, MOST_PAIRS)
        self._most_bytes = min(most_bytes, MOST_BYTES)
        self._written: dict[str, float] = {}
        self._lock = threading.Lock()

    def get(self, key: str) -> bytes | None:
        try:
            return self._cloudflare.fetch("GET", self._place(checked_key(key))).body
        except ServiceRefused as error:
            if error.status == 404 and error.code == _NO_KEY:
                return None
            raise

    def put_many(self, values: Mapping[str, bytes]) -> None:
        """Many pairs go in as few requests as the limits allow, long values each in its own."""
        whole = checked_values(values)
        large = [key for key, value in whole.items() if len(value) > self._most_bytes // 3]
        for key in large:
            self._wait_for([key])
            headers = {"content-type": "application/octet-stream"}
            self._cloudflare.call("PUT", self._place(key), content=whole[key], headers=headers)
        small = {key: value for key, value in whole.items() if key not in large}
        for pairs in _requests(small, self._most_pairs, self._most_bytes):
            self._wait_for([pair["key"] for pair in pairs])
            self._cloudflare.call("PUT", f"{self._path}/bulk", json=pairs)

    def list(self, prefix: str) -> list[str]:
        keys, cursor = [], ""
        while True:
            asked = {"prefix": prefix, "limit": _PAGE, **({"cursor": cursor} if cursor else {})}
            page = self._cloudflare.call("GET", f"{self._path}/keys", params=asked)
            keys += [str(entry["name"]) for entry in page.result]
            cursor = str(page.info.get("cursor") or "")
            if not cursor:
                return sorted(keys)

    def _place(self, key: str) -> str:
        return f"{self._path}/values/{quote(key, safe='')}"

    def _wait_for(self, keys: Sequence[str]) -> None:
        """Wait until all keys may be written again, and take that turn."""
        with self._lock:
            now = self._clock()
            for key in [key for key, time in self._written.items() if time < now - 1]:
                del self._written[key]
            written = [self._written[key] for key in keys if key in self._written]
            turn = max([now, *(time + _SECONDS_BETWEEN_WRITES for time in written)])
            self._written.update(dict.fromkeys(keys, turn))
        if turn > now:
            self._sleep(turn - now)


def _requests(
    values: Mapping[str, bytes], most_pairs: int, most_bytes: int
) -> Iterator[list[dict[str, Any]]]:
    """Pairs, by the request that they travel in."""
    pairs: list[dict[str, Any]] = []
    size = 0
    for key, value in values.items():
        pair = _pair(key, value)
        length = len(pair["value"].encode()) + len(key)
        if pairs and (len(pairs) == most_pairs or size + length > most_bytes):
            yield pairs
            pairs, size = [], 0
        pairs.append(pair)
        size += length
    if pairs:
        yield pairs


def _pair(key: str, value: bytes) -> dict[str, Any]:
    try:
        return {"key": key, "value": value.decode()}
    except UnicodeDecodeError:
        return {"key": key, "value": base64.b64encode(value).decode(), "base64": True}
