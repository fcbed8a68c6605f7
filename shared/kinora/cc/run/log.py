"""A run's events in the object store: numbered without a gap, each written once.

The next event takes the next number with put-if-absent. Of two that decide at once one wins; the
other reads what happened and decides anew. That is all the locking there is.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import datetime

from pydantic import TypeAdapter

from kinora.cc import keys
from kinora.cc.run.event import Draft, Event
from kinora.control.instants import exact
from kinora.model.errors import NotFound, ObjectConflict, ObjectMissing
from kinora.stores.objects import ObjectStore

PAGE = 64
"""Events that are also kept in one object."""
_ATTEMPTS = 50
_KNOWN_RUNS = 1000
_EVENTS = TypeAdapter(tuple[Event, ...])

Decide = Callable[[Sequence[Event]], Draft | None]
"""What happens next, seen all that happened; None: nothing. It may refuse by raising."""


class Log:
    """Reads and adds events. Events never change, so what was read once is remembered."""

    def __init__(self, objects: ObjectStore, now: Callable[[], datetime]) -> None:
        self._objects = objects
        self._now = now
        self._known: OrderedDict[str, list[Event]] = OrderedDict()

    def read(self, run_id: str) -> Sequence[Event]:
        """All events of a run, in order.

        Raises:
            NotFound: there is no such run.
        """
        events = self._all(run_id)
        if not events:
            raise NotFound(f"no run {run_id[:100]!r}")
        return events

    def append(self, run_id: str, decide: Decide) -> Event | None:
        """Add the event that ``decide`` wants, or None if it wants none.

        Raises:
            ObjectConflict: others kept adding events all the while.
            what ``decide`` raises; nothing was added then.
        """
        for _ in range(_ATTEMPTS):
            events = self._all(run_id)
            draft = decide(events)
            if draft is None:
                return None
            event = Event(**dict(draft), seq=len(events) + 1, at=exact(self._now()))
            content = event.model_dump_json().encode()
            if self._objects.put_if_absent(keys.event(run_id, event.seq), content):
                self._remember(run_id, [*events, event])
                if event.seq % PAGE == 0:
                    self._keep_page(run_id, self._known[run_id])
                return event
        raise ObjectConflict(f"run {run_id} changes too quickly: try again")

    def _all(self, run_id: str) -> list[Event]:
        events = list(self._known.get(run_id, ()))
        singly = 0
        while further := self._page(run_id, len(events)) or self._single(run_id, len(events)):
            events += further
            singly = singly + 1 if len(further) == 1 else 0
            if singly >= PAGE and len(events) % PAGE == 0:
                # Whoever added the page's last event ended before it kept the page.
                self._keep_page(run_id, events)
        self._remember(run_id, events)
        return events

    def _page(self, run_id: str, known: int) -> Sequence[Event]:
        """The next page, where one can begin and is kept."""
        if known % PAGE:
            return ()
        try:
            return _EVENTS.validate_json(self._objects.get(keys.page(run_id, known + PAGE)))
        except ObjectMissing:
            return ()

    def _single(self, run_id: str, known: int) -> Sequence[Event]:
        """The next event."""
        try:
            content = self._objects.get(keys.event(run_id, known + 1))
        except ObjectMissing:
            return ()
        return (Event.model_validate_json(content),)

    def _keep_page(self, run_id: str, events: Sequence[Event]) -> None:
        last = len(events)
        page = events[last - PAGE :]
        content = json.dumps([event.model_dump(mode="json") for event in page])
        self._objects.put(keys.page(run_id, last), content.encode())

    def _remember(self, run_id: str, events: list[Event]) -> None:
        if not events:
            return
        self._known[run_id] = events
        self._known.move_to_end(run_id)
        if len(self._known) > _KNOWN_RUNS:
            self._known.popitem(last=False)
