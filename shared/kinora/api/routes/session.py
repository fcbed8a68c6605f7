"""Browser sessions: a token signs in, a cookie keeps it, nothing of both is kept in clear."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.shared.cookies import Cookie, SameSite
from pydantic import Field, SecretStr

from kinora.api.access import sessions
from kinora.api.access.asking import AtCaller, AtRequest
from kinora.api.access.caller import Scope
from kinora.api.access.gate import gate
from kinora.api.desk import AtDesk, Desk
from kinora.api.refusals import JSON
from kinora.api.request import Request
from kinora.model.base import Frozen
from kinora.model.errors import Unauthenticated

router = Router()


class SignIn(Frozen):
    """What one signs in with."""

    token: Annotated[SecretStr, Field(max_length=200)]


class SessionView(Frozen):
    """Who one is. ``csrf`` goes into X-CSRF-Token of each change; null without a session."""

    scope: Scope
    csrf: str | None
    expires_at: str | None


@router.post("/session", tags=["session"], summary="Sign in with a token", status_code=201)
def sign_in(
    desk: AtDesk, asked: AtRequest, body: Annotated[SignIn, Body()]
) -> Response[SessionView]:
    tokens = gate(desk.settings, desk.stage).callers.tokens
    token = tokens.verified(body.token.get_secret_value(), desk.now())
    if token is None:
        details = "the token is not known, or it has expired"
        raise Unauthenticated(details, WWW_Authenticate="Bearer")
    secret, session = sessions.begin(desk.stage.objects, token, desk.now())
    view = SessionView(
        scope=session.scope, csrf=sessions.csrf(secret), expires_at=session.expires_at
    )
    cookie = _cookie(secret, sessions.SECONDS, desk, asked)
    return Response(status_code=201, content_type=JSON, body=view, cookies=[cookie])


@router.get("/session", tags=["session"], summary="Who one is")
def who(caller: AtCaller) -> SessionView:
    csrf = None if caller.session is None else sessions.csrf(caller.session)
    return SessionView(scope=caller.scope, csrf=csrf, expires_at=caller.expires_at)


@router.delete("/session", tags=["session"], summary="Sign out", status_code=204)
def sign_out(desk: AtDesk, caller: AtCaller, asked: AtRequest) -> Response[None]:
    if caller.session is not None:
        sessions.end(desk.stage.objects, caller.session)
    return Response(status_code=204, cookies=[_cookie("", 0, desk, asked)])


def _cookie(value: str, seconds: int, desk: Desk, asked: Request) -> Cookie:
    return Cookie(
        name=sessions.COOKIE,
        value=value,
        path="/",
        secure=asked.https or desk.settings.secure_cookies,
        http_only=True,
        max_age=seconds,
        same_site=SameSite.STRICT_MODE,
    )
