"""kill -9 at every state boundary of a run, restart: it ends well, with exactly one record."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kinora.bootstrap import stage
from kinora.local.client import Client
from kinora.loop import keys
from kinora.model.statement import Statement
from kinora.settings import Settings
from kinora.stores.objects import walk

HOST = Path(__file__).with_name("crashing_host.py")
RUN = "20260102T030405Z-explorer-abcdef"
STATES = "PickPrompt Interpret BuildSpec Render Assemble Extract Grow Sync".split()
BOUNDARIES = [
    *((state, f"{'Map' if state == 'Render' else 'Task'}StateEntered") for state in STATES),
    # Between a state's exit and the next one's entry nothing is called: some stand for all.
    *((state, f"{'Map' if state == 'Render' else 'Task'}StateExited") for state in STATES[3:7:3]),
    ("RenderSegment", "TaskStarted"),
    ("RenderSegment", "TaskStateExited"),
]


def resume(home):
    command = [
        sys.executable,
        "-m",
        "kinora",
        "executions",
        "resume",
        "--home",
        str(home),
        "--json",
    ]
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


@pytest.mark.parametrize(("state", "event"), BOUNDARIES, ids=lambda part: part)
def test_killed_at_a_boundary(tmp_path, state, event):
    settings = Settings(home=tmp_path / "home")
    command = [sys.executable, str(HOST), str(settings.home), state, event, RUN]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    with Client(settings.journal) as client:
        assert client.describe_execution(RUN).status == "RUNNING"
    check_one_good_run(settings, resume(settings.home))


def test_a_render_worker_killed_in_the_middle_is_retried(tmp_path):
    """The worker dies, not the host: the task fails as Runtime.ExitError and Retry mends it."""
    settings = Settings(home=tmp_path / "home")
    command = [sys.executable, "-m", "kinora", "run", "--home", str(settings.home), "--json"]
    command += ["--size", "640x360", "--seed", "5", "--duration", "6"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        encoder = wait_for_encoder(process.pid)
        worker = parent_of(encoder)
        subprocess.run(["kill", "-9", str(worker)], check=True)
        out, _ = process.communicate(timeout=120)
    run = json.loads(out)["runs"][0]
    assert run["status"] == "SUCCEEDED"
    with Client(settings.journal) as client:
        events = client.get_execution_history(run["run_id"], 1000).items
    failed = [event.details for event in events if event.type == "TaskFailed"]
    assert [details["error"] for details in failed] == ["Runtime.ExitError"]


def test_a_host_killed_while_the_encoder_runs(tmp_path):
    settings = Settings(home=tmp_path / "home")
    command = [sys.executable, "-m", "kinora", "run", "--home", str(settings.home)]
    command += ["--size", "640x360", "--seed", "5", "--duration", "8"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as host:
        encoder = wait_for_encoder(host.pid)
        time.sleep(0.3)
        host.kill()
    for _ in range(200):
        if not Path(f"/proc/{encoder}").exists():
            break
        time.sleep(0.02)
    else:
        pytest.fail("the encoder outlived its host")
    (run,) = resume(settings.home)
    assert run["status"] == "SUCCEEDED"
    ports = stage(settings)
    assert len(list(walk(ports.objects, keys.RECORDS))) == 1
    assert not list(settings.scratch_folder.glob("*"))


def wait_for_encoder(host):
    """The id of a running ffmpeg below the host."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if b"libx264" in (folder / "cmdline").read_bytes() and host in ancestors(folder):
                    return int(folder.name)
            except OSError:
                continue
        time.sleep(0.005)
    pytest.fail("no encoder was started")


def parent_of(pid):
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def ancestors(folder):
    pid, found = int(folder.name), []
    while pid > 1:
        pid = parent_of(pid)
        found.append(pid)
    return found
