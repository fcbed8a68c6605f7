"""The edge is down: runs go on, and what they leave is brought there when it is back."""

import random
import socket
import time
from datetime import UTC, datetime

import pytest

from kinora.control.executions import LOOP
from kinora.edge.lag import lag
from kinora.edge.verify import verify
from kinora.model.statement import Statement
from kinora.settings import Settings
from kinora.studio import drainer
from kinora.studio.host import host
from tests.edge.host import TOKEN
from tests.edge.rough_line import RoughLine
from tests.edge.test_drain import tables_at

TINY = {"width": 64, "height": 64, "fps": 8, "duration_seconds": 1.0, "quality": "draft"}
PATIENCE = 240
"""Seconds for what takes one or two: those who draw give way to whatever else is running."""
COUNT = Statement("select count(*) as n from runs")
VIDEOS = Statement("select count(video) as n from media")


@pytest.fixture
def port():
    """One on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


@pytest.fixture
def settings(tmp_path, port):
    url = f"http://127.0.0.1:{port}"
    return Settings(home=tmp_path / "home", edge="cloudflare", edge_url=url, edge_token=TOKEN)


def made(engine, *numbers):
    """Whole runs, one after another."""
    for number in numbers:
        request = {**TINY, "workflow_type": "explorer", "seed": number}
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-explorer-{number:06x}"
        view = engine.wait(engine.start_execution(LOOP, request, name), PATIENCE)
        assert view.status == "SUCCEEDED", view.cause


def until_it_has(tables, runs):
    limit = time.monotonic() + PATIENCE
    while [tables.query(COUNT), tables.query(VIDEOS)] != [[{"n": runs}]] * 2:
        assert time.monotonic() < limit, f"the edge never had {runs} runs"
        time.sleep(0.1)


def test_runs_go_on_and_the_edge_is_brought_up_to_date_when_it_is_back(
    stage, settings, far, port, monkeypatch
):
    monkeypatch.setattr(drainer, "_FIRST_PAUSE", 0.2)
    monkeypatch.setattr(drainer, "_LONGEST_PAUSE", 0.2)
    with host(settings) as engine:
        made(engine, 1, 2)
        here = stage.tables()
        assert here.query(COUNT) == [{"n": 2}]
        behind = lag(stage, far.ordinary.tables, datetime.now(UTC))["records"]
        assert behind.pending == 2
        assert 0 < behind.oldest_seconds < 2 * PATIENCE
        with RoughLine(random.Random(1), 0.0, port=port) as line:
            line.target = far.url
            until_it_has(far.admin.tables, 2)
            made(engine, 3)
            until_it_has(far.admin.tables, 3)
            assert all(
                each.equal
                for each in verify(stage, {"here": here, "edge": far.ordinary.tables}, tables_at)
            )
