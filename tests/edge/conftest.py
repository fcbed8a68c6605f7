"""A stage with a log, and an edge whose tables, values and media are empty."""

import time
from contextlib import ExitStack
from typing import NamedTuple

import pytest

from kinora import bootstrap
from kinora.edge.edge import Edge
from kinora.settings import Settings
from kinora.stores.cloudflare_kv import CloudflareValues
from kinora.stores.d1 import D1Tables
from kinora.stores.gateway_objects import GatewayObjects
from tests.edge.host import ADMIN_TOKEN, BUCKET, DATABASE, EDGE, NAMESPACE, TOKEN, emptied


class Far(NamedTuple):
    """The edge by its address, and as its two tokens see it."""

    url: str
    ordinary: Edge
    admin: Edge


@pytest.fixture
def stage(tmp_path):
    made = bootstrap.stage(Settings(home=tmp_path / "home"))
    yield made
    made.tables().close()


@pytest.fixture
def far(edge):
    with ExitStack() as stack:

        def seen(token):
            service = stack.enter_context(edge.cloudflare(token))
            values = CloudflareValues(service, NAMESPACE, clock=time.monotonic, sleep=time.sleep)
            media = GatewayObjects(service, BUCKET)
            return Edge("cloudflare", D1Tables(service, DATABASE), values, media)

        found = Far(edge.url, seen(TOKEN), seen(ADMIN_TOKEN))
        emptied(found.admin.tables).migrate(EDGE / "migrations")
        cloudflare_path = "/storage/kv/namespaces/" + NAMESPACE
        service = stack.enter_context(edge.cloudflare(ADMIN_TOKEN))
        for key in found.admin.values.list("snapshots/"):
            service.call("DELETE", f"{cloudflare_path}/values/{key.replace('/', '%2F')}")
        yield found
