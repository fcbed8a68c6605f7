"""Back from the clip to the picture: what is told before, what comes of it, and the way back."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from kinora.media import ffmpeg
from kinora.media.decode import frames
from tests.api.cc.pictures import TALL, encoded, meadow, room
from tests.api.cc.walker import Walker, refused

IMAGES = "generate_and_select_images"
CLIPS = "generate_and_select_videos"
WORDS = "select_text_overlay"
STALE = {
    "analyze_image",
    "select_motion_elements",
    "compute_still_elements",
    "generate_video_prompts",
    CLIPS,
}


class Returner(Walker):
    """Chooses one picture and its clip, goes back, and chooses the other."""

    def __init__(self, studio):
        super().__init__(studio, title="There and back")
        question = self.until(IMAGES)
        self.day, self.night = self.bring(
            question, encoded(meadow(), "PNG"), encoded(room(), "PNG")
        )
        self.answer(IMAGES, selected_content_id=self.day["content_id"])
        self.first_clip = self.clip()
        self.left, self.before = self.asked(WORDS), self.get()
        self.events_before = len(self.events())
        self.plan = self.done("/branches/plan", {"module": IMAGES})
        self.events_after_plan = len(self.events())
        self.forked = self.done("/branches/jump", {"module": IMAGES})
        self.again = self.asked(IMAGES)
        self.answer(IMAGES, selected_content_id=self.night["content_id"])
        self.second_clip = self.clip()
        self.after = self.asked(WORDS), self.get()

    def clip(self):
        self.simply(self.asked("select_motion_elements"))
        return self.choose(CLIPS, params={"seconds": 4})


@pytest.fixture(scope="module")
def returner(studio):
    return Returner(studio)


def test_the_plan_tells_what_becomes_stale_and_changes_nothing(returner):
    fates = {touched["module"]: touched for touched in returner.plan["touched"]}
    assert fates[IMAGES]["fate"] == "again"
    assert {name for name, touched in fates.items() if touched["fate"] == "stale"} >= STALE
    assert fates["analyze_image"]["because"] == [IMAGES]
    assert "analyze_image" in fates["generate_video_prompts"]["because"]
    assert fates[CLIPS]["state"] == [
        "selected_video_id",
        "selected_video_data",
        "video_generations",
    ]
    assert set(fates) == {IMAGES, *STALE, "generate_text_overlays"}
    assert returner.events_after_plan == returner.events_before


def test_the_jump_begins_anew_before_the_picture(returner):
    assert (returner.forked["reason"], returner.forked["target"]) == ("jump", IMAGES)
    assert returner.forked["current"]
    assert IMAGES not in returner.forked["done"]
    assert returner.forked["parent"] == returner.before["branch"]
    offered = [content["content_id"] for content in returner.again["contents"]]
    assert offered == [returner.day["content_id"], returner.night["content_id"]]
    chosen = {"selected_content_id": returner.day["content_id"]}
    assert returner.again["display"]["suggested"] == chosen


def still(returner, content):
    """A picture as (height, width, 3) red, green and blue."""
    data = returner.client.get(content["url"].removeprefix("/api")).content
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).astype(float)


def first_frame(returner, content, folder):
    path = folder / "clip.mp4"
    path.write_bytes(returner.client.get(content["url"].removeprefix("/api")).content)
    return next(frames(ffmpeg.locate(None), path, *TALL))[:, :, ::-1].astype(float)


def test_the_new_clip_begins_with_the_new_picture(returner, tmp_path):
    day, night = still(returner, returner.day), still(returner, returner.night)
    old = first_frame(returner, returner.first_clip, tmp_path)
    new = first_frame(returner, returner.second_clip, tmp_path)
    assert np.abs(old - day).mean() < 8
    assert np.abs(new - night).mean() < 8
    assert np.abs(new - day).mean() > 60


def test_what_was_made_of_the_old_picture_is_not_offered(returner):
    asked = [q for q in returner.get("/interactions")["interactions"] if q["module"] == CLIPS]
    made = [{content["content_id"] for content in each["contents"]} for each in asked]
    assert made == [{returner.first_clip["content_id"]}, {returner.second_clip["content_id"]}]
    looked = [run["state"]["image_analysis"] for run in (returner.before, returner.after[1])]
    assert looked[0] != looked[1]


def test_branches_are_compared(returner):
    left, right = returner.before["branch"], returner.after[1]["branch"]
    found = returner.get("/branches/compare", left=left, right=right)
    differing = {each["key"]: each for each in found["differing"]}
    assert {"selected_image_id", "image_analysis", "selected_video_id"} <= set(differing)
    assert not {"pet_type_selection", "selected_scene", "image_prompts"} & set(differing)
    ids = differing["selected_image_id"]
    assert (ids["left"], ids["right"]) == (
        returner.day["content_id"],
        returner.night["content_id"],
    )
    assert returner.get("/branches/compare", left=left, right=left)["differing"] == []


def test_the_old_branch_comes_back_whole_and_leads_to_the_end(returner):
    """The last of this file: afterwards the run is completed."""
    told = returner.done("/branches/restore", {"branch": returner.before["branch"]})
    assert (told["branch"], told["current"]) == (returner.before["branch"], True)
    question, run = returner.asked(WORDS), returner.get()
    assert run["state"] == returner.before["state"]
    assert run["state"]["selected_video_id"] == returner.first_clip["content_id"]
    assert question["interaction_id"] == returner.left["interaction_id"]
    assert question["revision"] == returner.left["revision"] + 1
    assert question["display"] == returner.left["display"]
    left = returner.get(f"/interactions/{returner.after[0]['interaction_id']}")
    assert left["status"] == "left"
    end = returner.finish()
    assert end["branch"] == returner.before["branch"]
    assert end["state"]["selected_image_id"] == returner.day["content_id"]
    video = returner.client.get(end["video_url"].removeprefix("/api"))
    assert video.status_code == 200
    other = [b for b in end["branches"] if b["branch"] == returner.after[1]["branch"]]
    assert [branch["completed"] for branch in other] == [False]


def test_a_finished_run_can_still_go_back(returner):
    if returner.get()["status"] != "completed":
        returner.finish()
    end, export = returner.get(), returner.client.get(f"{returner.at}/export")
    known = {"if-none-match": export.headers["etag"]}
    assert returner.client.get(f"{returner.at}/export", headers=known).status_code == 304
    refused(returner, 409, lambda: returner.post("/cancel"), "is completed")
    returner.done("/branches/jump", {"module": "choose_finish"})
    assert returner.client.get(f"{returner.at}/export", headers=known).status_code == 200
    question = returner.asked("choose_finish")
    assert question["display"]["suggested"] == {"form_data": {}}
    assert returner.get()["video_url"] is None
    for wrong in ({"music_level": 9}, {"title_card": "no"}, {"path": "/etc/passwd"}):
        body = {"answer": {"form_data": wrong}}
        refused(returner, 422, lambda body=body: returner.post(
            returner.path(question, "respond"), body), "answer.form_data")  # fmt: skip
    returner.answer("choose_finish", form_data={"title_card": False})
    # It is put together now: until that is done the run cannot go elsewhere.
    jump = {"module": IMAGES}
    refused(returner, 409, lambda: returner.post("/branches/jump", jump), "works")
    back = {"branch": end["branch"]}
    refused(returner, 409, lambda: returner.post("/branches/restore", back), "works")
    again = returner.finish()
    assert again["video_url"] != end["video_url"]
    assert again["branch"] != end["branch"]
    returner.done("/branches/restore", {"branch": end["branch"]})
    assert returner.standing() == "completed"
    assert returner.get()["video_url"] == end["video_url"]
