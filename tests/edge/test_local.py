"""The edge on one machine: it keeps what it is given, and never outlives who started it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.edge.host import ADMIN_TOKEN, EDGE, running

HEADERS = {"authorization": f"Bearer {ADMIN_TOKEN}"}
VALUE = "/client/v4/accounts/a/storage/kv/namespaces/kinora/values/snapshots%2Fkept"
STARTER = """
import time
from tests.edge.host import running
with running() as edge:
    print(edge.pid, edge.workerd, flush=True)
    time.sleep(60)
"""


def alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.usefixtures("edge")
def test_it_ends_when_the_process_that_started_it_is_killed(tmp_path):
    said = (tmp_path / "said").open("w+")
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER],
        stdout=subprocess.PIPE,
        stderr=said,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    pids = []
    try:
        pids = [int(pid) for pid in starter.stdout.readline().split()]
        assert len(pids) == 2, (tmp_path / "said").read_text()
        assert all(pids)
        assert all(map(alive, pids))
        starter.send_signal(signal.SIGKILL)
        limit = time.monotonic() + 10
        while any(map(alive, pids)) and time.monotonic() < limit:
            time.sleep(0.05)
        assert not any(map(alive, pids))
    finally:
        starter.kill()
        starter.wait()
        starter.stdout.close()
        said.close()
        for pid in filter(alive, pids):
            os.kill(pid, signal.SIGKILL)


@pytest.mark.usefixtures("edge")
def test_it_is_heard_on_loopback_alone():
    command = ["node", str(EDGE / "local.mjs"), "--host", "0.0.0.0"]
    outside = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert outside.returncode != 0
    assert b"loopback" in outside.stderr


@pytest.mark.usefixtures("edge")
def test_what_is_in_its_folder_outlives_it_and_without_tokens_nobody_is_let_in(tmp_path):
    with running(tmp_path) as first:
        httpx.put(first.url + VALUE, content=b"1", headers=HEADERS).raise_for_status()
    bare = {name: value for name, value in os.environ.items() if "TOKEN" not in name}
    with running(tmp_path, tokens=False, env=bare) as second:
        assert httpx.get(f"{second.url}/snapshots/kept.json").content == b"1"
        for token in ("undefined", "null", '""', ADMIN_TOKEN):
            headers = {"authorization": f"Bearer {token}"}
            assert httpx.get(second.url + VALUE, headers=headers).status_code == 403
    assert {path.name for path in tmp_path.iterdir()} >= {"kv"}
