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


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("restart") / "home")
    yield home
    home.studio.stop()


def seen(walker, question):
    """All that a person sees of a run at a question."""
    lists = [walker.client.get(path).json() for path in ("/cc/interactions", "/cc/runs")]
    lines = [*lists[0]["pending"], *lists[1]["runs"]]
    return {
        "run": walker.get(),
        "question": walker.get(f"/interactions/{question['interaction_id']}"),
        "draft": walker.get(walker.path(question, "draft")),
        "jobs": walker.get("/jobs"),
        "events": walker.events(),
        "costs": walker.get("/costs"),
        "listed": [line for line in lines if line["run_id"] == walker.run_id],
    }


def at_rest(home):
    """A run at the choice of a picture, with one to choose and a draft."""
    walker = home.walker()
    question = walker.until(IMAGES)
    walker.bring(question, encoded(meadow(), "PNG"))
    address = f"{walker.at}{walker.path(question, 'draft')}"
    assert walker.client.put(address, json=DRAFT).status_code == 200
    return walker, question


def at_work(home):
    """A run whose picture is being drawn, and the job."""
    walker = home.walker()
    question = walker.until(IMAGES)
    job = walker.done(walker.path(question, "sub-action"), {"count": 1, "seed": 5})
    walker.studio.until(lambda: walker.get("/jobs")["jobs"][0]["status"] == "running")
    return walker, job


def test_what_was_there_is_there_again_and_what_was_under_way_ends_well(home):
    resting, question = at_rest(home)
    before = seen(resting, question)
    assert before["draft"] == DRAFT
    assert len(before["listed"]) == 2
    working, job = at_work(home)
    home.kill()
    assert seen(resting, question) == before
    ended_once(working, job)
    resting.simply(resting.asked(IMAGES))
    resting.asked("select_motion_elements")
    stored = list((home.folder / "objects" / "cc" / "contents").iterdir())
    assert len(stored) == 2  # one that was brought, one that was drawn


def ended_once(walker, job):
    ended = walker.ended(job)
    assert (ended["status"], ended["error"], ended["progress"]) == ("completed", None, 1)
    assert [each["job_id"] for each in walker.get("/jobs")["jobs"]] == [job["job_id"]]
    offered = [content["content_id"] for content in walker.asked(IMAGES)["contents"]]
    assert offered == [content["content_id"] for content in ended["contents"]]
    assert len(offered) == 1
    types = [event["type"] for event in walker.events() if event["job"] == job["job_id"]]
    assert types == ["job_requested", "job_handed_in", "job_submitted", "job_completed"]


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
