"""Jobs through the API of a real studio: made, listed, rated, cancelled."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kinora.bootstrap import stage
from kinora.loop.pick import newest_snapshot
from kinora.settings import Settings
from tests.api.studio import SMALL


def test_a_prompt_becomes_a_video(studio, made):
    assert made["prompt"] == "a quiet harbour at sunset"
    assert (made["workflow_type"], made["upload"], made["error"]) == ("web", False, None)
    assert made["video"]["format"]["width"] == 96
    assert made["outcome"]["reasons"]
    video = studio.client.get(made["download_url"].removeprefix("/api"))
    assert video.content == (studio.home / "objects" / made["video"]["key"]).read_bytes()
    assert video.content[4:8] == b"ftyp"


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"prompt": ""}, "prompt"),
        ({"prompt": "x" * 2001}, "prompt"),
        ({"prompt": "12 34"}, "Latin"),
        ({"prompt": "a\u0000b lake"}, "control"),
        ({"duration_seconds": 0.5}, "duration"),
        ({"duration_seconds": 601}, "duration"),
        ({"duration_seconds": "long"}, "duration"),
        ({"width": 97}, "width"),
        ({"fps": 61}, "fps"),
        ({"workflow_type": "interpretation"}, "workflow_type"),
        ({"seed": -1}, "seed"),
        ({"colour": "red"}, "colour"),
    ],
    ids=lambda part: str(part)[:24],
)
def test_what_cannot_be_made_is_refused_by_name(studio, fields, named):
    before = studio.client.get("/executions").json()["executions"]
    answer = studio.client.post("/jobs", json={"prompt": "a lake", **SMALL, **fields})
    assert answer.status_code == 422
    told = answer.json()
    assert set(told) == {"error", "details"}
    assert named in told["details"]
    assert studio.client.get("/executions").json()["executions"] == before


def test_lists_by_state_and_type_and_in_pages(studio, made):
    other = studio.ended(studio.create("a red desert", workflow_type="explorer"))
    everything = studio.client.get("/jobs", params={"limit": 100}).json()["jobs"]
    ids = [job["id"] for job in everything]
    assert ids == sorted(ids, reverse=True) or len(set(ids)) == len(ids)
    explorers = studio.client.get("/jobs", params={"workflow_type": "explorer"}).json()["jobs"]
    assert other["id"] in {job["id"] for job in explorers}
    assert {job["workflow_type"] for job in explorers} == {"explorer"}
    completed = studio.client.get("/jobs", params={"status": "completed"}).json()["jobs"]
    assert {job["status"] for job in completed} == {"completed"}
    paged, cursor = [], None
    while True:
        params = {"limit": 1} | ({"cursor": cursor} if cursor else {})
        page = studio.client.get("/jobs", params=params).json()
        paged += [job["id"] for job in page["jobs"]]
        cursor = page["cursor"]
        if cursor is None:
            break
    assert paged == ids
    assert studio.client.get("/jobs", params={"cursor": "odd"}).status_code == 422
    assert studio.client.get("/jobs", params={"limit": 101}).status_code == 422
    assert studio.client.get("/jobs", params={"status": "lost"}).status_code == 422


@pytest.mark.parametrize(
    "job", ["nothing", "20260101T000000Z-web-abcdef", "..%2f..%2fconfig", "%00", "a" * 300]
)
def test_a_job_that_is_not_there(studio, job):
    for method, path in (
        ("GET", ""),
        ("POST", "/cancel"),
        ("GET", "/download"),
        ("GET", "/poster"),
    ):
        answer = studio.client.request(method, f"/jobs/{job}{path}")
        assert answer.status_code in {404, 422}, answer.text
        assert set(answer.json()) == {"error", "details"}


def test_a_rating_reaches_the_next_snapshot(studio, made):
    ports = stage(Settings(home=studio.home))
    measured = made["outcome"]["good"]
    rating = 1 if measured else 2
    told = studio.client.post(f"/jobs/{made['id']}/feedback", json={"rating": rating}).json()
    assert told["changed"] is True
    assert told["outcome"]["good"] is not measured

    def published():
        loop = ports.snapshot(newest_snapshot(ports)).loop
        return (made["prompt"] in loop.good_prompts) is not measured

    studio.until(published)
    again = studio.client.post(f"/jobs/{made['id']}/feedback", json={"rating": rating}).json()
    assert again["changed"] is False
    for wrong in ({"rating": 3}, {"rating": "good"}, {}, {"rating": 1, "more": 1}):
        assert studio.client.post(f"/jobs/{made['id']}/feedback", json=wrong).status_code == 422


def test_cancelling_kills_what_runs_and_stays_so(studio, made):
    job = studio.create("a storm", duration_seconds=30, width=640, height=360, fps=24)
    studio.until(lambda: studio.job(job)["state"] == "Render")
    cancelled = studio.client.post(f"/jobs/{job['id']}/cancel").json()
    assert (cancelled["status"], cancelled["error"]["error"]) == ("cancelled", "Cancelled")
    assert studio.client.post(f"/jobs/{job['id']}/cancel").json()["status"] == "cancelled"
    assert studio.client.post(f"/jobs/{job['id']}/feedback", json={"rating": 2}).status_code == 409
    assert studio.client.post(f"/jobs/{made['id']}/cancel").status_code == 409
    studio.until(lambda: not _encoders(studio))


def test_a_cancelled_job_can_be_redriven(studio):
    job = studio.create("a meadow", upload=True)
    studio.until(lambda: studio.job(job)["state"] == "AwaitUpload")
    studio.client.post(f"/jobs/{job['id']}/cancel")
    assert studio.client.post(f"/executions/{job['id']}/redrive").json()["status"] == "RUNNING"
    assert studio.client.post(f"/executions/{job['id']}/redrive").status_code == 409
    assert studio.client.post(f"/executions/{job['id']}/stop").json()["status"] == "ABORTED"


def test_executions_with_their_history(studio, made):
    whole = studio.client.get(f"/executions/{made['id']}").json()
    assert (whole["status"], whole["machine"], whole["current"]) == ("SUCCEEDED", "LoopMachine", [])
    events = studio.client.get(f"/executions/{made['id']}/history", params={"limit": 1000}).json()
    assert events["events"][0]["type"] == "ExecutionStarted"
    newest = studio.client.get(
        f"/executions/{made['id']}/history", params={"limit": 1, "reverse": True}
    ).json()
    assert newest["events"][0]["type"] == "ExecutionSucceeded"
    page = studio.client.get("/executions", params={"machine": "LoopMachine", "limit": 1}).json()
    assert len(page["executions"]) == 1
    assert studio.client.get("/executions", params={"machine": "Nothing"}).status_code == 422


def test_progress_and_diagnostics_tell_of_the_last_jobs(studio, made):
    told = studio.client.get("/loop/progress", params={"last": 5}).json()
    assert told["precision_pct"] == 100.0
    assert told["last"] >= 1
    jobs = studio.client.get("/loop/diagnostics").json()["jobs"]
    mine = next(job for job in jobs if job["job_id"] == made["id"])
    assert (mine["learned"], mine["hint"]) == (True, None)
    assert mine["new"] > 0


def test_the_command_line_sees_the_same(studio, made):
    command = [sys.executable, "-m", "kinora", "executions", "show", made["id"], "--json"]
    command += ["--home", str(studio.home)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["status"] == "SUCCEEDED"


def _encoders(studio):
    """Encoders that write below the studio's home."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if b"libx264" in command and str(studio.home).encode() in command:
            found.append(folder.name)
    return found
