"""Light things stay light: what must answer at once may not load what is slow."""

import subprocess
import sys
from functools import cache

import pytest

HEAVY = {"numpy", "cv2", "imageio", "boto3", "sqlite3", "PIL"}


@cache
def loaded(code):
    script = f"import sys; sys.path.insert(0, '.'); {code}; print('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_help_loads_nothing_heavy():
    assert not HEAVY & loaded("import kinora.cli.main")


@pytest.mark.parametrize("name", ["pick_prompt", "render", "tick"])
def test_the_loops_do_not_load_workflows(name):
    found = loaded(f"import functions.{name}.handler")
    assert not {"jinja2", "kinora.cc.run.story", "kinora.cc.modules"} & found


@pytest.mark.parametrize(
    "name",
    [
        *("pick_prompt", "interpret", "build_spec", "grow", "record_failure"),
        *("collect_prompts", "interpret_prompt", "refuse_prompt"),
        *("api", "tick", "await_upload"),
    ],
)
def test_light_functions_load_nothing_heavy(name):
    assert not HEAVY & loaded(f"import functions.{name}.handler")
