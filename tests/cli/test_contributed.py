"""An entry that another program found first, as people meet it."""

import json
from datetime import UTC, datetime

from typer.testing import CliRunner

from kinora.bootstrap import stage
from kinora.cli import main as cli
from kinora.loop.contribute import Seen, contribute, observations_of
from kinora.settings import Settings


def run(*arguments):
    done = CliRunner().invoke(cli.app, [*map(str, arguments)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_who_contributed_it_is_told(tmp_path):
    ports = stage(Settings(home=tmp_path))
    seen = observations_of({"camera": [Seen({"kind": "pan_left", "speed": 0.1}, 3)]}, {})
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    done = contribute(seen, "their-7", moment, "000001", ports, ports.tables())
    ports.tables().close()
    reference = f"camera/{seen[0].key}"
    told = json.loads(run("registries", "show", reference, "--home", tmp_path, "--json"))
    assert told["first_run"] == told["last_run"]
    assert told["first_run"]["contribution"] == done.id
    shown = run("registries", "show", reference, "--home", tmp_path)
    assert f"found in the contribution {done.id} for the job their-7" in shown
    assert "3 times in 0 runs" in shown
