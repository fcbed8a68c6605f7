"""Access tokens in the object store: one object each, with a hash instead of the secret."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field, ValidationError

from kinora.api.access.caller import Scope
from kinora.control.instants import exact, parsed
from kinora.model.base import Frozen
from kinora.model.errors import InvalidInput, NotFound, ObjectMissing
from kinora.stores.objects import ObjectStore, walk

PREFIX = "access/tokens/"
MAX_DAYS = 3650
_ID_BYTES, _SECRET_BYTES = 6, 32
_FORM = re.compile(r"kin_([0-9a-f]{12})_([0-9a-f]{64})", re.ASCII)
_ID = re.compile(r"[0-9a-f]{12}", re.ASCII)


class Token(Frozen):
    """What is kept of a token. Times are ISO 8601, UTC."""

    id: str
    name: Annotated[str, Field(max_length=80)]
    scope: Scope
    sha256: str
    """Of the secret alone. It has 256 random bits, so neither salt nor stretching adds to it."""
    created_at: str
    expires_at: str | None

    def alive(self, now: datetime) -> bool:
        return self.expires_at is None or now < parsed(self.expires_at)


def create(
    objects: ObjectStore, name: str, scope: Scope, days: int | None, now: datetime
) -> tuple[Token, str]:
    """A new token and its text, ``kin_<id>_<secret>``, which is not kept anywhere.

    Raises:
        InvalidInput: the name or the days are out of range.
    """
    if days is not None and not 1 <= days <= MAX_DAYS:
        raise InvalidInput("days", f"{days} days", f"1 to {MAX_DAYS}")
    if len(name) > 80 or not name.isprintable():
        raise InvalidInput("name", f"a name of {len(name)} characters", "80 printable characters")
    secret = secrets.token_hex(_SECRET_BYTES)
    token = Token(
        id=secrets.token_hex(_ID_BYTES),
        name=name,
        scope=scope,
        sha256=digest(secret),
        created_at=exact(now),
        expires_at=None if days is None else exact(now + timedelta(days=days)),
    )
    if not objects.put_if_absent(_key(token.id), token.model_dump_json().encode()):
        return create(objects, name, scope, days, now)
    return token, f"kin_{token.id}_{secret}"


def listed(objects: ObjectStore) -> Iterator[Token]:
    """All tokens, in the order of their ids; objects that hold none are passed over."""
    for info in walk(objects, PREFIX):
        try:
            yield Token.model_validate_json(objects.get(info.key))
        except (ObjectMissing, ValidationError):
            continue


def revoke(objects: ObjectStore, token_id: str) -> None:
    """End a token, and with it every session that it opened.

    Raises:
        NotFound: no token has that id.
    """
    try:
        objects.head(_key(token_id))
    except ObjectMissing as error:
        raise NotFound(f"no token {token_id}") from error
    objects.delete(_key(token_id))


def parts(text: str) -> tuple[str, str] | None:
    """A token's id and secret; None for what has not the form of one."""
    match = _FORM.fullmatch(text)
    return None if match is None else (match[1], match[2])


def digest(secret: str) -> str:
    """What is kept of a secret, in hexadecimal digits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _key(token_id: str) -> str:
    if not _ID.fullmatch(token_id):
        raise NotFound("no token has such an id; ids are 12 hexadecimal digits")
    return f"{PREFIX}{token_id}.json"
