"""A studio for the greeting workflow."""

from __future__ import annotations

import pytest

from tests.cc.greeting_studio import Painter, Studio, Writer


@pytest.fixture
def studio(tmp_path):
    with Studio(tmp_path, Writer(), Painter()).working() as studio:
        yield studio
