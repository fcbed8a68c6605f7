"""What all tests share: an isolated environment, and the checkout as working directory."""

import os
from pathlib import Path

import pytest

from tests.edge.host import edge  # noqa: F401 - one edge for all who ask for it

ROOT = Path(__file__).resolve().parents[1]
LONG = (
    *("loop/test_feedback.py", "studio/test_serve.py", "cli/test_cli.py"),
    *("loop/test_outcome.py", "api/cc/test_restart.py", "api/test_schema.py", "cc/test_kill.py"),
    *("loop/test_kill.py", "measure/test_our_own_sound.py", "cc/test_kill_studio.py"),
    *("api/test_load.py", "picture/test_frames.py", "measure/test_transitions.py"),
    *("showcase/test_variety.py", "language/test_names.py", "picture/stills/test_still.py"),
)
"""Files that take long. They come first: side by side with others, the last one must be short."""


def pytest_collection_modifyitems(items):
    def place(item):
        name = item.path.relative_to(ROOT / "tests").as_posix()
        return LONG.index(name) if name in LONG else len(LONG)

    items.sort(key=place)


@pytest.fixture(autouse=True)
def _isolated(monkeypatch):
    monkeypatch.chdir(ROOT)
    for name in list(os.environ):
        if name.startswith(("KINORA_", "AWS_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
