"""The edge as its two tokens see it."""

from tests.edge.conftest import far  # noqa: F401 - a fixture
