"""The command line as its user meets it: promised shapes, exit codes, clear refusals."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.calling import called

SMALL = ["--size", "128x96", "--fps", "12", "--duration", "1.5"]


def kinora(*arguments, cwd=None):
    command = [sys.executable, "-m", "kinora", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd)


def answer(*arguments, by=called):
    done = by(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def refusal(*arguments, code=2, by=called):
    done = by(*arguments)
    assert done.returncode == code, done
    assert "Traceback" not in done.stderr
    assert done.stdout == "" or "--json" in arguments
    return done.stderr


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A home with two finished runs, and what was told of them."""
    home = tmp_path_factory.mktemp("cli") / "home"
    wanted = ("--prompt", "a lake at dawn", "--seed", 9, "--runs", 2, *SMALL)
    return home, answer("run", "--home", home, *wanted, by=kinora)


@pytest.fixture
def home(first):
    return first[0]


RUN_FIELDS = {
    "run_id", "execution", "status", "workflow_type", "prompt", "seed", "spec_sha256", "video",
    "discoveries", "outcome", "timings",
}  # fmt: skip
VIDEO_FIELDS = {
    "path", "width", "height", "fps", "frames", "duration_seconds", "bytes", "loudness_lufs",
}  # fmt: skip
STATES = "PickPrompt Interpret BuildSpec Render Assemble Extract Grow Sync".split()


def test_run_prints_the_promised_object(first):
    told = first[1]
    assert set(told) == {"runs"}
    run, other = told["runs"]
    assert (other["status"], other["seed"]) == ("SUCCEEDED", 10)
    assert set(run) == RUN_FIELDS
    assert (run["status"], run["prompt"], run["seed"]) == ("SUCCEEDED", "a lake at dawn", 9)
    assert run["workflow_type"] == "explorer"
    video = run["video"]
    assert set(video) == VIDEO_FIELDS
    assert (video["width"], video["height"], video["fps"], video["frames"]) == (128, 96, 12, 18)
    assert Path(video["path"]).stat().st_size == video["bytes"]
    assert set(run["discoveries"]) == {"static", "dynamic", "narrative", "new", "known"}
    assert set(run["outcome"]) == {"good", "reasons"}
    assert list(run["timings"]) == STATES


def test_runs_differ_and_people_are_told_where_to_look(home):
    done = kinora("run", "--home", home, "--seed", 77, *SMALL)
    assert done.returncode == 0
    for word in ("video.mp4", "sheet.png", "learned", "static_colors"):
        assert word in done.stdout
    assert "drawing" in done.stderr


def test_registries(home):
    listed = answer("registries", "--home", home)["registries"]
    assert listed == answer("registries", "list", "--home", home)["registries"]
    colours = next(row for row in listed if row["category"] == "static_colors")
    shown = answer("registries", "show", "static_colors", "--home", home, "--limit", 9999)[
        "entries"
    ]
    assert len(shown) == colours["entries"] > 0
    assert sum(entry["count"] for entry in shown) == colours["seen"]
    assert not any(sign.isdigit() for entry in shown for sign in entry["name"])
    assert "static_colors" in refusal("registries", "show", "nothing", "--home", home)


def test_executions(home):
    listed = answer("executions", "list", "--home", home)["executions"]
    name = listed[0]["name"]
    assert answer("executions", "show", name, "--home", home)["status"] == "SUCCEEDED"
    events = answer("executions", "history", name, "--home", home)["events"]
    assert events[0]["type"] == "ExecutionStarted"
    assert events[-1]["type"] == "ExecutionSucceeded"
    assert [event["id"] for event in events] == list(range(1, len(events) + 1))
    assert answer("executions", "resume", "--home", home) == {"runs": []}
    assert "no execution" in refusal("executions", "show", "nobody", "--home", home, code=1)
    assert "redriv" in refusal("executions", "redrive", name, "--home", home, code=1)


def test_a_spec_goes_round(tmp_path):
    spec = answer("compose", "a red desert", "--seed", 4, *SMALL)
    path = tmp_path / "spec.json"
    path.write_text(json.dumps(spec))
    one = answer("render", "--spec", path, "--out", tmp_path / "a.mp4", by=kinora)
    other = answer("render", "a red desert", "--seed", 4, *SMALL, "--out", tmp_path / "b.mp4")
    assert one["spec_sha256"] == other["spec_sha256"] == spec["sha256"]
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()
    features = answer("extract", tmp_path / "a.mp4")
    assert features["video"]["frames"] == 18
    called("render", "--spec", path, "--still", "0.5", "--out", tmp_path / "s.png")
    assert (tmp_path / "s.png").read_bytes()[:4] == b"\x89PNG"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.mp4", "b.mp4", "s.png", "spec.json"]


def test_a_contact_sheet_of_any_video(home, tmp_path):
    video = next((home / "objects" / "runs").glob("*/video.mp4"))
    told = answer("contact-sheet", video, "--out", tmp_path / "s.png")
    assert told == {"path": str(tmp_path / "s.png"), "frames": 18}
    assert (tmp_path / "s.png").read_bytes()[:4] == b"\x89PNG"
    told = refusal("contact-sheet", "pyproject.toml", "--out", tmp_path / "t.png")
    assert "not a readable video" in told
    assert [path.name for path in tmp_path.iterdir()] == ["s.png"]


