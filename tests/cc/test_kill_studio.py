"""A real studio killed while a picture is drawn, and again while the video is assembled."""

from __future__ import annotations

import json
import signal
import time
from collections import Counter

import cv2
import numpy as np

from kinora.bootstrap import stage
from kinora.cc import keys
from kinora.settings import Settings
from kinora.stores.objects import walk
from tests.api.studio import ENDED, PATIENCE, lasting, running
from tests.loop.test_kill import wait_for_encoder

ALONE = "--no-schedules"
ASSEMBLING = "assemble_video"
PICTURES = "generate_and_select_images"
WANTED = {"generate_and_select_videos": {"count": 1, "params": {"seconds": 4}}}


class Visitor:
    """Answers a run over HTTP, whatever it asks."""

    def __init__(self, run_id):
        self.run_id = run_id

    def run(self, studio):
        answer = studio.client.get(f"/cc/runs/{self.run_id}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def go_on(self, studio, goal, wait):
        """Answer until ``goal`` holds of the run; the run then."""

        def there():
            run = self.run(studio)
            if goal(run):
                return run
            if run["interaction_id"] is not None:
                self.answer(studio, run["interaction_id"])
            return None

        return wait(there, PATIENCE)

    def answer(self, studio, interaction):
        path = f"/cc/runs/{self.run_id}/interactions/{interaction}"
        asked = studio.client.get(path).json()
        answer = self._answer(studio, path, asked)
        if answer is not None:
            told = studio.client.post(f"{path}/respond", json={"answer": answer})
            assert told.status_code == 200, told.text

    def _answer(self, studio, path, asked):
        display = asked["display"]
        kind = display["interaction_type"]
        if kind == "user.select":
            most = min(max(display["min_selections"], 1), display["max_selections"])
            return {"selected_indices": display["choices"][:most]}
        if kind == "user.text_input":
            return {"value": "a kitten in the rain"}
        if kind == "user.form":
            fields = display["schema"]["properties"]
            return {"form_data": {n: f["default"] for n, f in fields.items() if "default" in f}}
        if kind != "media.generate":
            return {"confirmed": True}
        jobs = [j for j in self.jobs(studio) if j["interaction_id"] == asked["interaction_id"]]
        if not jobs:
            wanted = WANTED.get(asked["module"], {"count": 1})
            told = studio.client.post(f"{path}/sub-action", json=wanted)
            assert told.status_code == 201, told.text
        elif {job["status"] for job in jobs} == {"completed"}:
            if asked["module"] == PICTURES and len(jobs) == 1:
                told = studio.client.post(f"{path}/upload", files={"file": small_picture()})
                assert told.status_code == 201, told.text
                return None
            if not asked["contents"]:  # they came after it was asked
                return None
            return {"selected_content_id": asked["contents"][-1]["content_id"]}
        return None

    def drawing(self, studio):
        return [job["status"] for job in self.jobs(studio)] == ["running"]

    def jobs(self, studio):
        return studio.client.get(f"/cc/runs/{self.run_id}/jobs").json()["jobs"]


def test_a_studio_killed_while_it_draws_and_while_it_assembles(tmp_path):
    with running(tmp_path, ALONE) as studio:
        created = studio.client.post("/cc/runs", json={"seed": 4}).json()
        visitor = Visitor(created["run_id"])
        visitor.go_on(studio, lambda _: visitor.drawing(studio), studio.until)
        time.sleep(0.3)
        assert studio.stop(signal.SIGKILL) == -signal.SIGKILL
    assert last_event(tmp_path, visitor.run_id) == "job_submitted"
    with running(tmp_path, ALONE) as studio:
        run = visitor.go_on(studio, lambda run: run["module"] == ASSEMBLING, studio.until)
        wait_for_encoder(studio.process.pid)
        assert studio.stop(signal.SIGKILL) == -signal.SIGKILL
    assert last_event(tmp_path, visitor.run_id) == "interaction_answered"
    with running(tmp_path, ALONE) as studio:
        run = visitor.go_on(studio, lambda run: run["status"] in ENDED, lasting)
        assert run["status"] == "completed"
        assert studio.client.get(run["video_url"].removeprefix("/api")).headers["content-type"] == (
            "video/mp4"
        )
        events = studio.client.get(f"/cc/runs/{visitor.run_id}/events").json()
        jobs = visitor.jobs(studio)
    check(tmp_path, events, jobs)


def small_picture():
    """A picture that is quickly animated: a disc in the evening."""
    rows, columns = np.mgrid[0:426, 0:240]
    picture = np.stack([columns, rows // 2, 255 - rows // 2], axis=-1).astype(np.uint8)
    picture[(rows - 250) ** 2 + (columns - 120) ** 2 < 3600] = (40, 120, 220)
    return cv2.imencode(".png", picture)[1].tobytes()


def last_event(home, run_id):
    """What happened last, by what lies on the disk."""
    objects = stage(Settings(home=home)).objects
    last = list(walk(objects, keys.event(run_id, 0).rpartition("/")[0] + "/"))[-1]
    return json.loads(objects.get(last.key))["type"]


def check(home, events, jobs):
    """Nothing happened twice, and nothing is left over."""
    assert [event["seq"] for event in events["events"]] == list(range(1, events["last"] + 1))
    happened = Counter(
        (event["type"], event["module"], event["interaction"], event["job"])
        for event in events["events"]
    )
    assert set(happened.values()) == {1}
    assert {job["status"] for job in jobs} == {"completed"}
    assert Counter(job["module"] for job in jobs) == {
        PICTURES: 2,
        "generate_and_select_videos": 1,
        "generate_and_select_music": 1,
    }
    objects = stage(Settings(home=home)).objects
    for folder in (keys.outbox(), keys.inbox()):
        assert list(walk(objects, folder)) == []
