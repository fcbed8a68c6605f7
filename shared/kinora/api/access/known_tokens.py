"""The tokens that a process knows: read from the object store, and never older than a moment."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import datetime

from kinora.api.access import tokens
from kinora.api.access.tokens import Token
from kinora.stores.objects import ObjectStore

FRESH_SECONDS = 2.0
"""How long a new token may be unknown and a revoked one still known."""
_NOBODY = "0" * 64


class KnownTokens:
    """Tokens by id. ``clock`` counts seconds and never goes back."""

    def __init__(self, objects: ObjectStore, clock: Callable[[], float]) -> None:
        self._objects = objects
        self._clock = clock
        self._read_at: float | None = None
        self._tokens: dict[str, Token] = {}

    def verified(self, text: str, now: datetime) -> Token | None:
        """The living token with this text; unknown ids cost what known ones do."""
        token_id, secret = tokens.parts(text) or ("", "")
        token = self._all().get(token_id)
        kept = _NOBODY if token is None else token.sha256
        right = hmac.compare_digest(tokens.digest(secret), kept)
        return token if right and token is not None and token.alive(now) else None

    def living(self, token_id: str, now: datetime) -> Token | None:
        """The token with this id, unless it was revoked or has expired."""
        token = self._all().get(token_id)
        return token if token is not None and token.alive(now) else None

    def _all(self) -> dict[str, Token]:
        now = self._clock()
        if self._read_at is None or now - self._read_at >= FRESH_SECONDS:
            self._tokens = {token.id: token for token in tokens.listed(self._objects)}
            self._read_at = now
        return self._tokens
