"""Clients of AWS's services, inside moto."""

from functools import cache

import boto3
import pytest
from botocore.config import Config
from moto import mock_aws

_client = cache(boto3.client)


@pytest.fixture
def plain(request):
    """A client of the module's service outside moto, for the Stubber: it reaches nobody."""
    return _client(request.module.SERVICE)


@pytest.fixture
def nobody_there():
    """Makes a client of a service at an address at which nobody listens."""

    def make(service):
        once = Config(retries={"total_max_attempts": 1}, connect_timeout=1)
        return boto3.client(service, endpoint_url="http://127.0.0.1:1", config=once)

    return make


@pytest.fixture
def sent():
    """Has a client keep what it sends: the operation's name, and its parameters by name."""

    def keep(client):
        kept = []

        def hook(params, model, **_):
            assert set(params) <= set(model.input_shape.members)
            kept.append((model.name, dict(params)))

        client.meta.events.register("provide-client-params.*.*", hook)
        return kept

    return keep


@pytest.fixture
def moto():
    with mock_aws():
        yield
