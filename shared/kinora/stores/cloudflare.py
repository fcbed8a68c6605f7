"""Cloudflare's API: its envelope, its paths, and what its refusals mean."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import quote

from kinora.model.errors import ServiceRefused
from kinora.stores.http import Answer, HttpClient, Reading, busy

REST_RATE = 3.0
"""Requests a second. The API allows 1,200 in five minutes, then is silent for five minutes."""
NOT_PERMITTED = 10403
"""The gateway's code where a token is known but may not do this."""


class Result(NamedTuple):
    """The result of a call, and what the service says about lists (cursor, counts)."""

    result: Any
    info: Mapping[str, Any]


class Cloudflare:
    """An account's resources, through the gateway Worker or plain REST: the paths are the same."""

    def __init__(self, http: HttpClient, account: str) -> None:
        self._http = http
        self._account = f"/client/v4/accounts/{quote(account, safe='')}"

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def verify(self) -> bool:
        """Ask whether the token is good; whether it may do everything.

        Raises InvalidInput (it is not), StorageUnreachable, StorageError.
        """
        result = self._call("GET", "/client/v4/user/tokens/verify").result or {}
        return bool(result.get("admin", True))

    def call(self, method: str, path: str, **request: Any) -> Result:
        """What an account's path answers, out of its envelope.

        ``request`` takes json, params, content and headers as :meth:`HttpClient.send` does, and
        ``again``, which may know more reasons to ask again.

        Raises InvalidInput, StorageUnreachable, ServiceRefused.
        """
        return self._call(method, self._account + path, **request)

    def fetch(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        into: BinaryIO | None = None,
    ) -> Answer:
        """An account's path that answers bytes. Raises as :meth:`call`."""
        path = self._account + path
        reading = Reading(busy, _unknown)
        answer = self._http.send(method, path, headers=headers, into=into, reading=reading)
        if answer.status >= 300:
            raise _refused(answer)
        return answer

    def _call(
        self,
        method: str,
        path: str,
        *,
        again: Callable[[Answer], str | None] = busy,
        json: Any = None,
        params: Mapping[str, str | int] | None = None,
        content: bytes | Path | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Result:
        answer = self._http.send(
            method,
            path,
            params=params,
            headers=headers,
            json=json,
            content=content,
            expects_json=True,
            reading=Reading(again, _unknown),
        )
        envelope = answer.json
        if answer.status >= 300 or not isinstance(envelope, dict) or not envelope.get("success"):
            raise _refused(answer)
        return Result(envelope.get("result"), envelope.get("result_info") or {})


def _refused(answer: Answer) -> ServiceRefused:
    code, what = _first_error(answer)
    return ServiceRefused(what, code, answer.status, answer.headers)


def _first_error(answer: Answer) -> tuple[int, str]:
    """The code and the message of an answer's first error."""
    try:
        first = _content(answer)["errors"][0]
        return int(first["code"]), str(first["message"])
    except (KeyError, IndexError, TypeError, ValueError):
        code = answer.headers.get("x-error-code", "")
        return int(code) if code.isdecimal() else 0, f"the edge answered {answer.status}"


def message(answer: Answer) -> str:
    """What an answer says is wrong."""
    return _first_error(answer)[1]


def _content(answer: Answer) -> Any:
    return answer.json if answer.json is not None else json.loads(answer.body)


def _unknown(answer: Answer) -> bool:
    """Whether the token itself is not accepted, or not for this account."""
    refused = answer.status == 403 and _first_error(answer)[0] != NOT_PERMITTED
    return answer.status == 401 or refused
