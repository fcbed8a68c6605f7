"""When a state that failed is tried again."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from kinora.local.asl.errors import matches
from kinora.local.asl.machine import Jitter, Retrier
from kinora.local.asl.reader import TIME_LIMIT


def matching(retriers: Sequence[Retrier], error: str | None) -> int | None:
    """The index of the first retrier that applies to an error.

    That one alone decides: when its attempts are used up, no later retrier gets a turn.
    """
    for index, retrier in enumerate(retriers):
        if matches(retrier.errors, error):
            return index
    return None


def delay(retrier: Retrier, tried: int, chance: Random) -> float:
    """Seconds to wait before retry number ``tried`` + 1.

    ``interval · backoff^tried``, at most ``ceiling``; full jitter draws from 0 to that.
    """
    limit = retrier.ceiling if retrier.ceiling is not None else float(TIME_LIMIT)
    try:
        seconds = min(retrier.interval * retrier.backoff**tried, limit)
    except OverflowError:
        seconds = limit
    return chance.uniform(0.0, seconds) if retrier.jitter is Jitter.FULL else seconds
