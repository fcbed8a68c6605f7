"""kill -9 at every state boundary of a run, restart: it ends well, with exactly one record."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from kinora.bootstrap import stage
from kinora.local.client import Client
from kinora.loop import keys
from kinora.model.statement import Statement
from kinora.settings import Settings
from kinora.stores.objects import walk

KINORA = [sys.executable, "-m", "kinora"]
SMALL = ["--size", "320x180", "--seed", "5", "--duration", "3"]
HOST = Path(__file__).with_name("crashing_host.py")
RUN = "20260102T030405Z-explorer-abcdef"
STATES = "PickPrompt Interpret BuildSpec Render Assemble Extract Grow Sync".split()
BOUNDARIES = [
    *("PickPrompt:TaskStateEntered", "Interpret:TaskStateEntered", "BuildSpec:TaskStateEntered"),
    *("Render:MapStateEntered", "RenderSegment:TaskStarted", "RenderSegment:TaskStateExited"),
    # Between a state's exit and the next one's entry nothing is called: some stand for all.
    *("Render:MapStateExited", "Assemble:TaskStateEntered", "Extract:TaskStateEntered"),
    *("Grow:TaskStateEntered", "Grow:TaskStateExited", "Sync:TaskStateEntered"),
]
"""In the order in which a run comes to them."""


def resume(home):
    command = [*KINORA, "executions", "resume", "--home", str(home), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["runs"]


def check_one_good_run(settings, runs):
    assert [run["status"] for run in runs] == ["SUCCEEDED"]
    ports = stage(settings)
    assert [info.key for info in walk(ports.objects, keys.RECORDS)] == [
        keys.record(RUN, time.strftime("%Y-%m-%d", time.gmtime()))
    ]
    applied = ports.tables().query(Statement("select run_id from runs"))
    assert applied == [{"run_id": RUN}]
    ports.tables().close()
    assert not list((settings.object_folder / ".staging").iterdir())


def test_killed_at_every_boundary(tmp_path):
    """One run, whose host dies at each boundary in turn: the next one takes it up right there."""
    settings = Settings(home=tmp_path / "home")
    command = [sys.executable, str(HOST), str(settings.home), RUN, *BOUNDARIES]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    killed = dict(zip(BOUNDARIES, json.loads(done.stdout), strict=False))
    assert killed == dict.fromkeys(BOUNDARIES, -signal.SIGKILL), done.stderr.decode()
    with Client(settings.journal) as client:
        assert client.describe_execution(RUN).status == "RUNNING"
        before = client.get_execution_history(RUN, 1000).items
    assert before[-1].state == "Sync"
    check_one_good_run(settings, resume(settings.home))
    with Client(settings.journal) as client:
        events = client.get_execution_history(RUN, 1000).items
    assert events[: len(before)] == before
    entered = Counter(event.state for event in events if event.type.endswith("StateEntered"))
    segments = entered.pop("RenderSegment")
    assert segments == 2
    assert set(entered.values()) == {1}, "what was done is not done again"


def test_a_render_worker_killed_in_the_middle_is_retried(tmp_path):
    """The worker dies, not the host: the task fails as Runtime.ExitError and Retry mends it."""
    settings = Settings(home=tmp_path / "home")
    command = [*KINORA, "run", "--home", str(settings.home), "--json", *SMALL]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        encoder = stopped_encoder(process.pid)
        os.kill(parent_of(encoder), signal.SIGKILL)
        out, _ = process.communicate(timeout=120)
    assert ended(encoder), "the encoder outlived its worker"
    run = json.loads(out)["runs"][0]
    assert run["status"] == "SUCCEEDED"
    with Client(settings.journal) as client:
        events = client.get_execution_history(run["run_id"], 1000).items
    failed = [event.details for event in events if event.type == "TaskFailed"]
    assert [details["error"] for details in failed] == ["Runtime.ExitError"]


def test_a_host_killed_while_the_encoder_runs(tmp_path):
    settings = Settings(home=tmp_path / "home")
    command = [*KINORA, "run", "--home", str(settings.home), *SMALL]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as host:
        encoder = stopped_encoder(host.pid)
        host.kill()
    assert ended(encoder), "the encoder outlived its host"
    (run,) = resume(settings.home)
    assert run["status"] == "SUCCEEDED"
    ports = stage(settings)
    assert len(list(walk(ports.objects, keys.RECORDS))) == 1
    assert not list(settings.scratch_folder.glob("*"))


def stopped_encoder(host):
    """The id of an ffmpeg below the host, held where it is: neither done nor ended by itself."""
    encoder = wait_for_encoder(host)
    os.kill(encoder, signal.SIGSTOP)
    return encoder


def ended(pid):
    for _ in range(200):
        if not Path(f"/proc/{pid}").exists():
            return True
        time.sleep(0.02)
    os.kill(pid, signal.SIGKILL)
    return False


def wait_for_encoder(host):
    """The id of a running ffmpeg below the host."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        for pid in below(host):
            with suppress(OSError):
                if b"libx264" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    return pid
        time.sleep(0.01)
    pytest.fail("no encoder was started")


def below(pid):
    """The ids of all processes that a process has started, and of those that these have."""
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            started = children.read_text().split()
        except OSError:  # it has ended
            continue
        for child in map(int, started):
            yield child
            yield from below(child)


def parent_of(pid):
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
