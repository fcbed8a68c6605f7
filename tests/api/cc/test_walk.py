"""One run through all nine steps in which every way out of every question is taken once."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from kinora.media import ffmpeg
from kinora.media.audible import audible
from kinora.media.decode import frames, probe
from tests.api.cc.pictures import encoded, meadow
from tests.api.cc.walker import Walker

IMAGES = "generate_and_select_images"
TO = {
    ("select_scene", "change_input"): "select_pet_type",
    (IMAGES, "change_scene"): "select_scene",
    ("generate_and_select_videos", "change_motion_elements"): "select_motion_elements",
    ("generate_and_select_videos", "change_image"): IMAGES,
    ("review_music_prompts", "change_style"): "select_music_style",
    ("generate_and_select_music", "change_style"): "select_music_style",
    ("choose_finish", "change_video"): "generate_and_select_videos",
    ("choose_finish", "change_text_overlay"): "select_text_overlay",
    ("choose_finish", "change_title"): "select_title",
    ("choose_finish", "change_music"): "generate_and_select_music",
    ("select_scene", "retry"): "select_scene",
    (IMAGES, "retry_prompts"): IMAGES,
    ("generate_and_select_videos", "retry_prompts"): "generate_and_select_videos",
    ("select_text_overlay", "retry"): "select_text_overlay",
    ("select_title", "retry"): "select_title",
    ("select_description", "retry"): "select_title",
    ("select_music_style", "retry"): "select_music_style",
    ("review_music_prompts", "retry_prompts"): "review_music_prompts",
    ("generate_and_select_music", "retry_prompts"): "review_music_prompts",
}
"""Every option that goes back, and the question that is asked next."""
SAID = "Something quieter, please"


class Wanderer(Walker):
    """Goes back wherever one can, once each; notes what became of it."""

    def __init__(self, studio):
        super().__init__(studio, title="Every way")
        self.turns = {}
        """What was before and after each option that goes back."""

    def wander(self):
        while self.standing() == "waiting":
            question = self.asked()
            fresh = [o for o in back(question) if (question["module"], o["id"]) not in self.turns]
            if fresh:
                self.turn(question, fresh[0])
            elif question["module"] == IMAGES and not question["contents"]:
                self.bring(question, encoded(meadow(), "PNG"))
            else:
                self.simply(question)
        return self.get()

    def turn(self, question, option):
        """Take an option that goes back; with words where it takes some."""
        plan = self.done("/branches/plan", {"module": option["target_module"]})
        before = self.get()
        words = SAID if option.get("feedback") else None
        self.answer(question["module"], option["id"], words)
        following = self.asked()
        self.turns[question["module"], option["id"]] = {
            "option": option,
            "changed": {key for touched in plan["touched"] for key in touched["state"]},
            "before": before,
            "asked": question,
            "after": self.get(),
            "following": following,
        }


def back(question):
    return [o for o in question["display"]["options"] if o["mode"] != "continue"]


@pytest.fixture(scope="module")
def wanderer(studio):
    wanderer = Wanderer(studio)
    wanderer.end = wanderer.wander()
    return wanderer


def test_it_ends_with_every_module_done(wanderer, told):
    end = wanderer.end
    assert (end["status"], end["module"], end["step"]) == ("completed", None, None)
    assert end["done"] == end["modules"] == len(told)
    (current,) = [branch for branch in end["branches"] if branch["current"]]
    assert current["completed"]
    assert list(current["done"]) == list(told)
    asked = {q["module"] for q in wanderer.get("/interactions")["interactions"]}
    assert asked == set(wanderer.passed)
    assert len({told[module] for module in current["done"]}) == 9


def test_every_way_out_was_taken(wanderer):
    assert set(wanderer.turns) == set(TO)


@pytest.mark.parametrize("way", TO, ids=" ".join)
def test_after_each_the_run_stands_where_it_should(wanderer, way):
    turn = wanderer.turns[way]
    option, before, after = turn["option"], turn["before"], turn["after"]
    assert turn["following"]["module"] == after["module"] == TO[way]
    assert after["branch"] != before["branch"]
    made = after["branches"][-1]
    assert made["branch"] == after["branch"]
    assert made["parent"] == before["branch"]
    assert (made["reason"], made["target"]) == (option["mode"], option["target_module"])
    assert made["feedback"] == (SAID if option.get("feedback") else None)
    kept = {k: v for k, v in before["state"].items() if k not in turn["changed"]}
    assert {k: v for k, v in after["state"].items() if k not in turn["changed"]} == kept


@pytest.mark.parametrize("way", [way for way in TO if "retry" in way[1]], ids=" ".join)
def test_trying_again_brings_something_else(wanderer, way):
    turn = wanderer.turns[way]
    if turn["following"]["module"] == way[0]:
        assert turn["following"]["display"]["data"] != turn["asked"]["display"]["data"]
        assert turn["following"]["interaction_id"] != turn["asked"]["interaction_id"]


def test_a_jump_offers_what_was_answered_before(wanderer):
    """Where the same is asked again, and nothing was made of something else."""
    for way in [("choose_finish", "change_title"), (IMAGES, "change_scene")]:
        assert wanderer.turns[way]["following"]["display"]["suggested"] == {"selected_indices": [0]}
    clip = wanderer.turns["choose_finish", "change_video"]
    assert clip["following"]["display"]["suggested"] == {
        "selected_content_id": clip["before"]["state"]["selected_video_id"]
    }
    assert len([j for j in jobs(wanderer) if j["request"]["action"] == "img2vid"]) == 1


def jobs(walker):
    return walker.get("/jobs")["jobs"]


def test_events_have_no_gap(wanderer):
    events = wanderer.events()
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert [event["at"] for event in events] == sorted(event["at"] for event in events)
    assert events[-1]["type"] == "run_completed"
    assert wanderer.end["seq"] == len(events)
    rest = wanderer.get("/events", after=len(events) - 3, limit=2)
    assert [event["seq"] for event in rest["events"]] == [len(events) - 2, len(events) - 1]
    assert not wanderer.get("/events", after=len(events))["events"]
    told = json.dumps(events)
    assert "token" not in {key for event in events for key in event["data"]}
    assert str(wanderer.studio.home) not in told


def test_costs_add_up(wanderer):
    costs = wanderer.get("/costs")
    assert costs["spent_usd"] == pytest.approx(sum(line["usd"] for line in costs["lines"]))
    assert costs["spent_usd"] == wanderer.end["spent_usd"]
    assert costs["reserved_usd"] == 0
    assert costs["left_usd"] == pytest.approx(costs["budget_usd"] - costs["spent_usd"])
    written = [
        event["module"]
        for event in wanderer.events()
        if event["type"] == "module_completed" and event["data"].get("provider")
    ]
    lines = [line["what"] for line in costs["lines"] if line["job"] is None]
    assert lines == written
    assert [line["job"] for line in costs["lines"] if line["job"]] == [
        job["job_id"] for job in jobs(wanderer)
    ]


def fetched(wanderer, address, tmp_path):
    """A medium in a file."""
    answer = wanderer.client.get(address.removeprefix("/api"))
    assert answer.status_code == 200
    path = tmp_path / "medium"
    path.write_bytes(answer.content)
    return answer, path


def test_the_video_plays(wanderer, tmp_path):
    answer, path = fetched(wanderer, wanderer.end["video_url"], tmp_path)
    assert answer.headers["content-type"] == "video/mp4"
    program = ffmpeg.locate(None)
    shape = probe(program, path)
    assert (shape.width, shape.height) == (216, 384)
    loudness = audible(program, path)
    assert loudness is not None
    assert -24 < loudness < -12
    shown = [frame.mean() for frame in frames(program, path, shape.width, shape.height)]
    assert len(shown) == 15 * 24
    assert max(shown) > 40  # there is a picture, and it goes dark at its end
    assert shown[-1] < max(shown) / 3


def test_the_cover_is_a_picture(wanderer, tmp_path):
    from PIL import Image

    answer, path = fetched(wanderer, wanderer.end["cover_url"], tmp_path)
    assert answer.headers["content-type"] == "image/jpeg"
    with Image.open(path) as cover:
        assert cover.size == (216, 384)


def test_media_are_sent_whole_in_ranges_and_only_when_they_are_new(wanderer):
    client, address = wanderer.client, wanderer.end["video_url"].removeprefix("/api")
    whole = client.get(address)
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(whole.content))
    assert head.headers["etag"] == whole.headers["etag"]
    assert "immutable" in whole.headers["cache-control"]
    part = client.get(address, headers={"range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, whole.content[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(whole.content)}"
    tail = client.get(address, headers={"range": "bytes=-10"})
    assert tail.content == whole.content[-10:]
    behind = client.get(address, headers={"range": f"bytes={len(whole.content)}-"})
    assert (behind.status_code, set(behind.json())) == (416, {"error", "details"})
    same = client.get(address, headers={"if-none-match": whole.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")


def test_the_export_holds_everything(wanderer):
    answer = wanderer.client.get(f"{wanderer.at}/export")
    assert answer.headers["content-type"] == "application/zip"
    assert "immutable" not in answer.headers["cache-control"]  # the run may go on
    named = f'attachment; filename="{wanderer.run_id}.zip"'
    assert answer.headers["content-disposition"] == named
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        held = {name: archive.read(name) for name in archive.namelist()}
    media = {"image": "png", "video": "mp4", "music": "m4a"}
    assert set(held) == {
        *("run.json", "choices.json", "state.json", "prompts.json", "costs.json", "events.json"),
        *(f"media/selected_{name}_data.{ending}" for name, ending in media.items()),
        *("media/final_video.mp4", "media/final_cover.jpg", "files/pet-video-summary.md"),
    }
    video = wanderer.client.get(wanderer.end["video_url"].removeprefix("/api")).content
    assert held["media/final_video.mp4"] == video
    state, told = wanderer.end["state"], held["files/pet-video-summary.md"].decode()
    assert state["selected_title"]["title"] in told
    assert json.loads(held["state.json"]) == state
    assert set(json.loads(held["prompts.json"])) == {
        *("image_prompts", "video_prompts", "music_prompts")
    }
    choices = json.loads(held["choices.json"])
    assert len(choices) == len(wanderer.passed)
    assert json.loads(held["costs.json"])["spent_usd"] == wanderer.end["spent_usd"]
    assert len(json.loads(held["events.json"])) == wanderer.end["seq"]
    assert str(Path.home()) not in held["events.json"].decode()
