"""Finding out who calls: a token in the ``Authorization`` header, or a session's cookie."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime

from kinora.api.access import sessions
from kinora.api.access.caller import OPEN, Caller
from kinora.api.access.known_tokens import KnownTokens
from kinora.api.access.sessions import COOKIE
from kinora.api.access.tokens import digest
from kinora.api.request import Request
from kinora.model.errors import Forbidden, Unauthenticated
from kinora.settings import Settings
from kinora.stores.objects import ObjectStore

SESSION_PATH = "/api/session"
_FREE = frozenset({("GET", "/api/health"), ("HEAD", "/api/health"), ("POST", SESSION_PATH)})
"""What nobody needs a token for."""
_REMEMBERED = 10_000


class Callers:
    """Who calls, from tokens and sessions in the object store."""

    def __init__(
        self, settings: Settings, objects: ObjectStore, clock: Callable[[], float]
    ) -> None:
        self.tokens = KnownTokens(objects, clock)
        self._open = settings.access == "open"
        self._objects = objects
        self._met: OrderedDict[str, str] = OrderedDict()

    def known(self, request: Request, now: datetime) -> str | None:
        """Whom a request is counted for, as far as that is known without looking it up."""
        text = _bearer(request)
        if text is not None:
            token = self.tokens.verified(text, now)
            return None if token is None else token.id
        cookie = request.cookies.get(COOKIE)
        return None if cookie is None else self._met.get(digest(cookie))

    def caller(self, request: Request, now: datetime) -> Caller | None:
        """Who calls; None for somebody who shows nothing that is valid.

        Raises:
            Unauthenticated: a token was shown, and it is not valid.
        """
        text = _bearer(request)
        if text is not None:
            token = self.tokens.verified(text, now)
            if token is None:
                raise _unauthenticated("the token is not known, or it has expired")
            return Caller(token.id, token.scope, token.expires_at)
        return self._of_session(request.cookies.get(COOKIE), now) or (OPEN if self._open else None)

    def _of_session(self, cookie: str | None, now: datetime) -> Caller | None:
        session = None if cookie is None else sessions.find(self._objects, cookie, now)
        if cookie is None or session is None:
            return None
        if self.tokens.living(session.token_id, now) is None:
            return None
        key = digest(cookie)
        self._met[key] = session.token_id
        self._met.move_to_end(key)
        while len(self._met) > _REMEMBERED:
            self._met.popitem(last=False)
        return Caller(session.token_id, session.scope, session.expires_at, session=cookie)


def is_free(request: Request) -> bool:
    """Whether a request is answered without asking who sends it."""
    return (request.method, request.path) in _FREE


def allowed(caller: Caller | None, request: Request) -> Caller:
    """The caller, who may do what is asked.

    Raises:
        Unauthenticated: nobody that is known asks.
        Forbidden: reading is all that it may do, or a session's change lacks its CSRF token.
    """
    if caller is None:
        raise _unauthenticated("a token is needed: Authorization: Bearer kin_…, or a session")
    if request.safe:
        return caller
    if caller.session is not None:
        given = request.headers.get("x-csrf-token", "")
        if not sessions.proves(caller.session, given):
            raise Forbidden("a change in a session needs its token in X-CSRF-Token")
    leaving = (request.method, request.path) == ("DELETE", SESSION_PATH)
    if caller.scope == "read" and not leaving:
        raise Forbidden("this token may only read")
    return caller


def _bearer(request: Request) -> str | None:
    """What the ``Authorization`` header shows, the empty text for another scheme than Bearer."""
    header = request.headers.get("authorization")
    if header is None:
        return None
    scheme, _, text = header.strip().partition(" ")
    return text.strip() if scheme.lower() == "bearer" else ""


def _unauthenticated(details: str) -> Unauthenticated:
    return Unauthenticated(details, WWW_Authenticate="Bearer")
