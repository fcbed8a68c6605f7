"""Which edge the settings name."""

from __future__ import annotations

import secrets
import time
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from kinora import settings as configuration
from kinora.bootstrap.object_stores import objects
from kinora.model.errors import InvalidInput, KinoraError, StorageUnreachable
from kinora.model.statement import Statement
from kinora.settings import Settings
from kinora.stores.objects import ObjectStore

if TYPE_CHECKING:
    from kinora.edge.edge import Edge
    from kinora.stores.cloudflare import Cloudflare

_EDGE_SECONDS = 45.0
"""How long a request to the edge is tried again: what is not brought there now is found later."""
_CHECK_SECONDS = 3.0
_GATEWAY_IDS = "kinora"
"""The gateway's own name for the account, the database, the namespace and the bucket."""
_EDGE_WANTED = {
    "edge_url": "the gateway's address, https://HOST",
    "edge_token": "the gateway's token; for cloudflare-rest an API token for D1 and KV",
    "edge_account": "the id of the Cloudflare account",
    "edge_database": "the id of the D1 database",
    "edge_namespace": "the id of the KV namespace",
}
_CLOUDFLARE_API = "https://api.cloudflare.com"


def edge(settings: Settings) -> Edge | None:
    """The edge that the settings name, up to date in its migrations; None where there is none.

    Raises:
        InvalidInput: a setting is missing or names nothing, or the credential is refused.
        StorageUnreachable: the edge cannot be reached.
        StorageError: it lacks migrations that this token may not apply, or is not atomic.
    """
    if settings.edge == "local":
        return None
    from kinora.edge.edge import Edge  # noqa: PLC0415 - only where there is an edge
    from kinora.stores.cloudflare_kv import CloudflareValues  # noqa: PLC0415
    from kinora.stores.d1 import D1Tables  # noqa: PLC0415

    service = _cloudflare(settings)
    namespace = _edge_id(settings, "edge_namespace")
    tables = D1Tables(service, _edge_id(settings, "edge_database"))
    values = CloudflareValues(service, namespace, clock=time.monotonic, sleep=time.sleep)
    media = _edge_media(settings, service)
    try:
        tables.migrate(settings.migrations)
        if settings.edge == "cloudflare-rest":
            tables.prove_atomic()
    except KinoraError:
        service.close()
        raise
    return Edge(settings.edge, tables, values, media, service.close)


def check_edge(settings: Settings) -> None:
    """Look whether the edge takes the credential, where there is one; without it nothing starts.

    An edge out of reach is no reason not to start: what runs leave is brought there later.

    Raises:
        InvalidInput: a setting is missing or names nothing, or the credential is refused.
        StorageError: the edge answers something else than it should.
    """
    if settings.edge == "local":
        return
    service = _cloudflare(settings, seconds=_CHECK_SECONDS)
    with closing(service), suppress(StorageUnreachable):
        if settings.edge == "cloudflare":
            service.verify()
        else:
            from kinora.stores.d1 import D1Tables  # noqa: PLC0415

            D1Tables(service, _edge_id(settings, "edge_database")).query(Statement("select 1"))


def _cloudflare(settings: Settings, seconds: float = _EDGE_SECONDS) -> Cloudflare:
    from kinora.stores.cloudflare import REST_RATE, Cloudflare  # noqa: PLC0415
    from kinora.stores.http import HttpClient, Waiting  # noqa: PLC0415 - httpx is slow to import

    rest = settings.edge == "cloudflare-rest"
    address = settings.edge_url or (_CLOUDFLARE_API if rest else _needed(settings, "edge_url"))
    account = _edge_id(settings, "edge_account")
    token = settings.edge_token.get_secret_value() if settings.edge_token else ""
    client = HttpClient(
        address,
        service="the Cloudflare API" if rest else "the gateway",
        address_setting=configuration.variable("edge_url"),
        credential_setting=configuration.variable("edge_token"),
        headers={"authorization": f"Bearer {token or _needed(settings, 'edge_token')}"},
        waiting=Waiting(time.monotonic, time.sleep, secrets.SystemRandom().random),
        rate=REST_RATE if rest else None,
        seconds=seconds,
    )
    return Cloudflare(client, account)


def _edge_media(settings: Settings, service: Cloudflare) -> ObjectStore | None:
    place = settings.edge_media or ("gateway" if settings.edge == "cloudflare" else "none")
    if place == "none":
        return None
    if place != "gateway":
        return objects(settings.model_copy(update={"objects": place}))
    if settings.edge == "cloudflare-rest":
        raise InvalidInput(
            configuration.variable("edge_media"), "there is no gateway", "none, or r2://bucket"
        )
    from kinora.stores.gateway_objects import GatewayObjects  # noqa: PLC0415

    return GatewayObjects(service, _GATEWAY_IDS)


def _edge_id(settings: Settings, field: str) -> str:
    given = getattr(settings, field)
    if settings.edge == "cloudflare":
        return given or _GATEWAY_IDS
    return given or _needed(settings, field)


def _needed(settings: Settings, field: str) -> str:
    raise InvalidInput(
        configuration.variable(field), f"needed for {settings.edge}", _EDGE_WANTED[field]
    )
