"""Requests that are sent twice and done once: ``Idempotency-Key``.

The first request with a key claims it with an object that only one can put. The claim fixes the
instant and the chance with which the work is done, so that whoever does it again (after a crash,
or after a failure of ours) makes the same ids and finds what was done already. The answer is an
object of its own that is put once; every later request with the key gets it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, TypeVar

from pydantic import Field, ValidationError

from kinora.api.request import Request
from kinora.control.instants import exact, parsed
from kinora.model.base import Frozen
from kinora.model.errors import Conflict, InvalidInput, ObjectMissing
from kinora.stores.objects import ObjectStore

HEADER = "idempotency-key"
HELD_SECONDS = 60
"""After so long a claim without an answer was left by a process that died. Longer than any
request may take."""
KEPT_HOURS = 24
_SWEPT = 16
_KEY = re.compile(r"[\x21-\x7e]{1,128}")
_PREFIX = "idempotency/"
_Model = TypeVar("_Model", bound=Frozen)
_KEPT_HEADERS = frozenset({"content-type", "location", "etag", "cache-control", "link"})


class Claim(Frozen):
    """What the first request with a key fixes."""

    request: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """The sha256 of what was asked: the same key may not ask for something else."""
    at: str
    chance: str
    held_until: str


class Attempt(Frozen):
    """A later holder of a claim whose holder before gave no answer."""

    held_until: str


class Answer(Frozen):
    """What every later request with the key gets."""

    status: int
    headers: dict[str, str]
    body: str
    encoded: bool


@dataclass(frozen=True)
class Held:
    """A claim in our hands."""

    stem: str
    claim: Claim
    attempt: int
    """0 for the first holder."""


def key_of(request: Request) -> str | None:
    """The key of a request that changes something.

    Raises:
        InvalidInput: the header is there, but holds no key.
    """
    key = request.headers.get(HEADER)
    if key is None or request.safe:
        return None
    if not _KEY.fullmatch(key):
        raise InvalidInput("Idempotency-Key", "not a key", "1 to 128 visible ASCII characters")
    return key


class Claims:
    """The claims in an object store. ``now`` is the instant of the request at hand."""

    def __init__(self, objects: ObjectStore, now: datetime) -> None:
        self._objects = objects
        self._now = now

    def take(
        self, caller: str, key: str, request: Request, chance: Callable[[], str]
    ) -> Held | Answer:
        """The claim on a key, to do the work under, or the answer that was given already.

        Raises:
            Conflict: the first request with the key still runs.
            InvalidInput: the key was used for another request.
        """
        stem = _stem(caller, request, key)
        claim = Claim(
            request=_fingerprint(request),
            at=exact(self._now),
            chance=chance(),
            held_until=self._hold(),
        )
        self._sweep(stem)
        if self._objects.put_if_absent(f"{stem}.json", _bytes(claim)):
            return Held(stem, claim, 0)
        return self._later(stem, claim)

    def settle(self, held: Held, answered: dict[str, Any]) -> None:
        """Keep the answer for later requests, or let go of the claim where it says nothing final.

        After a failure of ours the claim's instant and chance stay: some of the work may be done.
        """
        status = int(answered["statusCode"])
        if status == 429:
            self._forget(held.stem)
        elif status >= 500:
            self.release(held)
        else:
            self._objects.put_if_absent(f"{held.stem}.answer.json", _bytes(_kept(answered)))

    def release(self, held: Held) -> None:
        """Let the next request with the key do the work, at once."""
        free = exact(self._now)
        if held.attempt == 0:
            claim = held.claim.model_copy(update={"held_until": free})
            self._objects.put(f"{held.stem}.json", _bytes(claim))
        else:
            key = _attempt(held.stem, held.attempt)
            self._objects.put(key, _bytes(Attempt(held_until=free)))

    def _later(self, stem: str, wanted: Claim) -> Held | Answer:
        claim = self._read(f"{stem}.json", Claim)
        if claim is None:  # let go of between our two looks
            raise _still_running()
        if claim.request != wanted.request:
            allowed = "a new key for each new request"
            raise InvalidInput("Idempotency-Key", "it was used for another request", allowed)
        answer = self._read(f"{stem}.answer.json", Answer)
        if answer is not None:
            return answer
        number, held_until = 0, claim.held_until
        while attempt := self._read(_attempt(stem, number + 1), Attempt):
            number, held_until = number + 1, attempt.held_until
        if self._now < parsed(held_until):
            raise _still_running()
        mine = Attempt(held_until=self._hold())
        if not self._objects.put_if_absent(_attempt(stem, number + 1), _bytes(mine)):
            raise _still_running()
        return Held(stem, claim, number + 1)

    def _hold(self) -> str:
        return exact(self._now + timedelta(seconds=HELD_SECONDS))

    def _read(self, key: str, kind: type[_Model]) -> _Model | None:
        try:
            return kind.model_validate_json(self._objects.get(key))
        except (ObjectMissing, ValidationError):
            return None

    def _forget(self, stem: str) -> None:
        """Delete all of a key; the claim last, so that nobody can begin among its remains."""
        self._objects.delete(f"{stem}.answer.json")
        number = 0
        while self._read(_attempt(stem, number + 1), Attempt):
            number += 1
        for used in range(number, 0, -1):
            self._objects.delete(_attempt(stem, used))
        self._objects.delete(f"{stem}.json")

    def _sweep(self, stem: str) -> None:
        """Drop what is older than a day of a few keys beside this one; one request in four looks.

        Keys are hashes: which ones are beside it is chance.
        """
        if stem[-1] not in "0123":
            return
        shard = stem.rpartition("/")[0] + "/"
        oldest = exact(self._now - timedelta(hours=KEPT_HOURS))
        for info in self._objects.list(shard, after=f"{stem}.json", limit=_SWEPT):
            other, _, rest = info.key.removeprefix(shard).partition(".")
            if rest == "json":
                claim = self._read(info.key, Claim)
                if claim is None or claim.at < oldest:
                    self._forget(shard + other)


def _fingerprint(request: Request) -> str:
    return _digest(request.query, request.media_type, hashlib.sha256(request.body).hexdigest())


def _stem(caller: str, request: Request, key: str) -> str:
    name = _digest(caller, request.method, request.path, key)
    return f"{_PREFIX}{name[:2]}/{name}"


def _attempt(stem: str, number: int) -> str:
    return f"{stem}.again-{number}.json"


def _digest(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _bytes(value: Frozen) -> bytes:
    return value.model_dump_json().encode()


def _kept(answered: dict[str, Any]) -> Answer:
    headers = answered.get("headers") or {}
    return Answer(
        status=int(answered["statusCode"]),
        headers={n: str(v) for n, v in headers.items() if n.lower() in _KEPT_HEADERS},
        body=str(answered.get("body") or ""),
        encoded=bool(answered.get("isBase64Encoded")),
    )


def _still_running() -> Conflict:
    details = "the first request with this Idempotency-Key still runs"
    return Conflict(details, Retry_After="1")
