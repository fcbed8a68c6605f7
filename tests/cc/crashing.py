"""Runs of the greeting workflow whose process is killed at one place, and then carried to their end.

Usage: crashing.py FOLDER PLACE FIRST STEP

Kills at the FIRST event, then at every STEP-th further one, until a run has no event of that
number. Each has a home in FOLDER of its own: a process lives there until it is killed, and another
one takes over. One line of JSON tells of each pair. Both are forks, so that modules load once.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sys
import threading
import time
from contextlib import suppress
from datetime import timedelta
from itertools import count
from pathlib import Path

from kinora.cc import keys
from kinora.cc.definition import checking, loading
from kinora.cc.jobs.request import Generation, request
from kinora.cc.run.answering import Answer, respond
from kinora.cc.run.branching import restore
from kinora.cc.run.creation import NewRun, create
from kinora.cc.run.delivery import sweep
from kinora.cc.run.records import OPEN_JOB, JobStatus
from kinora.cc.run.runs import Runs
from kinora.local.engine import Engine
from kinora.model.errors import Conflict
from kinora.stores.folder import FolderObjects
from kinora.stores.objects import walk
from tests.cc.greeting_studio import GREETING, Painter, Studio, Writer

BEFORE, WRITTEN, TOLD, CALLED = "before", "written", "told", "called"
"""Where a process dies: before the event is written; behind that, with nobody told; when all was
done that follows from it; or, of calls of providers instead of events, right behind the call."""
JOURNAL = "journal.sqlite"
PICTURES = 2
"""How many jobs a person wants to see done."""
_EVENT = re.compile(r"cc/runs/[^/]+/events/(\d+)\.json")
_SECONDS = 20


class Death:
    """Knows the moment, and comes then."""

    def __init__(self, place: str = "", number: int = 0) -> None:
        self.place, self.number = place, number
        self.calls = 0
        self._marked = threading.local()

    def comes(self, place: str, number: int) -> None:
        if number != self.number:
            return
        if place == self.place:
            os.kill(os.getpid(), signal.SIGKILL)
        if place == WRITTEN and self.place == TOLD:
            self._marked.here = True

    def comes_behind_all(self) -> None:
        """What this thread wrote has been told; where it wrote the event, it ends here."""
        if getattr(self._marked, "here", False):
            os.kill(os.getpid(), signal.SIGKILL)

    def called(self) -> None:
        self.calls += 1
        self.comes(CALLED, self.calls)


class MortalObjects(FolderObjects):
    """Objects of a process that dies at an event."""

    def __init__(self, root: Path, death: Death) -> None:
        super().__init__(root)
        self._death = death

    def put_if_absent(self, key: str, data: bytes) -> bool:
        event = _EVENT.fullmatch(key)
        number = int(event[1]) if event else 0
        self._death.comes(BEFORE, number)
        won = super().put_if_absent(key, data)
        if won:
            self._death.comes(WRITTEN, number)
        return won

    def delete(self, key: str) -> None:
        if key.startswith(keys.outbox()):
            self._death.comes_behind_all()
        super().delete(key)


class Ledger:
    """Calls of providers, a line each in a file, whatever becomes of the process."""

    def __init__(self, path: Path, death: Death) -> None:
        self._path, self._death = path, death

    def note(self, what: str) -> None:
        with self._path.open("a") as file:
            file.write(f"{what}\n")
        self._death.called()


class NotedWriter(Writer):
    def __init__(self, ledger: Ledger) -> None:
        super().__init__()
        self._ledger = ledger

    def answer(self, question):
        said = [attempt.feedback for attempt in question.history]
        self._ledger.note(f"ask {question.seed} {question.input} {said}")
        return super().answer(question)


class NotedPainter(Painter):
    def __init__(self, ledger: Ledger) -> None:
        super().__init__()
        self._ledger = ledger

    def submit(self, question):
        self._ledger.note(f"submit {question.job_id}")
        return super().submit(question)


class MortalStudio(Studio):
    """A studio whose process dies."""

    def __init__(self, home: Path, workflow, death: Death) -> None:
        self._death = death
        ledger = Ledger(home / "calls.txt", death)
        super().__init__(home, NotedWriter(ledger), NotedPainter(ledger), workflow)
        self.objects = MortalObjects(home / "objects", death)

    def register(self, engine) -> None:
        """Its journal knows the machines: it began as a copy."""

    def new_runs(self):
        """Runs that speak to the engine itself, which then need not look for what others wrote."""
        return Runs(self.workroom(self.engine))

    def functions(self):
        def mortal(function):
            def handler(event, context):
                done = function(event, context)
                self._death.comes_behind_all()
                return done

            return handler

        return {name: mortal(function) for name, function in super().functions().items()}


class Decided:
    """A person who knows what they want of a run, however often they have to come back to it."""

    def __init__(self, studio: Studio) -> None:
        self._studio, self._runs = studio, studio.runs
        found = studio.objects.list("cc/runs/", limit=1)
        self.run_id = found[0].key.split("/")[2] if found else None

    def go_on(self) -> bool:
        """Do what is to be done now; false when all is done."""
        if self.run_id is None:
            self.run_id = create(
                self._runs, NewRun(workflow_id="greeting", seed=7), "a", "ann"
            ).run_id
        story = self._runs.story(self.run_id)
        asked = story.open_interaction
        if asked is not None:
            with suppress(Conflict):  # it was answered meanwhile
                getattr(self, f"_{asked.module}")(story, asked)
        return story.status != "completed"

    def _say(self, asked, option="continue", feedback=None, **answer):
        said = Answer(option=option, answer=answer, feedback=feedback)
        respond(self._runs, self.run_id, asked.id, said, "ann")

    def _select_occasion(self, story, asked):
        self._say(asked, selected_indices=[int(len(story.branches) > 1)])

    def _get_name(self, story, asked):
        self._say(asked, value="Bo")

    def _select_line(self, story, asked):
        """Once again, then to another occasion, then back to what was there before."""
        reasons = {branch.reason: branch.id for branch in story.branches.values()}
        restored = any(event.type == "branch_restored" for event in story.events)
        if "retry" not in reasons:
            self._say(asked, "retry_lines", "shorter")
        elif "jump" not in reasons:
            self._say(asked, "change_occasion")
        elif not restored:
            restore(self._runs, self.run_id, reasons["retry"], "ann")
        else:
            self._say(asked, selected_indices=[1])

    def _choose_picture(self, story, asked):
        done = [job for job in story.jobs.values() if job.status is JobStatus.COMPLETED]
        if any(job.status in OPEN_JOB for job in story.jobs.values()):
            return
        if len(done) < PICTURES:
            request(self._runs, self.run_id, asked.id, Generation(), "ann")
        else:
            self._say(asked, selected_content_id=done[0].contents[0]["content_id"])

    def _keep_card(self, story, asked):
        self._say(asked, confirmed=True)


def live(home: Path, workflow, death: Death, ahead: timedelta) -> None:
    """A process that works on the home's run until it is done."""
    studio = MortalStudio(home, workflow, death)
    studio.clock.ahead = ahead
    with studio.working():
        studio.runs = studio.new_runs()
        person = Decided(studio)
        end = time.monotonic() + _SECONDS
        while person.go_on() or _unfinished(studio):
            if ahead:
                sweep(studio.runs)
            if time.monotonic() > end:
                raise TimeoutError(studio.runs.story(person.run_id).status)
            time.sleep(0.01)


