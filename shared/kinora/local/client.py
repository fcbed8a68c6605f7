"""Requests about executions, in the words of the Step Functions API."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Collection
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from kinora.control.event import Event
from kinora.control.views import ExecutionView, Page, Position, Status
from kinora.local import lifecycle
from kinora.local.asl.lint import require_sound
from kinora.local.asl.values import PAYLOAD_LIMIT, Json, encode, too_large
from kinora.local.definitions import Definitions
from kinora.local.journal import branches, executions
from kinora.local.journal.branches import Branch, Phase
from kinora.local.journal.database import Database, Listener, Transaction
from kinora.local.journal.executions import Execution
from kinora.local.journal.history import read_events
from kinora.model.errors import InvalidInput, InvalidToken, TaskTimedOut

_LOOK: Final = 0.25
_PAGE: Final = 1_000


class Client:
    """Reads and changes the executions of a journal, whether or not anything advances them now.

    Any number of processes may have a client on one journal; the one that runs an ``Engine`` acts
    on what they ask within a second. A client is safe to use from several threads.

    Args:
        journal: the journal's file; it is created when missing.
        clock: seconds since the epoch.
        new_name: names executions that are started without one.

    Raises:
        JournalCorrupted: the file is not a readable journal.
    """

    def __init__(
        self,
        journal: Path,
        *,
        clock: Callable[[], float] = time.time,
        new_name: Callable[[], str] = lambda: str(uuid.uuid4()),
    ) -> None:
        self._database = Database(journal, clock)
        self._definitions = Definitions()
        self._new_name = new_name

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the journal."""
        self._database.close()

    def on_event(self, listener: Listener) -> None:
        """Call back with every event that this process writes, right after it is stored.

        The callback comes from the thread that wrote; it should be quick.
        """
        self._database.listen(listener)

    def create_state_machine(self, name: str, definition: Json, at_once: int | None = None) -> str:
        """Store a definition under a name; the machine's ARN is returned.

        Executions go on with the definition that they were started with. Where ``at_once`` of them
        work already, further ones wait at their beginning, in the order of their start; those that
        wait for a token or for a time do not count.

        Raises:
            InvalidDefinition: naming the place of the first problem that lint finds.
        """
        require_sound(definition)
        with self._database.write() as tx:
            executions.put_definition(tx, name, definition, at_once)
        return executions.machine_arn(name)

    def start_execution(self, machine: str, input: Json, name: str | None = None) -> str:  # noqa: A002
        """Begin an execution; its ARN is returned.

        Asking again with the same name and an equal input, while it runs, finds the same one.

        Args:
            machine: the state machine's name or ARN.
            input: the input, at most 256 KiB as JSON. The word is the API's.
            name: 1 to 80 plain characters; by default a new one.

        Raises:
            StateMachineDoesNotExist: there is no such machine.
            ExecutionAlreadyExists: the name is taken.
            InvalidInput: the name or the input is not acceptable.
        """
        text = _payload("input", input)
        with self._database.write() as tx:
            execution = lifecycle.start(
                tx, self._definitions, machine, text, name if name is not None else self._new_name()
            )
        self._changed()
        return execution.arn

    def describe_execution(self, execution: str) -> ExecutionView:
        """An execution by its ARN, or by its name where no two machines share it.

        Raises:
            ExecutionDoesNotExist: there is none.
        """
        with self._database.read() as tx:
            found = executions.find(tx, execution)
            active = branches.active_of(tx, found.id)
        return _view(found, active)

    def list_executions(
        self,
        machine: str | None = None,
        status: str | Collection[str] | None = None,
        limit: int = 100,
        cursor: str | None = None,
        *,
        named: str = "",
    ) -> Page[ExecutionView]:
        """Executions, the newest first, of one machine, status or part of a name where given.

        Raises:
            StateMachineDoesNotExist: there is no such machine.
            InvalidInput: the limit, status or cursor is not acceptable.
        """
        _check_limit(limit)
        statuses = _statuses(status)
        with self._database.read() as tx:
            name = executions.find_machine(tx, machine)[0] if machine is not None else None
            rows = tx.all(
                "SELECT * FROM execution WHERE id < ? AND machine = coalesce(?, machine)"
                " AND status IN (SELECT value FROM json_each(?)) AND instr(name, ?) > 0"
                " ORDER BY id DESC LIMIT ?",
                _position(cursor) or 2**62,
                name,
                json.dumps(statuses),
                named,
                limit + 1,
            )
            found = [executions.from_row(row) for row in rows[:limit]]
            views = [
                _view(each, branches.active_of(tx, each.id) if each.status == "RUNNING" else [])
                for each in found
            ]
        more = str(found[-1].id) if len(rows) > limit else None
        return Page(tuple(views), more)

    def get_execution_history(
        self,
        execution: str,
        limit: int = 100,
        cursor: str | None = None,
        *,
        reverse: bool = False,
    ) -> Page[Event]:
        """The events of an execution, the oldest first unless reversed.

        Raises:
            ExecutionDoesNotExist: there is none.
            InvalidInput: the limit or cursor is not acceptable.
        """
        _check_limit(limit)
        with self._database.read() as tx:
            found = executions.find(tx, execution)
            after = _position(cursor)
            events = read_events(tx, found.key, after, limit + 1, reverse=reverse)
        more = str(events[limit - 1].id) if len(events) > limit else None
        return Page(tuple(events[:limit]), more)

    def stop_execution(
        self, execution: str, error: str | None = None, cause: str | None = None
    ) -> None:
        """Abort an execution: its functions are killed, its tokens die, its children stop.

        One that has ended stays as it is.

        Raises:
            ExecutionDoesNotExist: there is none.
        """
        with self._database.write() as tx:
            lifecycle.stop(tx, executions.find(tx, execution), error, cause)
        self._changed()

    def redrive_execution(self, execution: str) -> None:
        """Let an execution that failed, timed out or was stopped go on where it ended.

        It starts again at the state that did not succeed, with the input that it had and with
        fresh retries; items of a Map and branches of a Parallel that were done keep their results.
        The machine's timeout starts anew.

        Beyond what Step Functions does: when the execution ended in a Fail state, after a Catch
        had led to a way with no other end, it goes on at the state whose error was caught. (Step
        Functions would enter the Fail state again.)

        Raises:
            ExecutionDoesNotExist: there is none.
            ExecutionNotRedrivable: it is running or has succeeded.
        """
        with self._database.write() as tx:
            lifecycle.redrive(tx, self._definitions, executions.find(tx, execution))
        self._changed()

    def send_task_success(self, token: str, output: Json) -> None:
        """Answer a waiting task with its result.

        Raises:
            InvalidToken: no task was ever given this token.
            TaskTimedOut: the task has been answered, has timed out, or its execution has ended.
            InvalidInput: the output is no JSON, or larger than 256 KiB.
        """
        reply = f'{{"output":{_payload("output", output)}}}'
        self._answer(token, reply)

    def send_task_failure(
        self, token: str, error: str | None = None, cause: str | None = None
    ) -> None:
        """Let a waiting task fail with an error.

        Raises:
            InvalidToken: no task was ever given this token.
            TaskTimedOut: the task has been answered, has timed out, or its execution has ended.
        """
        self._answer(token, encode({"error": error or "", "cause": cause or ""}))

    def send_task_heartbeat(self, token: str) -> None:
        """Say that work on a waiting task goes on.

        Raises:
            InvalidToken: no task was ever given this token.
            TaskTimedOut: the task has been answered, has timed out, or its execution has ended.
        """
        with self._database.write() as tx:
            branch = _waiting(tx, token)
            if branch.heartbeat is not None:
                branch.beat_by = tx.now + branch.heartbeat
                limit = branch.deadline if branch.deadline is not None else branch.beat_by
                branch.due = min(branch.beat_by, limit)
                branches.save(tx, branch)

    def wait(self, execution: str, timeout: float | None = None) -> ExecutionView:
        """Block until an execution has ended, or for ``timeout`` seconds; its view is returned.

        Raises:
            ExecutionDoesNotExist: there is none.
            StorageError: this process advances it, and cannot write to the journal.
        """
        limit = time.monotonic() + timeout if timeout is not None else None
        while True:
            view = self.describe_execution(execution)
            left = limit - time.monotonic() if limit is not None else _LOOK
            if not view.running or left <= 0:
                return view
            self._pause(min(left, _LOOK))

    def _pause(self, seconds: float) -> None:
        time.sleep(seconds)

    def _changed(self) -> None:
        """Hook: something was written that an interpreter in this process should see at once."""

    def _answer(self, token: str, reply: str) -> None:
        with self._database.write() as tx:
            branch = _waiting(tx, token)
            branch.reply, branch.due, branch.token = reply, tx.now, None
            branches.save(tx, branch)
        self._changed()


