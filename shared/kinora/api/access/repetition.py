"""Doing a request under its claim: answered before, done now, or done again in the same way."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

from kinora.api.access.callers import SESSION_PATH
from kinora.api.access.idempotency import Answer, Claim, Claims, Held, key_of
from kinora.api.desk import Desk
from kinora.api.request import Request
from kinora.control.instants import parsed
from kinora.model.errors import KinoraError

REPLAYED = "Idempotency-Replayed"
_log = logging.getLogger(__name__)


def once(
    request: Request, caller: str, desk: Desk, run: Callable[[Desk], dict[str, Any]]
) -> dict[str, Any]:
    """The answer of ``run``, or the one that it gave to the first request with the same key.

    Signing in is left out: its answer is a secret that is not to be kept.

    Raises:
        Conflict, InvalidInput: see :meth:`Claims.take`.
    """
    key = None if request.path == SESSION_PATH else key_of(request)
    if key is None:
        return run(desk)
    claims = Claims(desk.stage.objects, desk.now())
    taken = claims.take(caller, key, request, desk.chance)
    if isinstance(taken, Answer):
        return _replayed(taken)
    try:
        answered = run(under(desk, taken.claim))
    except Exception:
        claims.release(taken)
        raise
    _settle(claims, taken, answered)
    return answered


def under(desk: Desk, claim: Claim) -> Desk:
    """The desk with the claim's instant and chance, so that the same ids come out every time."""
    at, turn = parsed(claim.at), count()

    def chance() -> str:
        number = next(turn)
        if number == 0:
            return claim.chance
        return hashlib.sha256(f"{claim.chance} {number}".encode()).hexdigest()[:6]

    return replace(desk, now=lambda: at, chance=chance)


def _settle(claims: Claims, held: Held, answered: dict[str, Any]) -> None:
    try:
        claims.settle(held, answered)
    except KinoraError:  # the work is done; a retry will find it so
        _log.warning("an answer could not be kept for its Idempotency-Key", exc_info=True)


def _replayed(answer: Answer) -> dict[str, Any]:
    return {
        "statusCode": answer.status,
        "headers": {**answer.headers, REPLAYED: "true"},
        "body": answer.body,
        "isBase64Encoded": answer.encoded,
    }
