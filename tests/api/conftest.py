"""A client on an empty home."""

import pytest

from tests.api.postings_client import Client


@pytest.fixture
def api(tmp_path):
    made = Client(tmp_path / "home")
    yield made
    made.close()
