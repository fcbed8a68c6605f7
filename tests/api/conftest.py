"""A studio that the tests of the API share, each with jobs of its own; a client on an empty home."""

import pytest

from tests.api.postings_client import Client
from tests.api.studio import running


@pytest.fixture
def api(tmp_path):
    made = Client(tmp_path / "home")
    yield made
    made.close()


@pytest.fixture(scope="session")
def studio(tmp_path_factory):
    with running(tmp_path_factory.mktemp("studio"), "--no-schedules") as started:
        yield started


@pytest.fixture(scope="session")
def made(studio):
    """A job whose video is there."""
    job = studio.ended(studio.create("a quiet harbour at sunset"))
    assert job["status"] == "completed", job
    return job
