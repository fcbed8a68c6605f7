"""The loop machine on the engine, every handler under Lambda's own runtime client."""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from kinora.bootstrap import stage
from kinora.local.engine import Engine
from kinora.local.invoke import Outcome
from kinora.local.project import read_project
from kinora.loop import keys
from kinora.model.record import RunRecord
from kinora.model.run import RunRequest
from kinora.settings import Settings
from kinora.studio.host import register
from tests.local.runtime_api import RuntimeApi

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the runtime client is Linux only")

ROOT = Path(__file__).resolve().parents[2]


class RuntimeInvoker:
    """Invokes each function through a runtime client of its own, started when first needed."""

    def __init__(self, project, environment, stack):
        self._handlers = {function.name: function.handler for function in project.functions}
        self._environment, self._stack = environment, stack
        self._running, self._guard, self._threads = {}, threading.Lock(), ThreadPoolExecutor(4)
        self.called = set()

    def submit(self, function, payload, timeout, on_done):
        self._threads.submit(self._call, function, payload, on_done)

    def _call(self, function, payload, on_done):
        with self._guard:
            if function not in self._running:
                folders = [ROOT, ROOT / "shared"]
                api = RuntimeApi(self._handlers[function], folders, self._environment, function)
                self._running[function] = self._stack.enter_context(api)
            self.called.add(function)
            answer = self._running[function].invoke(payload, timeout=60)
        on_done(Outcome(answer.payload, failed=answer.kind == "error"))

    def cancel(self, ticket):
        raise AssertionError("nothing is cancelled here")

    def close(self):
        self._threads.shutdown()


def test_a_run_under_the_real_runtime(tmp_path):
    settings, project = Settings(home=tmp_path / "home"), read_project(ROOT)
    settings.home.mkdir()
    with ExitStack() as stack:
        invoker = RuntimeInvoker(project, settings.environment(), stack)
        stack.callback(invoker.close)
        engine = stack.enter_context(Engine(settings.journal, invoker))
        register(engine, project)
        request = RunRequest(width=128, height=96, fps=12, duration_seconds=1.5, prompt="a lake")
        arn = engine.start_execution("LoopMachine", request.model_dump(mode="json"), "run-1")
        view = engine.wait(arn, 120)
    assert view.status == "SUCCEEDED", view.cause
    loop = next(machine for machine in project.machines if machine.name == "LoopMachine")
    elsewhere = {"RecordFailureFunction", "AwaitUploadFunction", "AdmitFunction"}
    assert invoker.called == {*loop.substitutions.values()} - elsewhere
    record = stage(settings).read(view.output["grown"]["record"], RunRecord)
    assert record.run_id == "run-1"


def test_a_refused_prompt_fails_the_run_by_name_and_is_noted(tmp_path):
    settings, project = Settings(home=tmp_path / "home"), read_project(ROOT)
    settings.home.mkdir()
    with ExitStack() as stack:
        invoker = RuntimeInvoker(project, settings.environment(), stack)
        stack.callback(invoker.close)
        engine = stack.enter_context(Engine(settings.journal, invoker))
        register(engine, project)
        request = RunRequest(prompt="12 34").model_dump(mode="json")
        view = engine.wait(engine.start_execution("LoopMachine", request, "run-2"), 60)
    assert (view.status, view.error) == ("FAILED", "InvalidPrompt")
    assert b"Latin letters" in stage(settings).objects.get(keys.failure("run-2"))