def _waiting(tx: Transaction, token: str) -> Branch:
    branch = branches.of_token(tx, token)
    if branch is None:
        if tx.one("SELECT 1 FROM token WHERE token = ?", token) is None:
            raise InvalidToken("no task was ever given this token")
        raise TaskTimedOut("the task of this token has been answered, or has ended")
    overdue = min(branch.deadline or tx.now, branch.beat_by or tx.now) < tx.now
    if branch.phase not in {Phase.WAITING, Phase.READY} or overdue:
        raise TaskTimedOut("the task of this token has timed out")
    return branch


def _payload(field: str, value: Json) -> str:
    try:
        text = encode(value)
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidInput(field, f"not a JSON value ({error})") from None
    if too_large(text):
        raise InvalidInput(field, "too large", f"{PAYLOAD_LIMIT} bytes of JSON")
    return text


def _check_limit(limit: int) -> None:
    if not 1 <= limit <= _PAGE:
        raise InvalidInput("limit", f"{limit} is out of range", f"1 to {_PAGE}")


def _statuses(status: str | Collection[str] | None) -> list[str]:
    asked = list(Status) if status is None else [status] if isinstance(status, str) else status
    for each in asked:
        if each not in set(Status):
            raise InvalidInput("status", f"{each!r} is none", ", ".join(Status))
    return list(asked)


def _position(cursor: str | None) -> int:
    if cursor is None:
        return 0
    if not cursor.isascii() or not cursor.isdecimal():
        raise InvalidInput("cursor", f"{cursor!r} was not given by a former page")
    return int(cursor)


def _view(execution: Execution, active: list[Branch]) -> ExecutionView:
    output: Any = json.loads(execution.output) if execution.output is not None else None
    return ExecutionView(
        arn=execution.arn,
        name=execution.name,
        machine=execution.machine,
        status=execution.status,
        input=json.loads(execution.input),
        output=output,
        error=execution.error,
        cause=execution.cause,
        started_at=execution.started,
        ended_at=execution.ended,
        redrives=execution.redrives,
        current=tuple(
            Position(each.place, each.state, each.phase, each.entered, each.retries())
            for each in active
        ),
    )