def test_interpret():
    told = answer("interpret", "ocean, not calm, no rain")
    assert told["place"] == "sea"
    assert told["avoid"]["weathers"] == ["rain"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "--prompt", ""], "prompt: it is empty"),
        (["run", "--prompt", "a" * 10_000], "10,000 characters; allowed: 1 to 2,000"),
        (["run", "--prompt", "bell\x07"], "U+0007"),
        (["run", "--prompt", "海"], "Latin letters"),
        (["run", "--size", "0x0"], "width: 0 pixels"),
        (["run", "--size", "511x512"], "width: 511 pixels"),
        (["run", "--size", "3840x2162"], "height: 2162 pixels"),
        (["run", "--size", "big"], "size: 'big'"),
        (["run", "--duration", "0"], "duration: 0 seconds"),
        (["run", "--duration", "-2"], "duration: -2 seconds"),
        (["run", "--duration", "601"], "allowed: 1 to 600 seconds"),
        (["run", "--duration", "nan"], "duration: nan"),
        (["run", "--fps", "0"], "fps: 0"),
        (["run", "--runs", "0"], "runs: 0"),
        (["run", "--seed", "-1"], "seed: -1"),
        (["render"], "exactly one"),
        (["render", "a", "--out", "/no/such/folder/x.mp4"], "out: no folder"),
        (["render", "a", "--still", "99", "--out", "x.png"], "still: 99"),
        (["render", "--spec", "/no/such/spec.json"], "spec: /no/such/spec.json cannot be read"),
        (["extract", "/no/such.mp4"], "no file at /no/such.mp4"),
        (["extract", "pyproject.toml"], "pyproject.toml is not a readable video"),
        (["executions", "list", "--status", "HAPPY"], "status: 'HAPPY'"),
    ],
)
def test_bad_input_is_one_clear_message(arguments, message, tmp_path):
    told = refusal(*arguments, "--home", tmp_path / "h")
    assert message in told
    assert told.count("\n") == 1
    assert not (tmp_path / "h" / "objects").exists()


def test_refusals_are_json_where_json_was_asked_for(tmp_path):
    done = kinora("run", "--size", "1x1", "--json", "--home", tmp_path / "h")
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"] == "InvalidFormat"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("not json", "spec: spec.json is not JSON"),
        ("[]", "spec.spec: "),
        ("{}", "spec."),
        ('{"version": 1}', "spec."),
    ],
)
def test_a_broken_spec_names_the_field(tmp_path, content, message):
    path = tmp_path / "spec.json"
    path.write_text(content)
    told = refusal("render", "--spec", path, "--out", tmp_path / "x.mp4")
    assert message in told
    assert not (tmp_path / "x.mp4").exists()


def test_a_truncated_video_is_refused(home, tmp_path):
    video = next((home / "objects" / "runs").glob("*/video.mp4")).read_bytes()
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(video[: len(video) // 2])
    assert "cut.mp4" in refusal("extract", cut)


def test_a_corrupted_journal_is_named_and_kept(tmp_path):
    home = tmp_path / "h"
    home.mkdir()
    garbage = b"this is no journal " * 500
    (home / "journal.sqlite").write_bytes(garbage)
    told = refusal("run", "--home", home, *SMALL, code=1, by=kinora)
    assert "journal" in told
    assert (home / "journal.sqlite").read_bytes() == garbage
    assert "journal" in refusal("executions", "list", "--home", home, code=1)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: "{" + text, "not JSON"),
        (lambda text: text.replace('"Next": "Assemble"', '"Next": "Nowhere"'), "Nowhere"),
        (lambda text: text.replace("${RenderFunctionArn}", "${Unknown}"), "Unknown"),
        (lambda text: text.replace('"Type": "Pass"', '"Type": "Magic"'), "Magic"),
    ],
)
def test_a_malformed_state_machine_is_named(tmp_path, monkeypatch, change, message):
    project = tmp_path / "project"
    project.mkdir()
    for name in ("functions", "edge"):
        (project / name).symlink_to(Path(name).resolve())
    (project / "template.yaml").write_text(Path("template.yaml").read_text())
    (project / "statemachines").mkdir()
    definition = Path("statemachines/loop.asl.json").read_text()
    (project / "statemachines" / "loop.asl.json").write_text(change(definition))
    monkeypatch.setenv("KINORA_PROJECT", str(project))
    told = refusal("run", "--home", tmp_path / "h", *SMALL)
    assert message in told
    assert told.count("\n") == 1


def test_only_one_host_in_a_home(home, tmp_path):
    from kinora.settings import Settings
    from kinora.studio.host import host

    with host(Settings(home=home)):
        assert "already runs" in refusal("run", "--home", home, *SMALL, code=1, by=kinora)
        assert answer("executions", "list", "--home", home, by=kinora)["executions"]


def test_a_home_that_cannot_be_used_is_named(tmp_path):
    (tmp_path / "h").write_text("a file")
    told = refusal("run", "--home", tmp_path / "h", *SMALL)
    assert told.startswith("error: home: ")
    assert told.count("\n") == 1


def test_an_object_store_that_does_not_exist_is_refused_at_the_start(tmp_path, monkeypatch):
    monkeypatch.setenv("KINORA_OBJECTS", "ftp://x")
    told = refusal("run", "--home", tmp_path / "h", *SMALL)
    assert told.startswith("error: KINORA_OBJECTS: 'ftp://x'; allowed: folder, file:///")
    assert told.count("\n") == 1
    assert not (tmp_path / "h").exists()


def test_unknown_settings_are_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("KINORA_HOUSE", "x")
    told = refusal("run", *SMALL, by=kinora)
    assert "KINORA_HOUSE" in told
    assert "KINORA_HOME" in told


def test_who_stops_reading_progress_does_not_stop_the_run(tmp_path):
    command = [sys.executable, "-m", "kinora", "run", "--home", str(tmp_path / "h"), *SMALL]
    # As people have it: what could not be written stays in the buffer, and is tried again at exit.
    buffered = {name: text for name, text in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=buffered
    ) as process:
        process.stderr.readline()
        process.stderr.close()
        process.stderr = None
        out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert b"video.mp4" in out
