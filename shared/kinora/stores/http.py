"""Requests over HTTP that bear with a bad network: retried, paced, and never heard to the half."""

from __future__ import annotations

import json as codec
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from math import isfinite
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import urlsplit

from kinora.model.errors import InvalidInput, StorageUnreachable
from kinora.stores.pace import Pace

LONGEST_WAIT = 300.0
"""Seconds; more than this is not waited, whatever a service asks for."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 10.0
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class Answer(NamedTuple):
    """A whole answer. ``json`` is its content where JSON was expected."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    json: Any = None


class Waiting(NamedTuple):
    """Time and chance: ``clock`` in seconds, ``sleep`` for seconds, ``chance`` from 0 to 1."""

    clock: Callable[[], float]
    sleep: Callable[[float], None]
    chance: Callable[[], float]


def busy(answer: Answer) -> str | None:
    """Why the same request may succeed later, in words; None where it will not."""
    return (
        f"answers {answer.status}" if answer.status in {408, 429} or answer.status >= 500 else None
    )


def unauthorised(answer: Answer) -> bool:
    """Whether the credential itself was refused."""
    return answer.status in {401, 403}


class Reading(NamedTuple):
    """How a protocol reads an answer: whether to ask again and why, and whether it knows us."""

    again: Callable[[Answer], str | None] = busy
    refused: Callable[[Answer], bool] = unauthorised


_PLAIN = Reading()


class _BrokenAnswer(Exception):  # noqa: N818 - never leaves this module
    """The answer did not arrive as it was sent."""


class HttpClient:
    """One service at one address, for any number of threads.

    Everything that is sent may be sent again, so it must be safe to repeat. ``headers`` hold the
    credential and are never shown. ``timeout`` is seconds of silence, ``seconds`` bound all
    attempts together, ``rate`` is requests a second (None: no limit).

    Raises:
        InvalidInput: the address or the credential cannot be used; names its setting.
    """

    def __init__(
        self,
        base_url: str,
        *,
        service: str,
        address_setting: str,
        credential_setting: str,
        headers: Mapping[str, str],
        waiting: Waiting,
        rate: float | None = None,
        timeout: float = 30.0,
        attempts: int = 6,
        seconds: float = 120.0,
    ) -> None:
        import httpx  # noqa: PLC0415 - slow to import, and only the edge needs it

        host = _checked(base_url, address_setting)
        if not all(map(_sendable, headers.values())):
            problem = "is empty, or holds a sign that no header may hold"
            raise InvalidInput(credential_setting, problem, "printable ASCII without spaces around")
        self._where = f"{service} ({host})"
        self._credential_setting = credential_setting
        self._waiting, self._pace = waiting, Pace(rate, waiting.clock)
        self._timeout, self._attempts, self._seconds = timeout, attempts, seconds
        self._client = httpx.Client(
            base_url=base_url,
            headers=dict(headers),
            timeout=timeout,
            trust_env=False,  # no proxies or passwords from the environment: settings say all
            verify=base_url.startswith("https:"),  # loading authorities takes a while
        )

    def send(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
        json: Any = None,
        content: bytes | Path | None = None,
        into: BinaryIO | None = None,
        expects_json: bool = False,
        reading: Reading = _PLAIN,
    ) -> Answer:
        """The answer to a request, asked again where that may help.

        ``content`` may be a file, which is streamed; a body that succeeds goes to ``into``, from
        its beginning, where that is given.

        Raises:
            InvalidInput: the credential was refused.
            StorageUnreachable: no whole answer came in the attempts and the time there are.
        """
        request = {"params": params, "headers": headers, "json": json}
        deadline = self._waiting.clock() + self._seconds
        pause, reason = self._pace.reserve(), "asks to wait"
        for attempt in range(self._attempts):
            if self._waiting.clock() + pause > deadline:
                raise StorageUnreachable(f"{self._where} {reason}: {pause:.0f} s are too long")
            self._waiting.sleep(pause)
            answer, problem = self._heard(method, path, content, into, expects_json, request)
            if answer is not None:
                if reading.refused(answer):
                    problem, allowed = f"was refused by {self._where}", "a token that it accepts"
                    raise InvalidInput(self._credential_setting, problem, allowed)
                problem = reading.again(answer)
                if problem is None:
                    return answer
            reason = problem or "gives no answer"
            pause = self._pause(attempt, answer)
        raise StorageUnreachable(f"{self._where} {reason}; tried {self._attempts} times")

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def _pause(self, attempt: int, answer: Answer | None) -> float:
        asked = None if answer is None else asked_to_wait(answer.headers)
        if asked is not None:
            self._pace.hold(asked)
            return max(asked, self._pace.reserve())
        longest = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0**attempt)
        return max(longest * self._waiting.chance(), self._pace.reserve())

    def _heard(
        self,
        method: str,
        path: str,
        content: bytes | Path | None,
        into: BinaryIO | None,
        expects_json: bool,
        request: dict[str, Any],
    ) -> tuple[Answer | None, str | None]:
        """The answer to one attempt, or what was wrong instead."""
        import httpx  # noqa: PLC0415

        try:
            with (
                _opened(content) as body,
                self._client.stream(method, path, content=body, **request) as response,
            ):
                return _read(response, into, expects_json), None
        except httpx.TimeoutException:
            return None, f"gave no answer for {self._timeout:g} s"
        except (httpx.RequestError, _BrokenAnswer) as error:
            return None, f"broke off: {error or type(error).__name__}"


def asked_to_wait(headers: Mapping[str, str]) -> float | None:
    """The seconds of a retry-after header, given in seconds or as a date; None without one.

    A date is compared with the answer's own, so that no clock here matters.
    """
    value = headers.get("retry-after", "")
    try:
        seconds = float(value)
    except ValueError:
        try:
            until, now = parsedate_to_datetime(value), parsedate_to_datetime(headers["date"])
            seconds = (until - now).total_seconds()
        except (KeyError, ValueError, TypeError):
            return None
    return min(max(0.0, seconds), LONGEST_WAIT) if isfinite(seconds) else None


def _sendable(value: str) -> bool:
    return value.isascii() and value.isprintable() and value == value.strip() != ""


def _checked(base_url: str, setting: str) -> str:
    """The address's host."""
    allowed = "https://HOST, or http:// on loopback"
    try:
        place = urlsplit(base_url)
        host, port = place.hostname or "", place.port
    except ValueError as error:
        raise InvalidInput(setting, f"is no address: {error}", allowed) from error
    if place.scheme not in {"http", "https"} or not host or place.username is not None:
        raise InvalidInput(setting, "is no address that can be used", allowed)
    if place.scheme == "http" and host not in _LOOPBACK:
        raise InvalidInput(setting, "would send the token for everybody to read", allowed)
    return f"{host}:{port}" if port else host


@contextmanager
def _opened(content: bytes | Path | None) -> Iterator[Any]:
    if isinstance(content, Path):
        with content.open("rb") as file:
            yield file
    else:
        yield content


def _read(response: Any, into: BinaryIO | None, expects_json: bool) -> Answer:
    if into is not None and response.is_success:
        into.seek(0)
        into.truncate()
        for chunk in response.iter_bytes(1 << 16):
            into.write(chunk)
        return Answer(response.status_code, response.headers, b"")
    body = response.read()
    found = None
    if expects_json and body:
        try:
            found = codec.loads(body)
        except ValueError as error:
            if response.is_success:
                raise _BrokenAnswer("the answer is no JSON") from error
    return Answer(response.status_code, response.headers, body, found)
