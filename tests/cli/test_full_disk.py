"""A disk that fills up in the middle of Render: named, nothing half-written, nothing lost."""

import json
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def small_disk(tmp_path):
    """A file system of its own that can be resized."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(*options):
        command = ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(folder)]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    if sys.platform != "linux" or not mount("size=1300k"):
        pytest.skip("only root may mount a small disk")
    yield folder, lambda: mount("remount", "size=60m")
    subprocess.run(["umount", str(folder)], check=True)


def kinora(*arguments):
    command = [sys.executable, "-m", "kinora", *map(str, arguments), "--json"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def left(folder):
    return [
        path
        for path in Path(folder).rglob("*")
        if path.suffix in {".mp4", ".part"} or ".staging/" in str(path)
    ]


def test_a_full_disk_during_render(small_disk):
    home, make_room = small_disk
    done = kinora(
        "run", "--home", home, "--prompt", "a stormy forest in the rain", "--seed", 4,
        "--duration", 4,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    (run,) = json.loads(done.stdout)["runs"]
    assert run["status"] == "FAILED"
    assert run["outcome"]["reasons"][0].startswith("StorageFull: the disk is full")
    assert left(home) == []
    make_room()
    assert run["timings"].get("Assemble") is None, "it was full too late"
    again = kinora("executions", "redrive", run["run_id"], "--home", home)
    assert again.returncode == 0, again.stderr
    (mended,) = json.loads(again.stdout)["runs"]
    assert mended["status"] == "SUCCEEDED"
    assert mended["seed"] == 4
    assert len(list((home / "objects" / "records").rglob("*.json"))) == 1
