"""A real studio killed while a picture is drawn, and again while the video is assembled."""

from __future__ import annotations

import signal
from collections import Counter

from kinora.bootstrap import stage
from kinora.cc import keys
from kinora.settings import Settings
from kinora.stores.objects import walk
from tests.api.studio import ENDED, running
from tests.loop.test_kill import wait_for_encoder

ASSEMBLING = "assemble_video"
WANTED = {
    "generate_and_select_images": {"count": 3},
    "generate_and_select_videos": {"count": 1, "params": {"seconds": 4}},
}


class Visitor:
    """Answers a run over HTTP, whatever it asks."""

    def __init__(self, run_id):
        self.run_id = run_id

    def run(self, studio):
        answer = studio.client.get(f"/cc/runs/{self.run_id}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def go_on(self, studio, goal):
        """Answer until ``goal`` holds of the run; the run then."""

        def there():
            run = self.run(studio)
            if goal(run):
                return run
            if run["interaction_id"] is not None:
                self.answer(studio, run["interaction_id"])
            return None

        return studio.until(there, 90)

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
        if asked["contents"]:
            return {"selected_content_id": asked["contents"][0]["content_id"]}
        if not any(job["interaction_id"] == asked["interaction_id"] for job in self.jobs(studio)):
            wanted = WANTED.get(asked["module"], {"count": 1})
            told = studio.client.post(f"{path}/sub-action", json=wanted)
            assert told.status_code == 201, told.text
        return None

    def jobs(self, studio):
        return studio.client.get(f"/cc/runs/{self.run_id}/jobs").json()["jobs"]


def test_a_studio_killed_while_it_draws_and_while_it_assembles(tmp_path):
    with running(tmp_path) as studio:
        created = studio.client.post("/cc/runs", json={"seed": 4}).json()
        visitor = Visitor(created["run_id"])
        visitor.go_on(studio, lambda _: drawing(visitor.jobs(studio)))
        assert studio.stop(signal.SIGKILL) == -signal.SIGKILL
    with running(tmp_path) as studio:
        run = visitor.go_on(studio, lambda run: run["module"] == ASSEMBLING)
        wait_for_encoder(studio.process.pid)
        assert studio.stop(signal.SIGKILL) == -signal.SIGKILL
    with running(tmp_path) as studio:
        run = visitor.go_on(studio, lambda run: run["status"] in ENDED)
        assert run["status"] == "completed"
        assert studio.client.get(run["video_url"].removeprefix("/api")).headers["content-type"] == (
            "video/mp4"
        )
        events = studio.client.get(f"/cc/runs/{visitor.run_id}/events").json()
        jobs = visitor.jobs(studio)
    check(tmp_path, events, jobs)


def drawing(jobs):
    return any(job["status"] == "running" and job["progress"] > 0 for job in jobs)


def check(home, events, jobs):
    """Nothing happened twice, and nothing is left over."""
    assert [event["seq"] for event in events["events"]] == list(range(1, events["last"] + 1))
    happened = Counter(
        (event["type"], event["module"], event["interaction"], event["job"])
        for event in events["events"]
    )
    assert set(happened.values()) == {1}
    assert {job["status"] for job in jobs} == {"completed"}
    assert len({job["interaction_id"] for job in jobs}) == len(jobs)
    objects = stage(Settings(home=home)).objects
    for folder in (keys.outbox(), keys.inbox()):
        assert list(walk(objects, folder)) == []
