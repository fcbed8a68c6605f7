"""Tables beside those of the stage."""

from tests.registry.conftest import new_tables  # noqa: F401 - a fixture
