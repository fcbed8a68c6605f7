"""Who a request comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scope = Literal["write", "read"]


@dataclass(frozen=True)
class Caller:
    """Somebody who was let in."""

    name: str
    """Stable and without secrets: a token's id, or ``open`` where no token is asked for."""
    scope: Scope
    expires_at: str | None = None
    """When the token or the session ends, ISO 8601 in UTC."""
    session: str | None = None
    """The session's secret id, for those who came by cookie."""

    def __repr__(self) -> str:
        return f"Caller({self.name}, {self.scope})"


OPEN = Caller("open", "write")
"""Everybody, on a host that only loopback reaches."""
