"""The power goes: what was there is there again, and what was under way ends well, once."""

from __future__ import annotations

import signal

import pytest

from tests.api.cc.pictures import encoded, meadow
from tests.api.cc.walker import Walker
from tests.api.studio import start

IMAGES = "generate_and_select_images"
DRAFT = {"draft": {"selected_indices": [3], "note": "this one?"}}


class Home:
    """A home whose studio is killed now and then."""

    def __init__(self, folder):
        self.folder, self.studio, self.walkers = folder, start(folder, "--no-schedules"), []

    def walker(self):
        self.walkers.append(Walker(self.studio))
        return self.walkers[-1]

    def kill(self):
        self.studio.stop(signal.SIGKILL)
        self.studio = start(self.folder, "--no-schedules")
        for walker in self.walkers:
            walker.studio, walker.client = self.studio, self.studio.client


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home")
    yield home
    home.studio.stop()


def seen(walker, question):
    """All that a person sees of a run at a question."""
    client = walker.client
    return {
        "run": walker.get(),
        "question": walker.get(f"/interactions/{question['interaction_id']}"),
        "draft": walker.get(walker.path(question, "draft")),
        "jobs": walker.get("/jobs"),
        "events": walker.events(),
        "costs": walker.get("/costs"),
        "inbox": client.get("/cc/interactions").json(),
        "list": client.get("/cc/runs").json(),
    }


def test_what_was_there_is_there_again(home):
    walker = home.walker()
    question = walker.until(IMAGES)
    walker.bring(question, encoded(meadow(), "PNG"))
    address = f"{walker.at}{walker.path(question, 'draft')}"
    assert walker.client.put(address, json=DRAFT).status_code == 200
    before = seen(walker, question)
    assert before["draft"] == DRAFT
    assert [line["run_id"] for line in before["inbox"]["pending"]] == [walker.run_id]
    home.kill()
    assert seen(walker, question) == before
    walker.simply(walker.asked(IMAGES))
    walker.asked("select_motion_elements")


def test_a_job_that_was_under_way_ends_well_and_once(home):
    walker = home.walker()
    question = walker.until(IMAGES)
    job = walker.done(walker.path(question, "sub-action"), {"count": 1, "seed": 5})
    walker.studio.until(lambda: walker.get("/jobs")["jobs"][0]["status"] == "running")
    home.kill()
    ended = walker.ended(job)
    assert (ended["status"], ended["error"], ended["progress"]) == ("completed", None, 1)
    assert len(ended["contents"]) == 1
    assert [each["job_id"] for each in walker.get("/jobs")["jobs"]] == [job["job_id"]]
    question = walker.asked(IMAGES)
    assert [c["content_id"] for c in question["contents"]] == [ended["contents"][0]["content_id"]]
    types = [event["type"] for event in walker.events() if event["job"] == job["job_id"]]
    assert types == ["job_requested", "job_handed_in", "job_submitted", "job_completed"]
    stored = list((home.folder / "objects" / "cc" / "contents").iterdir())
    assert len(stored) == 1
    more = walker.generate(question, like=ended["contents"][0]["content_id"])
    assert more["request"]["like"]["seed"] == ended["contents"][0]["seed"]
    assert more["contents"][0]["sha256"] != ended["contents"][0]["sha256"]


def test_a_video_that_was_being_put_together_is_finished(home):
    walker = home.walker()
    walker.bring(walker.until(IMAGES), encoded(meadow(), "PNG"))
    walker.simply(walker.until("choose_finish"))
    walker.studio.until(lambda: walker.get()["module"] == "assemble_video")
    home.kill()
    end = walker.finish()
    types = [event["type"] for event in walker.events() if event["module"] == "assemble_video"]
    assert types == ["module_completed"]
    assert walker.client.get(end["video_url"].removeprefix("/api")).status_code == 200
    assert [event["type"] for event in walker.events()].count("run_completed") == 1
