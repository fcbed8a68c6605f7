"""The registries and ratings as people and scripts meet them."""

import csv
import io
import json
import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kinora.bootstrap import stage
from kinora.cli import main as cli
from kinora.cli.bars import bar, curve
from kinora.cli.registry_export import _cell
from kinora.loop import keys
from kinora.loop.folding.catch_up import catch_up
from kinora.loop.publish import publish
from kinora.model.errors import KinoraError
from kinora.model.spec import Learned
from kinora.settings import Settings
from tests.registry.histories import observation, record


def run(*arguments):
    """Standard output of a command in this process; its error is raised."""
    done = CliRunner().invoke(cli.app, [*map(str, arguments)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def answer(*arguments):
    return json.loads(run(*arguments, "--json"))


def colour(key, count):
    value = {"colour": "#1f6b70", "lightness": 0.5, "chroma": 0.1, "hue": 200.0}
    return observation(key, count, category="static_colors", registry="static", value=value)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Three runs of today: the second used what the first found; the third is not good."""
    home = tmp_path_factory.mktemp("registries") / "home"
    ports = stage(Settings(home=home))
    note = Learned(
        registry="static", category="static_colors", key="001",
        name="Name Of Static_Colors aab", used_for="palette",
    )  # fmt: skip
    told = [
        record(1, [colour("001", 9), colour("002", 1), observation("003", 2)]),
        record(2, [colour("001", 3), observation("004", 1)], learned=(note,)),
        record(3, [colour("005", 40)], good=False),
    ]
    for one in told:
        today = one.model_copy(update={"started_at": f"{datetime.now(UTC):%Y-%m-%d}T00:00:00Z"})
        ports.objects.put(keys.record(today.run_id, today.started_at), today.canonical())
    catch_up(ports, ports.tables())
    publish(ports, ports.tables())
    ports.tables().close()
    return home


def test_categories_tell_entries_and_coverage(home):
    rows = {row["category"]: row for row in answer("registries", "--home", home)["registries"]}
    assert rows == {
        row["category"]: row for row in answer("registries", "show", "--home", home)["registries"]
    }
    colours = rows["static_colors"]
    assert (colours["entries"], colours["seen"], colours["good"]) == (3, 53, 13)
    assert colours["coverage"] == pytest.approx(3 / colours["cells"], abs=1e-6)
    assert rows["mood"]["cells"] is None
    assert "static_colors" in run("registries", "--home", home)


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("count", ["005", "001", "002"]),
        ("name", ["001", "002", "005"]),
        ("newest", ["005", "001", "002"]),
        ("weight", ["001", "005", "002"]),
    ],
)
def test_entries_come_in_the_order_asked_for(home, sort, order):
    told = answer("registries", "show", "static_colors", "--sort", sort, "--home", home)["entries"]
    assert [entry["key"] for entry in told] == order
    weights = [entry["weight"] for entry in told]
    assert sort != "weight" or weights == sorted(weights, reverse=True)
    assert "#1f6b70" in run("registries", "show", "static_colors", "--sort", sort, "--home", home)


@pytest.mark.parametrize(
    "reference",
    ["static_colors/001", "static_colors/Name Of Static_colors Aab", "name of static_colors aab"],
)
def test_one_entry_has_its_lineage(home, reference, monkeypatch):
    ports = stage(Settings(home=home))
    with sqlite3.connect(home / "registry.sqlite") as tables:
        tables.execute("update entries set name = 'Name Of Static_colors Aab' where key = '001'")
    tables.close()
    told = answer("registries", "show", reference, "--home", home)
    assert (told["count"], told["runs"], told["good"], told["key"]) == (12, 2, 12, "001")
    first, second = record(1, []), record(2, [])
    assert told["first_run"]["run_id"] == first.run_id
    assert told["last_run"]["run_id"] == second.run_id
    assert told["first_run"]["outcome"] == {"good": True, "reasons": ["r"]}
    (use,) = told["used_by"]
    assert told["specs"] == 1
    assert (use["run_id"], use["used_for"], use["prompt"]) == (second.run_id, "palette", "prompt 2")
    assert use["video"] == str(home / "objects" / second.video.key)
    shown = run("registries", "show", reference, "--home", home)
    for word in ("100% gentle", "12 times in 2 runs", "used by 1 spec", use["video"], "palette"):
        assert word in shown
    ports.tables().close()


@pytest.mark.parametrize("reference", ["nothing", "static_colors/nothing", "nothing/001"])
def test_what_is_not_there_is_said(home, reference):
    with pytest.raises(KinoraError, match="no category|no entry"):
        run("registries", "show", reference, "--home", home)


def test_stats(home):
    told = answer("registries", "stats", "--home", home)
    assert (told["runs"], told["good_runs"], told["ratings"]) == (3, 2, 0)
    assert (told["entries"], told["observations"]) == (5, 56)
    assert len(told["growth"]) == 14
    assert told["growth"][-1] == {"day": f"{datetime.now(UTC):%Y-%m-%d}", "new": 5}
    assert sum(day["new"] for day in told["growth"]) == 5
    assert told["repetition"] == 1.0
    assert told["primitives"] > 60
    row = next(row for row in told["categories"] if row["category"] == "static_colors")
    assert row["primitives"] >= 60
    shown = run("registries", "stats", "--home", home)
    assert "▁▁▁▁▁▁▁▁▁▁▁▁▁█" in shown


def test_repetition_is_the_share_of_the_twenty_most_frequent(tmp_path):
    ports = stage(Settings(home=tmp_path))
    counts = range(1, 41)
    one = record(1, [colour(f"{n:03d}", n) for n in counts])
    ports.objects.put(keys.record(one.run_id, one.started_at), one.canonical())
    catch_up(ports, ports.tables())
    ports.tables().close()
    told = answer("registries", "stats", "--home", tmp_path)
    assert told["repetition"] == pytest.approx(sum(range(21, 41)) / sum(counts), abs=1e-4)


def rows_of(home):
    with sqlite3.connect(home / "registry.sqlite") as tables:
        tables.row_factory = sqlite3.Row
        found = [dict(row) for row in tables.execute("select * from entries order by 1, 2, 3")]
    tables.close()
    for row in found:
        row.pop("spread")
        row.update(value=json.loads(row["value"]), depth=json.loads(row["depth"]))
    return found


@pytest.mark.parametrize("page", [1, 2, 2000])
def test_json_goes_round(home, tmp_path, monkeypatch, page):
    monkeypatch.setattr("kinora.registry.export.PAGE", page)
    assert json.loads(run("registries", "export", "--home", home))["entries"] == rows_of(home)
    out = tmp_path / "x.json"
    assert run("registries", "export", "--home", home, "--out", out) == ""
    assert json.loads(out.read_text())["entries"] == rows_of(home)
    assert [path.name for path in tmp_path.iterdir()] == ["x.json"]


def test_csv_goes_round(home):
    told = run(
        "registries", "export", "--format", "csv", "--category", "static_colors", "--home", home
    )
    found = list(csv.DictReader(io.StringIO(told)))
    for row in found:
        row.update({field: json.loads(row[field]) for field in ("value", "depth")})
        row.update({field: int(row[field]) for field in ("count", "runs", "good")})
    assert found == [row for row in rows_of(home) if row["category"] == "static_colors"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum(a1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(text):
    assert _cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["a=1", "12-3", "", 5])
def test_other_cells_stay(value):
    assert _cell(value) == value


def test_an_export_is_refused_clearly(home):
    with pytest.raises(KinoraError, match="category: no category 'x'"):
        run("registries", "export", "--category", "x", "--home", home)
    with pytest.raises(KinoraError, match="out: no folder"):
        run("registries", "export", "--out", "/no/such/x.json", "--home", home)


def test_who_stops_reading_an_export_ends_it_quietly(home):
    import subprocess

    command = [sys.executable, "-m", "kinora", "registries", "export", "--home", str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        process.stdout = None
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, b"")


def test_a_home_without_tables_is_empty_and_stays_so(tmp_path):
    for arguments in (["registries"], ["registries", "show", "motion"], ["registries", "stats"]):
        answer(*arguments, "--home", tmp_path / "h")
        run(*arguments, "--home", tmp_path / "h")
    told = json.loads(run("registries", "export", "--home", tmp_path / "h"))
    assert told == {"entries": []}
    assert not (tmp_path / "h").exists()


def test_an_older_home_is_read_without_harm(tmp_path):
    with sqlite3.connect(tmp_path / "registry.sqlite") as tables:
        tables.executescript(Path("edge/migrations/0001_registries.sql").read_text())
        tables.execute("create table d1_migrations(id integer primary key, name text unique)")
        tables.execute("insert into d1_migrations(name) values ('0001_registries.sql')")
    tables.close()
    assert answer("registries", "stats", "--home", tmp_path)["entries"] == 0


def test_rating(home, tmp_path):
    run_id = record(3, []).run_id
    told = answer("rate", run_id, 2, "--home", home)
    assert told["outcome"] == {"good": True, "reasons": ["rated good by a person", "measured: r"]}
    assert (told["changed"], told["measured"]["good"], told["rating"]) == (True, False, 2)
    shown = answer("registries", "show", "static_colors/005", "--home", home)
    assert (shown["good"], shown["count"]) == (40, 40)
    assert shown["first_run"]["outcome"]["reasons"][0] == "rated good by a person"
    assert "not good: rated not good by a person; measured: r" in run(
        "rate", run_id, 1, "--home", home
    )
    shown = answer("registries", "show", "static_colors/005", "--home", home)
    assert shown["good"] == 0
    assert answer("registries", "stats", "--home", home)["ratings"] == 2


@pytest.mark.parametrize("rating", ["0", "3", "good", "1.0", ""])
def test_other_ratings_are_refused(home, rating):
    with pytest.raises(KinoraError, match=r"rating: .*; allowed: 1 \(not good\) or 2 \(good\)"):
        run("rate", record(3, []).run_id, rating, "--home", home)


def test_a_run_that_is_not_there_cannot_be_rated(tmp_path):
    with pytest.raises(KinoraError, match="run_id: no run 'x' has been recorded"):
        run("rate", "x", "2", "--home", tmp_path / "h")
    assert not (tmp_path / "h").exists()


def test_bars():
    assert bar(0.0, 4) == "····"
    assert bar(1.0, 4) == "████"
    assert bar(0.5, 4) == "██··"
    assert bar(0.00001, 4) == "▏···"
    assert curve([0, 1, 2]) == "▁▅█"
    assert curve([0, 0]) == "▁▁"
