"""All runs: their stories, and the one way in which something happens to them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from kinora.cc import keys
from kinora.cc.definition.workflow import Workflow
from kinora.cc.run.event import Draft, Event
from kinora.cc.run.log import Log
from kinora.cc.run.story import Story
from kinora.cc.workroom import Workroom
from kinora.control.instants import exact
from kinora.model.base import Frozen
from kinora.model.errors import (
    ExecutionDoesNotExist,
    InvalidToken,
    TaskTimedOut,
)
from kinora.stores.objects import walk

_REMEMBERED = 500
"""Stories that a process keeps."""

Decide = Callable[[Story], Draft | None]


class TaskToken(Frozen):
    """The task token of a question; it never leaves the server."""

    token: str


class Runs:
    """Runs by their ids. One for a process; not for two threads at once."""

    def __init__(self, workroom: Workroom) -> None:
        self.workroom = workroom
        self._log = Log(workroom.objects, workroom.now)
        self._stories: dict[str, Story] = {}

    def story(self, run_id: str) -> Story:
        """A run as it stands.

        Raises:
            NotFound: there is none of that id.
        """
        events = self._log.read(run_id)
        known = self._stories.get(run_id)
        if known is None or len(known.events) != len(events):
            if len(self._stories) > _REMEMBERED:
                self._stories.clear()
            known = self._stories[run_id] = Story(events)
        return known

    def workflow(self, story: Story) -> Workflow:
        """The workflow of a run."""
        return self.workroom.workflow(story.workflow_id)

    def create(self, run_id: str, draft: Draft) -> Event | None:
        """The first event of a run; None where the run exists already."""
        return self._log.append(run_id, lambda events: None if events else draft)

    def append(self, run_id: str, decide: Decide) -> Event | None:
        """Add the event that ``decide`` wants of the run as it stands, or none.

        ``decide`` may be asked several times, and must have no effect of its own.

        Raises:
            NotFound: there is no such run; and what ``decide`` raises.
        """
        return self._log.append(run_id, lambda _events: decide(self.story(run_id)))

    def keep_token(self, run_id: str, interaction: str, token: str) -> None:
        """Keep a task token that waits for an interaction, beside those that came before it.

        Which of them is the last is not known here: a call that was overtaken can come with an
        old one.
        """
        content = TaskToken(token=token).model_dump_json().encode()
        self.workroom.objects.put(keys.token(run_id, interaction, entry_of(token)), content)

    def send(self, run_id: str, interaction: str, output: object) -> None:
        """Tell the state that waits for an interaction what came of it.

        Of all the tokens that were kept for it, one is good at most.
        """
        objects = self.workroom.objects
        for info in list(walk(objects, keys.token(run_id, interaction))):
            self.tell(TaskToken.model_validate_json(objects.get(info.key)).token, output)

    def tell(self, token: str, output: object) -> None:
        """Answer a task token; one that waits no longer is left alone."""
        with suppress(TaskTimedOut, InvalidToken, ExecutionDoesNotExist):
            self.workroom.executions.send_task_success(token, output)

    @contextmanager
    def marked(self, run_id: str) -> Iterator[None]:
        """Note that the machines must be told of what is about to be added, until they were."""
        mark = keys.outbox(run_id, self.workroom.chance())
        content = json.dumps({"at": exact(self.workroom.now())})
        self.workroom.objects.put(mark, content.encode())
        yield
        self.workroom.objects.delete(mark)


def entry_of(token: str) -> str:
    """What may be told of a token: a digest, which parts it from others and answers nothing."""
    return hashlib.sha256(token.encode()).hexdigest()[:16]
