"""Two homes with one bucket: what one learned the other knows; and what is told where none is."""

import json
import subprocess
import sys

import pytest

from kinora import bootstrap, settings
from kinora.cli.main import main
from kinora.loop.pick import newest_snapshot
from kinora.loop.sync import Sync, sync
from kinora.model.statement import Statement

SMALL = ["--size", "64x64", "--fps", "8", "--duration", "1"]
ENTRIES = Statement("select registry, category, key, name, count from entries order by 1, 2, 3", ())


@pytest.fixture
def place(moto, monkeypatch):
    """A bucket, named by the environment as people name it."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto.url)
    monkeypatch.setenv("KINORA_OBJECTS", f"s3://{moto.bucket()}/studio")


def home(folder):
    folder.mkdir(exist_ok=True)
    return bootstrap.stage(settings.read().model_copy(update={"home": folder}))


def test_what_one_home_learned_the_other_knows(place, tmp_path):
    command = [sys.executable, "-m", "kinora", "run", "--json", "--home", tmp_path / "one", *SMALL]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    (run,) = json.loads(done.stdout)["runs"]
    assert run["status"] == "SUCCEEDED"
    assert run["video"]["path"].startswith("s3://bucket-")
    assert not (tmp_path / "one" / "objects").exists()

    # The next run of any home begins with what is known in the bucket, before it has tables.
    one, other = home(tmp_path / "one"), home(tmp_path / "other")
    known = other.snapshot(newest_snapshot(other))
    assert (known.loop.run_count, known.loop.last_run_id) == (1, run["run_id"])
    assert other.tables().query(ENTRIES) == []
    assert sync(Sync(record=None), other).applied == 1
    learned = one.tables().query(ENTRIES)
    assert len(learned) > 30
    assert other.tables().query(ENTRIES) == learned


@pytest.mark.parametrize(
    ("variable", "value", "code", "told"),
    [
        ("KINORA_OBJECTS", "s3://nowhere", 2, "KINORA_OBJECTS: there is no bucket nowhere; "),
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:1", 1, "cannot be reached at http://127.0.0.1:1"),
        ("AWS_PROFILE", "nobody", 2, "KINORA_OBJECTS: AWS cannot be used: "),
        ("KINORA_OBJECTS", "r2://videos", 2, "KINORA_R2_ENDPOINT: needed for r2://videos; "),
    ],
)
@pytest.mark.parametrize(
    "command", [["run", *SMALL], ["studio", "--port", "0"]], ids=["run", "studio"]
)
def test_a_store_that_cannot_be_used_is_told_in_one_line_before_anything_starts(
    place, tmp_path, monkeypatch, capsys, command, variable, value, code, told
):
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setenv(variable, value)
    monkeypatch.setattr(sys, "argv", ["kinora", *command, "--home", str(tmp_path / "home")])
    with pytest.raises(SystemExit) as left:
        main()
    said = capsys.readouterr()
    assert (left.value.code, said.out, said.err.count("\n")) == (code, "", 1)
    assert said.err.startswith("error: ")
    assert told in said.err
    assert not (tmp_path / "home").exists()


def test_wrong_keys_are_told_in_one_line(rclone, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("AWS_ENDPOINT_URL", rclone.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", rclone.key)
    monkeypatch.setenv("KINORA_OBJECTS", f"s3://{rclone.bucket()}")
    monkeypatch.setattr(sys, "argv", ["kinora", "run", "--json", "--home", str(tmp_path / "home")])
    with pytest.raises(SystemExit) as left:
        main()
    said = capsys.readouterr()
    assert left.value.code == 2
    assert json.loads(said.out)["error"] == "InvalidInput"
    assert "refuses these credentials" in said.err
    assert said.err.count("\n") == 1