def _unfinished(studio: Studio) -> bool:
    running = studio.engine.list_executions(status="RUNNING").items
    return bool(running) or bool(studio.objects.list(keys.outbox()))


def apart(work) -> int:
    """Do something in a fork; its exit code, negative for a signal."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - the fork ends here, whatever it was
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def written(home: Path) -> dict[str, str]:
    """The events of a home, by their keys."""
    objects = FolderObjects(home / "objects")
    return {
        info.key: objects.get(info.key).decode()
        for info in walk(objects, "cc/runs/")
        if _EVENT.fullmatch(info.key)
    }


def unkept_answers(home: Path) -> int:
    """How many answers of the language provider were lost with the process."""
    calls = home / "calls.txt"
    asked = (
        len(set(re.findall("^ask .*$", calls.read_text(), re.MULTILINE))) if calls.exists() else 0
    )
    return asked - sum(
        "/calls/" in i.key for i in walk(FolderObjects(home / "objects"), "cc/runs/")
    )


def journal_with_machines(folder: Path, workflow) -> Path:
    """A journal to begin with: machines are compiled and looked through once for all homes."""
    folder.mkdir(parents=True)
    studio = Studio(folder, Writer(), Painter(), workflow)
    engine = Engine(folder / JOURNAL, invoker=None)  # it is not started: no thread may be forked
    studio.register(engine)
    engine.close()
    studio.runs.workroom.executions.close()
    return folder / JOURNAL


def killed_and_carried_on(home: Path, workflow, journal: Path, place: str, number: int) -> dict:
    """Two processes of one home, the first of them killed; what became of them."""
    home.mkdir(parents=True)
    shutil.copy(journal, home / JOURNAL)
    code = apart(lambda: live(home, workflow, Death(place, number), timedelta()))
    found = {"before": written(home), "unkept": unkept_answers(home)}
    carried = apart(lambda: live(home, workflow, Death(), timedelta(seconds=5)))
    return {"home": str(home), "number": number, "killed": code, "carried": carried, **found}


def main() -> None:
    folder, place, first, step = Path(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:])
    # A kill takes nothing back that was written: only a power cut would need this.
    os.fsync = lambda _file: None
    workflow = loaded()
    journal = journal_with_machines(folder / f"machines-{place}-{first}", workflow)
    for number in count(first, step):
        home = folder / f"{place}-{number}"
        told = killed_and_carried_on(home, workflow, journal, place, number)
        print(json.dumps(told), flush=True)
        if told["killed"] != -signal.SIGKILL:
            return


def loaded():
    """The workflow, with all that working with it loads."""
    return checking.checked(loading.load(GREETING))


if __name__ == "__main__":
    main()
