"""Runs of the pet video workflow on the studio that the tests of the API share."""

import pytest

from tests.api.cc.walker import Walker


@pytest.fixture
def walker(studio):
    return Walker(studio)


@pytest.fixture(scope="session")
def told(studio):
    """The workflow's modules in their order, and the step of each."""
    workflow = studio.client.get("/cc/workflows/cc").json()
    return {module: step["step_id"] for step in workflow["steps"] for module in step["modules"]}
