"""The embedded provider of pictures, through its port."""

import json
import subprocess
import sys
from dataclasses import replace

import cv2
import jsonschema
import numpy as np
import pytest

from kinora.model.errors import InvalidInput, JobCancelled
from kinora.picture.stills.still import draw_still
from kinora.providers.embedded.pictures.planning import plan_of
from kinora.providers.embedded.pictures.provider import EmbeddedPictures
from kinora.providers.embedded.pictures.words import read_words
from kinora.providers.ports import Finished, MediaAction, MediaAsk

PICTURES = EmbeddedPictures()
PROMPT = {
    "prompt": "A tabby cat sits on a rug in a cosy room at golden hour, a plant beside it",
    "negative_prompt": "blurry, text", "framing": "wide", "notes": "",
}  # fmt: skip
CONTEXT = {"pet": {"id": "cat", "label": "Cat"}, "scene": {"title": "A quiet hour"}}


def ask(prompt=PROMPT, context=CONTEXT, **more):
    kept = {"seed": 5, "count": 1, "params": {"aspect_ratio": "9:16"}, **more}
    return MediaAsk("job-1", MediaAction.TXT2IMG, prompt, kept.pop("params"), context, **kept)


def done(asked, folder, progress=lambda _: None):
    finished = PICTURES.poll(PICTURES.submit(asked), asked, folder, progress)
    assert isinstance(finished, Finished)
    return finished


def test_a_job_of_three_gives_three_that_differ_with_their_masks(tmp_path):
    told = []
    finished = done(ask(count=3, params={"aspect_ratio": "1:1"}), tmp_path / "job", told.append)
    assert finished.usd == 0.0
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) == 4
    assert len({made.seed for made in finished.media}) == 3
    pixels = []
    for made in finished.media:
        assert made.mime == "image/png"
        picture = cv2.imread(str(made.path), cv2.IMREAD_UNCHANGED)
        mask = cv2.imread(str(made.companions["pet_mask"]), cv2.IMREAD_UNCHANGED)
        assert picture.shape == (960, 960, 3)
        assert mask.shape == (960, 960)
        assert 0.04 < (mask == 255).mean() < 0.5
        assert json.loads(json.dumps(made.note)) == made.note
        assert len(made.note["movable"]) >= 2
        for thing in made.note["movable"]:
            assert len(thing["box"]) == 4
            assert all(0 <= value <= 1 for value in thing["box"])
        pixels.append(picture.astype(int))
    assert {made.note["coat"] for made in finished.media} == {finished.media[0].note["coat"]}
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert np.abs(pixels[one] - pixels[other]).mean() > 5


@pytest.mark.parametrize(("ratio", "size"), [("9:16", (720, 1280)), ("16:9", (1280, 720))])
def test_sizes_are_exact(ratio, size):
    plan, _ = plan_of(read_words(PROMPT, CONTEXT), ratio, 5, 0, None)
    assert (plan.width, plan.height) == size


def test_the_same_job_gives_the_same_bytes_again(tmp_path):
    asked = ask(params={"aspect_ratio": "16:9"})
    one, other = done(asked, tmp_path / "a").media[0], done(asked, tmp_path / "b").media[0]
    assert cv2.imread(str(one.path)).shape[:2] == (720, 1280)
    assert one.path.read_bytes() == other.path.read_bytes()
    assert one.companions["pet_mask"].read_bytes() == other.companions["pet_mask"].read_bytes()


ODD = [
    ({}, {}),
    ({"prompt": "", "framing": "sideways"}, {"pet": None, "scene": "nothing", "aesthetic": []}),
    ({"prompt": "寝ている猫 \x00\x07", "notes": 4}, {"pet": {"id": "\udcff", "label": 3}}),
    ({"prompt": "lovely cat " * 400, "framing": "quiet"}, {"scene": {"scene_keywords": [1, {}]}}),
    ({"prompt": "Ein Hund schläft am See"}, {"pet": {"id": "hund"}, "direction": "%s {x} <svg>"}),
    ({"prompt": "a turtle in a coral reef under the sea"}, {"pet": {"id": "turtle"}}),
    ({"prompt": "a parrot in outer space, abstract ink"}, {"pet": {"id": "parrot"}}),
]


@pytest.mark.parametrize(("prompt", "context"), ODD)
def test_odd_words_still_give_a_picture(prompt, context):
    plan, note = plan_of(read_words(prompt, context), "1:1", 5, 0, None)
    still = draw_still(replace(plan, width=240, height=240))
    assert still.pixels.std() > 15
    assert (still.mask == 255).mean() > 0.02
    assert json.loads(json.dumps(note)) == note


def test_parameters_are_a_schema_whose_defaults_fit():
    schema = PICTURES.parameters(MediaAction.TXT2IMG)
    jsonschema.Draft202012Validator.check_schema(schema)
    defaults = {name: each["default"] for name, each in schema["properties"].items()}
    jsonschema.validate(defaults, schema)
    assert defaults["aspect_ratio"] == "9:16"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"steps": 30}, schema)
    assert PICTURES.parameters(MediaAction.IMG2VID) is None
    assert PICTURES.parameters(MediaAction.TXT2AUDIO) is None


def test_knowing_the_provider_loads_nothing_heavy():
    code = "import sys, kinora.providers.embedded.pictures.provider; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"numpy", "cv2", "imageio", "PIL", "resvg_py"} & set(done.stdout.split())


def test_a_job_costs_nothing_and_is_named_after_its_ask():
    assert PICTURES.estimate(ask(count=3)).usd == 0.0
    assert PICTURES.estimate(ask(count=3)).seconds > PICTURES.estimate(ask()).seconds
    assert PICTURES.submit(ask()) == "embedded-job-1"
    assert (PICTURES.name, PICTURES.idempotent) == ("embedded", True)
    PICTURES.cancel("embedded-job-1")


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (replace(ask(), action=MediaAction.IMG2VID), "action"),
        (ask(count=0), "count"),
        (ask(params={"aspect_ratio": "4:3"}), "aspect_ratio"),
    ],
)
def test_what_cannot_be_drawn_is_refused(asked, field):
    with pytest.raises(InvalidInput) as refused:
        PICTURES.submit(asked)
    assert refused.value.field == field


def test_a_cancelled_job_stops_after_the_picture_at_hand(tmp_path):
    def progress(share):
        if share > 0:
            raise JobCancelled("nobody wants it")

    with pytest.raises(JobCancelled):
        done(ask(count=3, params={"aspect_ratio": "16:9"}), tmp_path, progress)
    assert not (tmp_path / "picture-2.png").exists()
