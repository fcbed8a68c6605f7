"""Where a request comes from: by which name it asks, and from which page."""

from __future__ import annotations

import re

from kinora.api.request import Request
from kinora.model.errors import Forbidden
from kinora.settings import Settings

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?", re.ASCII)
_OWN = {"same-origin", "none"}
"""What Sec-Fetch-Site says of our own pages and of an address that a person typed."""


def check(request: Request, settings: Settings) -> None:
    """Refuse other names for this host, and changes that a foreign page asks for.

    A page whose name was pointed at this machine (DNS rebinding) asks by its own name. A foreign
    page that posts here says so in ``Origin`` or ``Sec-Fetch-Site``. Programs send neither.

    Raises:
        Forbidden: the name is not one of ``settings.hosts``, or the page is foreign.
    """
    host = request.headers.get("host", "").strip().lower()
    origin = request.headers.get("origin")
    if host or origin is not None or settings.access != "open":
        _check_host(host, settings.hosts)
    if request.safe:
        return
    if origin is not None and not _same(origin, host, request):
        raise Forbidden("a page of another origin may not change anything here")
    if request.headers.get("sec-fetch-site", "none").strip().lower() not in _OWN:
        raise Forbidden("a page of another site may not change anything here")


def _check_host(host: str, names: str) -> None:
    allowed = {name.strip().lower() for name in names.split(",")}
    match = _HOST.fullmatch(host)
    if "*" in allowed or (match and match[1] in allowed):
        return
    raise Forbidden("the Host header names no host that is served here; see KINORA_HOSTS")


def _same(origin: str, host: str, request: Request) -> bool:
    schemes = ("https",) if request.https else ("http", "https")
    return origin.strip().lower() in {f"{scheme}://{host}" for scheme in schemes}
