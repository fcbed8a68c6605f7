from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kinora.local.fork_server import ForkServer
from kinora.local.workers import FunctionSpec, WorkerPool
from tests.local.machines import alive, until

NAMES = ("describe", "fail", "leave", "linger", "nap", "unsayable")


def spec(name, **fields) -> FunctionSpec:
    handler = f"tests.local.sample_functions.{name}"
    return FunctionSpec(name, handler, **{"timeout_seconds": 10, "preload": True, **fields})


def call(pool, function, event=None, timeout=None):
    """The outcome of one call."""
    done, outcomes = threading.Event(), []
    pool.submit(function, event, timeout, lambda outcome: (outcomes.append(outcome), done.set()))
    assert done.wait(15)
    return outcomes[0]


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("workers") / "logs" / "workers.log"


@pytest.fixture(scope="module")
def pool(log):
    functions = [
        *(spec(name) for name in NAMES),
        FunctionSpec("gone", "tests.local.nowhere.f"),
        FunctionSpec("nameless", "tests.local.sample_functions.nobody"),
    ]
    with WorkerPool(functions, log) as running:
        yield running


def test_a_function_sees_what_lambda_shows(tmp_path):
    variables = {"KINORA_TEST_VARIABLE": "set"}
    with WorkerPool(
        [spec("describe", memory_mb=512, environment=variables)], tmp_path / "l"
    ) as pool:
        seen = call(pool, "describe", {"é": [1, None]}).payload
    assert seen["event"] == {"é": [1, None]}
    assert (seen["function"], seen["name"], seen["memory"]) == ("describe", "describe", 512)
    assert seen["arn"].endswith(":function:describe")
    assert 9_000 < seen["left"] <= 10_000
    assert seen["variable"] == "set"
    assert seen["pid"] != os.getpid()
    assert "KINORA_TEST_VARIABLE" not in os.environ


def test_a_worker_stays_warm(pool):
    first, second = (call(pool, "describe", 1).payload for _ in range(2))
    assert first["pid"] == second["pid"]
    assert second["count"] == first["count"] + 1
    assert first["request"] != second["request"]


def test_an_exception_comes_back_as_lambda_reports_it(pool, log):
    outcome = call(pool, "fail", 7)
    assert outcome.failed
    assert outcome.payload["errorType"] == "TooMuchError"
    assert outcome.payload["errorMessage"] == "7 is too much"
    assert "in fail" in outcome.payload["stackTrace"][-1]
    assert "TooMuchError" in log.read_text()


def test_output_goes_to_the_log(pool, log):
    call(pool, "describe", "a line of mine")
    assert "described a line of mine" in log.read_text()


@pytest.mark.parametrize(("code", "ending"), [(3, "exit status 3"), (0, "exit status 0")])
def test_a_worker_that_exits_is_an_exit_error(pool, code, ending):
    outcome = call(pool, "leave", code)
    assert outcome.payload["errorType"] == "Runtime.ExitError"
    assert ending in outcome.payload["errorMessage"]


def test_a_killed_worker_is_an_exit_error_and_is_replaced(pool):
    done, outcomes = threading.Event(), []
    pid = call(pool, "nap", 0).payload
    pool.submit("nap", 20, None, lambda outcome: (outcomes.append(outcome), done.set()))
    time.sleep(0.1)
    os.kill(pid, signal.SIGKILL)
    assert done.wait(5)
    assert outcomes[0].payload["errorType"] == "Runtime.ExitError"
    assert "SIGKILL" in outcomes[0].payload["errorMessage"]
    assert call(pool, "nap", 0).payload != pid


def test_a_worker_that_died_idle_is_replaced_unnoticed(pool):
    pid = call(pool, "nap", 0).payload
    os.kill(pid, signal.SIGKILL)
    until(lambda: not alive(pid))
    outcome = call(pool, "nap", 0)
    assert not outcome.failed
    assert outcome.payload != pid


def test_a_killed_fork_server_is_replaced(tmp_path):
    with WorkerPool([spec("nap")], tmp_path / "log") as pool:
        pid = call(pool, "nap", 0).payload
        pool._server._process.kill()
        if sys.platform == "linux":
            until(lambda: not alive(pid))
        assert call(pool, "nap", 0).payload != pid


def test_a_module_that_was_mended_is_found(tmp_path):
    module = tmp_path / "mended.py"
    with WorkerPool([FunctionSpec("m", "mended.f")], tmp_path / "log", [tmp_path]) as pool:
        assert call(pool, "m").payload["errorType"] == "Runtime.ImportModuleError"
        module.write_text("raise RuntimeError('still broken')")
        assert "still broken" in call(pool, "m").payload["errorMessage"]
        module.write_text("def f(event, context):\n    return event")
        assert call(pool, "m", "fine").payload == "fine"


def test_a_function_past_its_timeout_is_killed_with_all_it_started(tmp_path):
    mark = tmp_path / "pid"
    with WorkerPool([spec("linger", timeout_seconds=0.7)], tmp_path / "log") as pool:
        begun = time.monotonic()
        outcome = call(pool, "linger", {"mark": str(mark)})
        assert time.monotonic() - begun < 5
        assert outcome.payload["errorType"] == "Sandbox.Timedout"
        assert "0.70 seconds" in outcome.payload["errorMessage"]
        until(lambda: not alive(int(mark.read_text())), timeout=3)


