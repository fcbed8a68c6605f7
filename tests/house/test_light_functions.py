"""Functions without the media image have no numpy, OpenCV, Pillow or resvg: they must do without."""

import subprocess
import sys

BARE = """
import sys

class Bare:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"numpy", "cv2", "PIL", "resvg_py", "imageio"}:
            raise ImportError(f"{name} is not in the layer")

sys.meta_path.insert(0, Bare())
from pathlib import Path

from kinora import bootstrap
from kinora.settings import Settings

room = bootstrap.workroom(Settings(home=Path(sys.argv[1])))
"""
STATES = """
import kinora.api.app
from kinora.cc.jobs import work
from kinora.cc.states import ask, finish, late, recover, run_module, sweep

assert kinora.api.app.openapi()["paths"]
"""
MEDIA = """
from kinora.providers.ports import MediaAction, MediaAsk, Picture

maker = room.maker("embedded")
still = Picture(Path("still.png"), "image/png")
for action in MediaAction:
    fields = maker.parameters(action)["properties"]
    ask = MediaAsk(
        "job", action, {"prompt": "a cat on a sofa"},
        {name: field["default"] for name, field in fields.items()}, {}, 3,
        source=still if action is MediaAction.IMG2VID else None,
    )
    assert maker.estimate(ask).seconds > 0
    assert maker.submit(ask)
assert room.maker("own").submit(ask)
"""
LANGUAGE = """
import json

from kinora.providers.ports import LanguageAsk

asked = 0
for placed in room.workflow("cc").placed:
    schema = placed.module.inputs.get("output_schema")
    if schema is None or placed.module.name == "analyze_image":
        continue
    facts = {"pet_type_selection": {"id": "cat", "label": "Cat"}, "user_direction": "at night"}
    bare = {key: value for key, value in schema.items() if key != "$id"}
    ask = LanguageAsk(schema["$id"], (), ("Write.",), bare, facts, 5)
    assert json.loads(room.speaker("embedded").answer(ask).text)
    asked += 1
assert asked == 7, asked
"""


def bare(code, home):
    """Run code where what is heavy cannot be imported."""
    done = subprocess.run(
        [sys.executable, "-c", BARE + code, str(home)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_api_and_the_states_of_workflows_can_be_imported(tmp_path):
    bare(STATES, tmp_path)


def test_media_are_priced_and_handed_in(tmp_path):
    bare(MEDIA, tmp_path)


def test_language_is_written(tmp_path):
    bare(LANGUAGE, tmp_path)
