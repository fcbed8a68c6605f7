"""Where the cc commands work: the runs of a home, and something that moves them along."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from kinora.bootstrap import workroom
from kinora.cc.contents import find
from kinora.cc.jobs.work import progress
from kinora.cc.run.listing import listed, publish
from kinora.cc.run.records import OPEN_JOB, Job, RunStatus
from kinora.cc.run.runs import Runs
from kinora.cc.run.story import Story
from kinora.cli.output import settings_for
from kinora.cli.progress import console
from kinora.control.instants import parsed
from kinora.model.errors import HostBusy, InvalidInput
from kinora.settings import Settings
from kinora.studio.host import host

LOOK = 0.05
"""Seconds between looks at a run that works."""
_QUIET = 0.8
"""Seconds of work without a word."""
_WHO = "command line"
PERSON = _WHO
_MOST = 1000


class Office:
    """The runs of a home. Something else moves them: a studio, or a host of our own."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.runs = Runs(workroom(settings))
        self._watched: set[str] = set()

    def find(self, name: str) -> Story:
        """A run by its id or by the end of it.

        Raises:
            InvalidInput: none or several runs are meant.
        """
        page = listed(self.runs.workroom.objects, _MOST, None)
        found = [line.run_id for line in page.runs if line.run_id.endswith(name)]
        if name in found:
            found = [name]
        if len(found) != 1:
            problem = f"{name!r} names {len(found)} runs"
            raise InvalidInput("run", problem, "the id of one: kinora cc inbox")
        return self.runs.story(found[0])

    def rest(self, run_id: str, *, quiet: bool) -> Story:
        """Wait until a run waits for somebody or has ended; it stands there then."""
        self._watched.add(run_id)
        began = time.monotonic()
        said = ""
        while True:
            story = self.runs.story(run_id)
            if story.status is not RunStatus.WORKING:
                return story
            doing = self._doing(story)
            if not quiet and doing != said and time.monotonic() - began > _QUIET:
                console.print(f"  {doing} …", style="dim")
                said = doing
            time.sleep(LOOK)

    def ended(self, run_id: str, jobs: list[str], *, quiet: bool) -> list[Job]:
        """Wait until jobs have ended, with a bar that shows how far they are."""
        from rich.progress import BarColumn, Progress, TextColumn  # noqa: PLC0415

        self._watched.add(run_id)
        share = TextColumn("{task.percentage:.0f} %")
        columns = (TextColumn("  {task.description}"), BarColumn(), share)
        with Progress(*columns, console=console, transient=True, disable=quiet) as bars:
            shown = bars.add_task("generating", total=float(len(jobs)))
            while True:
                story = self.runs.story(run_id)
                mine = [story.jobs[job] for job in jobs]
                if not any(job.status in OPEN_JOB for job in mine):
                    return mine
                store = self.runs.workroom.objects
                done = (progress(store, job) if job.status in OPEN_JOB else 1.0 for job in mine)
                bars.update(shown, completed=sum(done))
                time.sleep(LOOK)

    def leave(self) -> None:
        """Put the runs that were watched where lists and the inbox look.

        A run stands at its next question as soon as the event is there, and whoever leaves then
        ends the function that asked before it has told the inbox.
        """
        for run_id in sorted(self._watched):
            publish(self.runs, run_id)

    def place(self, content: Mapping[str, Any]) -> str:
        """The file of a medium where objects are files, else its address."""
        if (folder := self.settings.object_folder) is None:
            return str(content["url"])
        record = find(self.runs.workroom.objects, content["content_id"])
        return str(folder / record.key)

    def _doing(self, story: Story) -> str:
        from kinora.cc.run.course import END, expected  # noqa: PLC0415

        module = expected(self.runs.workflow(story), story.line)
        return "finishing" if module == END else module.replace("_", " ")


@contextmanager
def office(home: Path | None, *, moving: bool = True) -> Iterator[Office]:
    """The runs of a home, and, if nobody else does, a host that moves them meanwhile.

    Raises:
        InvalidInput, InvalidDefinition, JournalCorrupted: as the host says.
    """
    settings = settings_for(home)
    if not moving or settings.executions != "local":
        yield Office(settings)
        return
    with ExitStack() as afterwards, _moved(settings):
        here = Office(settings)
        # No worker of ours is left by then that could write behind it.
        afterwards.callback(here.leave)
        yield here


@contextmanager
def _moved(settings: Settings) -> Iterator[None]:
    """A host; none where a studio runs in this home, for it does the work then."""
    with ExitStack() as held:
        with suppress(HostBusy):
            held.enter_context(host(settings))
        yield


def age(story: Story) -> float:
    """Seconds from a run's beginning to its last event."""
    return (parsed(story.updated_at) - parsed(story.created_at)).total_seconds()
