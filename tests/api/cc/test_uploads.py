"""Pictures that people bring to the choice of a picture: what is made of them, and what is not."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from kinora.media import ffmpeg
from kinora.media.decode import frames
from tests.api.cc.pictures import BAD, GOOD, TALL, encoded, meadow, room
from tests.api.cc.walker import Walker

IMAGES = "generate_and_select_images"
BY_STATUS = {
    "drawing with a script": (422, "no picture"),
    "archive": (422, "no picture"),
    "page": (422, "no picture"),
    "words": (422, "no picture"),
    "empty": (422, "empty"),
    "too large": (413, "4,194,304"),
}
BY_JOB = {
    "truncated png": "cut off",
    "truncated jpeg": "cut off",
    "too wide": "20000 x 64 pixels, which is too large",
    "bomb": "too many pixels",
    "picture and page": "also a page",
}
CHANGES = {
    "png": [],
    "jpeg": [],
    "cmyk": ["Printing colours (CMYK) became RGB."],
    "gif": ["The first frame of the animation was kept.", "GIF became PNG."],
    "webp": ["WEBP became JPEG."],
    "turned": [
        "The picture was turned as its camera noted.",
        "Metadata (camera, place, comments) was dropped.",
    ],
}


@pytest.fixture(scope="module")
def bringer(studio):
    bringer = Walker(studio)
    bringer.question = bringer.until(IMAGES)
    return bringer


def offered(walker):
    return [content["content_id"] for content in walker.asked(IMAGES)["contents"]]


def looked_at(walker, content):
    data = walker.client.get(content["url"].removeprefix("/api")).content
    with Image.open(io.BytesIO(data)) as image:
        assert not image.getexif()
        return np.asarray(image.convert("RGB")).astype(float)


@pytest.mark.parametrize("name", GOOD)
def test_a_good_picture_can_be_chosen(bringer, name):
    (content,) = bringer.bring(bringer.question, GOOD[name]())
    assert content["content_id"] in offered(bringer)
    assert content["note"]["own"]
    assert (content["note"]["width"], content["note"]["height"]) == TALL
    assert content["note"]["changes"] == CHANGES[name]
    assert content["mime"] in {"image/png", "image/jpeg"}
    shown = looked_at(bringer, content)
    likeness = np.abs(shown - np.asarray(meadow()).astype(float)).mean()
    assert likeness < (20 if name == "gif" else 12)  # a palette is coarse


@pytest.mark.parametrize("name", BY_STATUS)
def test_what_is_refused_at_once(bringer, name):
    status, told = BY_STATUS[name]
    before = bringer.get("/jobs"), offered(bringer), len(bringer.events())
    answer = bringer.upload(bringer.question, BAD[name]())
    assert answer.status_code == status
    assert set(answer.json()) == {"error", "details"}
    assert told in answer.json()["details"]
    assert (bringer.get("/jobs"), offered(bringer), len(bringer.events())) == before


@pytest.mark.parametrize("name", BY_JOB)
def test_what_is_refused_by_whoever_looks_at_it(bringer, name):
    before = offered(bringer)
    answer = bringer.upload(bringer.question, BAD[name]())
    assert answer.status_code == 201
    job = bringer.ended(answer.json())
    assert (job["status"], job["contents"], job["usd"]) == ("failed", [], 0)
    assert BY_JOB[name] in job["error"]["details"]
    assert offered(bringer) == before


def test_every_bad_picture_was_tried():
    assert set(BY_STATUS) | set(BY_JOB) == set(BAD)


def test_the_same_picture_twice_can_be_chosen_twice(bringer):
    one, two = bringer.bring(bringer.question, GOOD["png"](), GOOD["png"]())
    assert one["sha256"] == two["sha256"]
    assert one["content_id"] != two["content_id"]


def test_a_picture_in_a_form(bringer):
    address = f"{bringer.at}{bringer.path(bringer.question, 'upload')}"
    files = {"file": ("miso.png", GOOD["png"](), "image/png")}
    answer = bringer.client.post(address, files=files)
    assert answer.status_code == 201, answer.text
    assert bringer.ended(answer.json())["status"] == "completed"
    other = bringer.client.post(address, files={"other": ("x.png", b"x", "image/png")})
    assert (other.status_code, set(other.json())) == (422, {"error", "details"})


def analysed(studio, image):
    """What is read from a picture that was brought, and the clip that is made of it."""
    walker = Walker(studio)
    question = walker.until(IMAGES)
    (content,) = walker.bring(question, encoded(image, "JPEG", quality=95))
    walker.answer(IMAGES, selected_content_id=content["content_id"])
    question = walker.asked("select_motion_elements")
    walker.answer("select_motion_elements", selected_indices=question["display"]["choices"][:1])
    clip = walker.choose("generate_and_select_videos", params={"seconds": 4})
    return walker.get()["state"], question, clip


@pytest.fixture(scope="module")
def day(studio):
    return analysed(studio, meadow())


def test_what_was_brought_is_looked_at(studio, day):
    """Two pictures: what is told of them is measured in each, and differs as they do."""
    day = day[0]
    night = analysed(studio, room())[0]
    for state in (day, night):
        sources = state["image_analysis_sources"]
        assert sources["/environment/dominant_colors/0"] == "measured"
        assert sources["/environment/lighting"] == "measured"
    colours = [s["image_analysis"]["environment"]["dominant_colors"] for s in (day, night)]
    assert "blue" in " ".join(colours[0])
    assert "green" in " ".join(colours[0])
    assert not {"blue", "green"} & set(" ".join(colours[1]).split())
    warmth = [s["image_analysis"]["audio_atmosphere"]["warmth"] for s in (day, night)]
    assert warmth[0] != warmth[1]


def test_what_was_chosen_moves_and_all_else_is_kept_still(studio, day, tmp_path):
    state, question, clip = day
    detected = state["image_analysis"]["motion_elements"]["detected_elements"]
    assert question["display"]["data"]["detected"] == detected
    for region in question["display"]["regions"]:
        assert 0 <= region["left"] < region["left"] + region["width"] <= 1.0001
        assert 0 <= region["top"] < region["top"] + region["height"] <= 1.0001
    chosen = detected[0]["element"]
    assert clip["note"]["moved"] == [chosen]
    assert chosen not in state["still_elements"]
    assert set(clip["note"]["still"]) >= {each["element"] for each in detected[1:]}
    path = tmp_path / "clip.mp4"
    path.write_bytes(studio.client.get(clip["url"].removeprefix("/api")).content)
    shown = np.stack([f.astype(float) for f in frames(ffmpeg.locate(None), path, *TALL)])
    unrest = np.abs(shown - shown[0]).mean(axis=(0, 3))
    inside, near = np.zeros_like(unrest, bool), np.zeros_like(unrest, bool)
    for box in (r for r in question["display"]["regions"] if r["element"] == 0):
        left, right = (round(x * TALL[0]) for x in (box["left"], box["left"] + box["width"]))
        top, bottom = (round(y * TALL[1]) for y in (box["top"], box["top"] + box["height"]))
        inside[top:bottom, left:right] = True
        near[max(top - 20, 0) : bottom + 20, max(left - 20, 0) : right + 20] = True
    assert 0.1 < near.mean() < 0.9
    assert unrest[inside].mean() > 4 * unrest[~near].mean()
    assert unrest[~near].mean() < 2
