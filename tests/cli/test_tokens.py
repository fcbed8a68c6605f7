"""kinora tokens as its user meets it."""

import json

import pytest
from typer.testing import CliRunner

from kinora.cli.main import app
from kinora.model.errors import InvalidInput, NotFound
from tests.api.access_client import Api, bearer


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


def run(home, *arguments):
    told = CliRunner().invoke(app, ["tokens", *arguments, "--home", str(home)])
    if told.exception and not isinstance(told.exception, SystemExit):
        raise told.exception
    assert told.exit_code == 0, told.output
    return told


def test_a_token_is_shown_once_and_works(home):
    told = run(home, "create", "--name", "laptop")
    text = told.stdout.strip()
    assert text.startswith("kin_")
    assert text not in run(home, "list").stdout
    assert text not in run(home, "list", "--json").stdout
    assert Api(home).get("/api/executions", headers=bearer(text)).status == 200


def test_everything_is_json_when_asked(home):
    made = json.loads(run(home, "create", "--read-only", "--days", "7", "--json").stdout)
    assert made["scope"] == "read"
    assert made["token"].startswith(f"kin_{made['id']}_")
    (listed,) = json.loads(run(home, "list", "--json").stdout)["tokens"]
    assert listed == {key: value for key, value in made.items() if key != "token"}
    assert listed["alive"] is True
    assert json.loads(run(home, "revoke", made["id"], "--json").stdout) == {"revoked": made["id"]}
    assert json.loads(run(home, "list", "--json").stdout) == {"tokens": []}


def test_a_list_for_people(home):
    made = json.loads(run(home, "create", "--name", "[red]odd", "--json").stdout)
    shown = run(home, "list").stdout
    assert made["id"] in shown
    assert "[red]odd" in shown
    assert "never" in shown


def test_a_revoked_token_lets_nobody_in(home):
    made = json.loads(run(home, "create", "--json").stdout)
    run(home, "revoke", made["id"])
    assert Api(home).get("/api/executions", headers=bearer(made["token"])).status == 401


def test_what_is_wrong_is_said(home):
    with pytest.raises(NotFound):
        run(home, "revoke", "aaaaaaaaaaaa")
    with pytest.raises(NotFound):
        run(home, "revoke", "../../etc")
    with pytest.raises(InvalidInput):
        run(home, "create", "--days", "0")
    with pytest.raises(InvalidInput):
        run(home, "create", "--name", "x" * 81)
