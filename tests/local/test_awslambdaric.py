from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from kinora.local.workers import FunctionSpec, WorkerPool
from tests.local.runtime_api import RuntimeApi

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the runtime client is Linux only")

ROOT = Path(__file__).parents[2]
FOLDERS = [ROOT, ROOT / "shared"]


@pytest.fixture(scope="module")
def described():
    with RuntimeApi("tests.local.sample_functions.describe", FOLDERS) as api:
        yield api


def through_worker(name, event, tmp_path):
    spec = FunctionSpec("function", f"tests.local.sample_functions.{name}", timeout_seconds=10)
    done, outcomes = threading.Event(), []
    with WorkerPool([spec], tmp_path / "log") as pool:
        pool.submit("function", event, None, lambda outcome: (outcomes.append(outcome), done.set()))
        assert done.wait(10)
    return outcomes[0]


def test_a_handler_runs_under_the_real_runtime(described):
    first, second = (described.invoke({"n": number}) for number in (1, 2))
    assert first.kind == "response"
    assert [first.payload["event"], second.payload["event"]] == [{"n": 1}, {"n": 2}]
    assert second.payload["pid"] == first.payload["pid"]
    assert second.payload["count"] == first.payload["count"] + 1
    assert 0 < first.payload["left"] <= 10_000


def test_a_worker_shows_a_function_what_the_real_runtime_shows(described, tmp_path):
    real = described.invoke({"é": [1]}).payload
    ours = through_worker("describe", {"é": [1]}, tmp_path).payload
    assert real.keys() == ours.keys()
    for key in ("event", "function", "name", "arn"):
        assert ours[key] == real[key]
    assert {type(ours[key]) for key in ours} == {type(real[key]) for key in real}


@pytest.mark.parametrize("name", ["fail", "unsayable"])
def test_a_worker_reports_errors_as_the_real_runtime_does(name, tmp_path):
    with RuntimeApi(f"tests.local.sample_functions.{name}", FOLDERS) as api:
        real = api.invoke("too big")
    ours = through_worker(name, "too big", tmp_path)
    assert real.kind == "error"
    assert ours.failed
    for key in ("errorType", "errorMessage"):
        assert ours.payload[key] == real.payload[key]
    if name == "fail":
        assert ours.payload["stackTrace"] == real.payload["stackTrace"]
