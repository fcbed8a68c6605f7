"""Browser sessions in the object store, each under the hash of its secret id."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from pydantic import ValidationError

from kinora.api.access.caller import Scope
from kinora.api.access.tokens import Token, digest
from kinora.control.instants import exact, parsed
from kinora.model.base import Frozen
from kinora.model.errors import ObjectMissing
from kinora.stores.objects import ObjectStore

COOKIE = "kinora_session"
PREFIX = "access/sessions/"
SECONDS = 12 * 3600
"""How long a session lasts."""
_SWEPT = 20
"""How many old sessions each new one looks at."""
_LONGEST = 100


class Session(Frozen):
    """What is kept of a session."""

    token_id: str
    scope: Scope
    expires_at: str


def begin(objects: ObjectStore, token: Token, now: datetime) -> tuple[str, Session]:
    """A new session of a token, and its secret id."""
    ends = now + timedelta(seconds=SECONDS)
    if token.expires_at is not None:
        ends = min(ends, parsed(token.expires_at))
    session = Session(token_id=token.id, scope=token.scope, expires_at=exact(ends))
    secret = secrets.token_urlsafe(32)
    objects.put(_key(secret), session.model_dump_json().encode())
    _sweep(objects, now)
    return secret, session


def find(objects: ObjectStore, secret: str, now: datetime) -> Session | None:
    """The session with this secret id; one that has expired is deleted."""
    if not 0 < len(secret) <= _LONGEST:
        return None
    return _living(objects, _key(secret), now)


def end(objects: ObjectStore, secret: str) -> None:
    """Sign out. Doing it again is no error."""
    objects.delete(_key(secret))


def csrf(secret: str) -> str:
    """What a page must send along with each change: only who has the session can know it."""
    return hmac.new(secret.encode(), b"kinora csrf", hashlib.sha256).hexdigest()


def proves(secret: str, given: str) -> bool:
    """Whether a page knows the session's CSRF token; compared in constant time."""
    return hmac.compare_digest(csrf(secret).encode(), given.encode(errors="surrogatepass"))


def _living(objects: ObjectStore, key: str, now: datetime) -> Session | None:
    try:
        session = Session.model_validate_json(objects.get(key))
        alive = now < parsed(session.expires_at)
    except ObjectMissing:
        return None
    except (ValidationError, ValueError):
        alive = False
    if alive:
        return session
    objects.delete(key)
    return None


def _sweep(objects: ObjectStore, now: datetime) -> None:
    """Delete what has expired of a few sessions; keys are hashes, so any place to start is fair."""
    start = PREFIX + secrets.token_hex(4)
    found = objects.list(PREFIX, after=start, limit=_SWEPT)
    for info in found or objects.list(PREFIX, limit=_SWEPT):
        _living(objects, info.key, now)


def _key(secret: str) -> str:
    return f"{PREFIX}{digest(secret)}.json"
