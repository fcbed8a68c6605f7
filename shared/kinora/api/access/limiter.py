"""How often a client may ask: a bucket of tokens for its reads and one for its writes."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from kinora.model.errors import TooManyRequests

BURST_SECONDS = 4.0
"""How many seconds' worth of requests a rested client may make at once."""
MAX_BUCKETS = 10_000


@dataclass
class _Bucket:
    tokens: float
    at: float


class Limiter:
    """Token buckets by client, in the memory of one process; safe to use from several threads.

    Args:
        reads: requests a second that change nothing; 0 sets no limit.
        writes: requests a second that change something; 0 sets no limit.
        clock: seconds that never go back.
        most: how many buckets are kept; the least recently used one makes room.
    """

    def __init__(
        self, reads: float, writes: float, clock: Callable[[], float], most: int = MAX_BUCKETS
    ) -> None:
        self._rates = {True: reads, False: writes}
        self._clock = clock
        self._most = most
        self._buckets: OrderedDict[tuple[str, bool], _Bucket] = OrderedDict()
        self._lock = Lock()

    def admit(self, client: str, safe: bool) -> None:
        """Count one request of a client.

        Raises:
            TooManyRequests: it asks too often; ``Retry-After`` says when to come again.
        """
        rate = self._rates[safe]
        if rate == 0:
            return
        burst = max(1.0, rate * BURST_SECONDS)
        with self._lock:
            bucket = self._bucket((client, safe), rate, burst)
            if bucket.tokens >= 1:
                bucket.tokens -= 1
                return
            wait = max(1, math.ceil((1 - bucket.tokens) / rate))
        what = "reads" if safe else "writes"
        details = f"more than {rate:g} {what} a second; come again in {wait} s"
        raise TooManyRequests(details, Retry_After=str(wait))

    def _bucket(self, key: tuple[str, bool], rate: float, burst: float) -> _Bucket:
        now = self._clock()
        bucket = self._buckets.setdefault(key, _Bucket(burst, now))
        self._buckets.move_to_end(key)
        while len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        bucket.tokens = min(burst, bucket.tokens + (now - bucket.at) * rate)
        bucket.at = now
        return bucket