def test_a_cancelled_call_is_killed_and_says_nothing(tmp_path):
    mark, said = tmp_path / "pid", []
    with WorkerPool([spec("linger")], tmp_path / "log") as pool:
        running = pool.submit("linger", {"mark": str(mark)}, None, said.append)
        queued = pool.submit("linger", {"mark": str(tmp_path / "other")}, None, said.append)
        until(lambda: mark.exists() and mark.read_text())
        pool.cancel(queued)
        pool.cancel(running)
        until(lambda: not alive(int(mark.read_text())), timeout=3)
        pool.cancel(running)
        time.sleep(0.1)
    assert said == []
    assert not (tmp_path / "other").exists()


def test_a_call_that_is_cancelled_while_its_worker_starts_is_not_run(tmp_path):
    mark, started = tmp_path / "pid", threading.Event()
    with WorkerPool([spec("linger")], tmp_path / "log") as pool:
        spawn = pool._server.spawn

        def slow_spawn(setup):
            started.set()
            time.sleep(0.2)
            return spawn(setup)

        pool._server.spawn = slow_spawn
        ticket = pool.submit("linger", {"mark": str(mark)}, None, lambda outcome: None)
        assert started.wait(5)
        pool.cancel(ticket)
        time.sleep(0.5)
    assert not mark.exists()


@pytest.mark.parametrize(
    ("function", "error", "words"),
    [
        ("unsayable", "Runtime.MarshalError", "set"),
        ("gone", "Runtime.ImportModuleError", "tests.local.nowhere"),
        ("nameless", "Runtime.HandlerNotFound", "nobody"),
        ("stranger", "Lambda.ResourceNotFoundException", "stranger"),
    ],
)
def test_what_cannot_be_called(pool, function, error, words):
    payload = call(pool, function).payload
    assert payload["errorType"] == error
    assert words in payload["errorMessage"]


def test_a_slow_function_holds_up_nobody(pool):
    slow = pool.submit("nap", 20, None, lambda outcome: None)
    begun = time.monotonic()
    assert not call(pool, "describe", 1).failed
    assert time.monotonic() - begun < 5
    pool.cancel(slow)


def test_calls_of_one_function_run_beside_each_other_up_to_its_concurrency(tmp_path):
    with WorkerPool([spec("nap", concurrency=2)], tmp_path / "log") as pool:
        pids, done = [], threading.Semaphore(0)
        begun = time.monotonic()
        for _ in range(4):
            pool.submit("nap", 0.2, None, lambda o: (pids.append(o.payload), done.release()))
        for _ in range(4):
            assert done.acquire(timeout=5)
        assert time.monotonic() - begun >= 0.4
        assert len(set(pids)) == 2


def test_large_payloads_pass(pool):
    text = "é" * 1_000_000
    assert call(pool, "describe", text).payload["event"] == text


def test_workers_start_light(pool):
    assert call(pool, "describe").payload["numpy"] is False


def test_closing_kills_running_calls_at_once(tmp_path):
    mark, said = tmp_path / "pid", []
    pool = WorkerPool([spec("linger")], tmp_path / "log")
    pool.submit("linger", {"mark": str(mark)}, None, said.append)
    until(lambda: mark.exists() and mark.read_text())
    begun = time.monotonic()
    pool.close()
    assert time.monotonic() - begun < 5
    until(lambda: not alive(int(mark.read_text())), timeout=3)
    assert said == []


HOST = """
import pathlib, sys, time
from kinora.local.fork_server import ForkServer
from kinora.local.workers import FunctionSpec, WorkerPool
if __name__ == "__main__":
    spec = FunctionSpec("linger", "tests.local.sample_functions.linger", timeout_seconds=60)
    pool = WorkerPool([spec], pathlib.Path(sys.argv[1]).with_suffix(".log"))
    pool.submit("linger", {"mark": sys.argv[1]}, None, print)
    time.sleep(60)
"""


@pytest.mark.parametrize("how", ["script", "-c"])
def test_workers_and_their_programs_die_with_a_killed_host(tmp_path, how):
    mark = tmp_path / "pid"
    script = tmp_path / "host.py"
    script.write_text(HOST)
    start = [str(script)] if how == "script" else ["-c", HOST]
    path = os.pathsep.join(entry for entry in sys.path if entry)
    host = subprocess.Popen(
        [sys.executable, *start, str(mark)], env={**os.environ, "PYTHONPATH": path}
    )
    until(lambda: mark.exists() and mark.read_text())
    host.kill()
    host.wait()
    until(lambda: not alive(int(mark.read_text())), timeout=3)


def test_a_closed_fork_server_starts_nothing_more(tmp_path):
    """As for a call that was waiting for its worker when the host was closed."""
    server = ForkServer([], (), tmp_path / "workers.log")
    server.close()
    with pytest.raises(ConnectionError):
        server.spawn({"name": "late"})
    assert server._process is None
