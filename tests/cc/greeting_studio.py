"""The greeting workflow on a real engine of this process, with providers that count their calls."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from kinora.cc.definition import checking, compiling, loading
from kinora.cc.jobs import work
from kinora.cc.run.runs import Runs
from kinora.cc.states import ask, finish, late, recover, run_module
from kinora.cc.workroom import Workroom
from kinora.control.executions import MEDIA
from kinora.local.client import Client
from kinora.local.engine import Engine
from kinora.local.in_process import InProcessInvoker
from kinora.model.errors import NotFound, ProviderUnavailable
from kinora.providers.ports import Estimate, Finished, LanguageAnswer, Made, MediaAction, Pending
from kinora.stores.folder import FolderObjects

GREETING = Path(__file__).parent / "greeting"
MACHINE = "GreetingMachine"


class Clock:
    """Real time, which tests can put forward."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


class Writer:
    """Answers of the right shape; ``broken`` is how many of the next ones are not."""

    name = "scripted"

    def __init__(self) -> None:
        self.asked = []
        self.broken = 0
        self.down = 0

    def answer(self, question):
        self.asked.append(question)
        if self.down:
            self.down -= 1
            raise ProviderUnavailable("nobody is there")
        if self.broken:
            self.broken -= 1
            return LanguageAnswer('{"lines": ["one"]}', "scripted", usd=0.01)
        said = question.history[-1].feedback if question.history else "first"
        lines = [f"{said} {question.seed % 1000} {number}" for number in range(3)]
        return LanguageAnswer(json.dumps({"lines": lines}), "scripted", usd=0.02)


class Painter:
    """Makes small files; ``steps`` polls say that it is not done yet."""

    name = "scripted"

    def __init__(self, *, idempotent: bool = False) -> None:
        self.idempotent = idempotent
        self.submitted: Counter[str] = Counter()
        self.cancelled: list[str] = []
        self.steps = 0
        self.price = 0.05
        self.fail_with: Exception | None = None
        self.hold: threading.Event | None = None
        self.polls: Counter[str] = Counter()

    def parameters(self, action):
        if action is not MediaAction.TXT2IMG:
            return None
        size = {"type": "integer", "minimum": 1, "maximum": 9, "default": 3}
        return {"type": "object", "properties": {"size": size}, "additionalProperties": False}

    def estimate(self, question):
        return Estimate(usd=self.price * question.count, seconds=1)

    def submit(self, question):
        self.submitted[question.job_id] += 1
        return f"theirs-{question.job_id}"

    def poll(self, provider_job, question, folder, progress):
        self.polls[provider_job] += 1
        if self.fail_with is not None:
            raise self.fail_with
        if self.hold is not None:
            while not self.hold.wait(0.05):
                progress(0.5)
        if self.polls[provider_job] <= self.steps:
            return Pending(0.3, 1)
        made = []
        for number in range(question.count):
            path = folder / f"{number}.png"
            path.write_bytes(f"{question.seed}{question.params}{question.prompt}{number}".encode())
            made.append(Made(path, "image/png", question.seed, {"number": number}))
        return Finished(tuple(made), usd=self.price * question.count)

    def cancel(self, provider_job):
        self.cancelled.append(provider_job)


class Studio:
    """A home with an engine that runs the greeting workflow."""

    def __init__(self, home: Path, writer: Writer, painter: Painter, workflow=None) -> None:
        self.home, self.writer, self.painter = home, writer, painter
        self.clock = Clock()
        self.objects = FolderObjects(home / "objects")
        self.workflow = workflow or checking.checked(loading.load(GREETING))
        self.engine: Engine | None = None
        self.runs = self.new_runs()

    def new_runs(self) -> Runs:
        return Runs(self.workroom())

    def workroom(self, executions: Client | None = None) -> Workroom:
        def workflow(name):
            if name != "greeting":
                raise NotFound(f"no workflow {name}")
            return self.workflow

        @contextmanager
        def scratch():
            with TemporaryDirectory() as folder:
                yield Path(folder)

        numbers = iter(range(10**9))
        return Workroom(
            objects=self.objects,
            executions=executions or Client(self.home / "journal.sqlite"),
            workflow=workflow,
            machines={"greeting": MACHINE},
            language={"scripted": lambda: self.writer},
            media={"scripted": lambda: self.painter, "embedded": lambda: self.painter},
            now=self.clock,
            chance=lambda: f"{next(numbers):06x}",
            ffmpeg=lambda: "ffmpeg",
            scratch=scratch,
        )

    def functions(self):
        def of(kind, function):
            held = threading.local()

            def handler(event, context):
                if not hasattr(held, "runs"):
                    held.runs = self.new_runs()
                return function(kind.model_validate(event), held.runs).model_dump(mode="json")

            return handler

        return {
            "CcAskFunction": of(ask.Ask, ask.ask),
            "CcModuleFunction": of(run_module.RunModule, run_module.run_module),
            "CcPictureModuleFunction": of(run_module.RunModule, run_module.run_module),
            "CcLateFunction": of(late.Late, late.late),
            "CcRecoverFunction": of(recover.Recover, recover.recover),
            "CcFinishFunction": of(finish.Finish, finish.finish),
            "CcFailFunction": of(finish.Finish, finish.fail),
            "MediaSubmitFunction": of(work.Work, work.submit),
            "MediaPollFunction": of(work.Work, work.poll),
            "MediaFailFunction": of(work.Work, work.fail),
        }

    def register(self, engine: Engine) -> None:
        """Make the machines known to the engine."""
        names = {f"${{{name}Arn}}": name for name in self.functions()}
        for name, definition in (
            (MACHINE, compiling.machine(self.workflow)),
            (str(MEDIA), json.loads(Path("statemachines/media.asl.json").read_text())),
        ):
            text = json.dumps(definition)
            for placeholder, function in names.items():
                text = text.replace(placeholder, function)
            engine.create_state_machine(name, json.loads(text), None)

    @contextmanager
    def working(self):
        """The engine at work."""
        invoker = InProcessInvoker(self.functions())
        engine = Engine(self.home / "journal.sqlite", invoker)
        self.register(engine)
        engine.start()
        self.engine = engine
        try:
            yield self
        finally:
            engine.close()
            invoker.close()


def until(condition, seconds: float = 10.0):
    """Wait for a condition; its value."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := condition():
            return value
        time.sleep(0.01)
    raise AssertionError("it did not come to that in time")
