"""The studio as people start and stop it: Ctrl-C, kill -9, two at once, schedules by themselves."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

from kinora.bootstrap import stage
from kinora.loop import keys
from kinora.model.run_id import workflow_of
from kinora.settings import Settings
from kinora.stores.objects import walk
from tests.api.studio import running
from tests.cli.calling import called
from tests.local.machines import alive, until

FILM = {"content-type": "video/mp4"}


def kinora(*arguments):
    command = [sys.executable, "-m", "kinora", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def records(home):
    ports = stage(Settings(home=home))
    return [keys.run_of_record(info.key) for info in walk(ports.objects, keys.RECORDS)]


def below(pid):
    """Processes that descend from one, or share a home with it."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            found += [int(folder.name), *below(int(folder.name))]
    return found


def stopped_while_it_draws(home, how):
    """A job in the middle of which a studio was told to stop, and did."""
    with running(home, "--no-schedules") as studio:
        job = studio.create(f"a lake, {how.name}", duration_seconds=3)
        studio.until(lambda: studio.job(job)["state"] == "Render")
        children = below(studio.process.pid)
        assert children
        assert studio.stop(how) == 0
    until(lambda: not any(alive(pid) for pid in children))
    return job


def test_it_stops_cleanly_and_goes_on_where_it_was(tmp_path):
    """Told to by Ctrl-C, and once more by what ends services."""
    jobs = [stopped_while_it_draws(tmp_path, how) for how in (signal.SIGINT, signal.SIGTERM)]
    with running(tmp_path, "--no-schedules") as again:
        assert [again.ended(job)["status"] for job in jobs] == ["completed"] * 2
    assert sorted(records(tmp_path)) == sorted(job["id"] for job in jobs)


def test_killed_nothing_that_was_accepted_is_lost(tmp_path):
    with running(tmp_path, "--no-schedules") as studio:
        done = studio.ended(studio.create("a quiet harbour"))
        waiting = studio.create("a film of somebody", upload=True)
        jobs = [studio.create(f"a desert, number {n}", duration_seconds=2) for n in range(2)]
        studio.client.post("/loop/config", json={"delay_seconds": 77})
        rated = studio.client.post(f"/jobs/{done['id']}/feedback", json={"rating": 2})
        assert rated.status_code == 200, (rated.text, done)
        studio.until(lambda: studio.job(jobs[0])["status"] == "running")
        assert studio.stop(signal.SIGKILL) == -signal.SIGKILL
    with running(tmp_path, "--no-schedules") as again:
        assert again.client.get("/loop/config").json()["delay_seconds"] == 77
        assert again.job(waiting)["status"] == "pending"
        film = again.client.get(f"/jobs/{done['id']}/download").content
        place = f"/jobs/{waiting['id']}/upload"
        assert again.client.post(place, content=film, headers=FILM).status_code == 200
        ended = [again.ended(job)["status"] for job in [waiting, *jobs]]
        assert ended == ["completed"] * 3
    expected = sorted(job["id"] for job in [done, waiting, *jobs])
    assert sorted(records(tmp_path)) == expected
    rated = list(walk(stage(Settings(home=tmp_path)).objects, keys.ratings_of(done["id"])))
    assert len(rated) == 1


def test_a_second_studio_in_the_same_home_says_who_is_there(tmp_path):
    with running(tmp_path, "--no-schedules") as studio:
        second = kinora("studio", "--home", str(tmp_path), "--port", "0")
        assert second.returncode == 1
        assert str(studio.process.pid) in second.stderr
        port = studio.address.rpartition(":")[2]
        other = kinora("studio", "--home", str(tmp_path / "other"), "--port", port)
        assert other.returncode == 2
        assert "port" in other.stderr
        assert "Traceback" not in other.stderr


def test_the_loops_run_by_themselves_and_can_be_steered(tmp_path):
    home = ("--home", str(tmp_path))
    for options in (["--delay", "1", "--duration", "1"], ["interpretation", "--delay", "3600"]):
        assert called("loops", "set", *options, *home).returncode == 0
    with running(tmp_path) as studio:

        def runs():
            found = studio.client.get("/executions", params={"limit": 1000}).json()["executions"]
            return [each for each in found if workflow_of(each["name"])]

        studio.until(
            lambda: {"explorer", "exploiter", "main"} <= {workflow_of(r["name"]) for r in runs()}
        )
        time.sleep(2)
        going = [workflow_of(r["name"]) for r in runs() if r["status"] == "RUNNING"]
        assert len(set(going)) == len(going), "two runs of one type at once"
        told = json.loads(called("loops", "disable", *home, "--json").stdout)
        assert not any(row["enabled"] for row in told["workflows"])
        studio.until(lambda: not [r for r in runs() if r["status"] == "RUNNING"], 60)
        count = len(runs())
        time.sleep(2)
        assert len(runs()) == count
        status = studio.client.get("/loop/status").json()
        assert status["run_count"] >= 1
        assert {schedule["enabled"] for schedule in status["schedules"]} == {False}
        answer = studio.client.post("/loop/config", json={"enabled": True}).json()
        assert answer["effective"]["explorer"]["enabled"] is True
        studio.until(lambda: len(runs()) > count)


def test_loops_refuses_what_cannot_be_set(tmp_path):
    home = ("--home", str(tmp_path))
    assert called("loops", "set", *home).returncode == 2
    for options in (
        ["--delay", "-1"],
        ["--exploit-ratio", "2"],
        ["--duration", "0.2"],
        ["nobody", "--delay", "3"],
    ):
        done = called("loops", "set", *options, *home)
        assert done.returncode == 2, options
        assert "Traceback" not in done.stderr
    assert not (tmp_path / "objects").exists()
    shown = called("loops", "status", *home)
    assert shown.returncode == 0
    assert "explorer" in shown.stdout
    assert list(tmp_path.iterdir()) == []
