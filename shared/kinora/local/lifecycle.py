"""How executions begin and end: shared by requests from outside and by the interpreter."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from kinora.control.views import Status
from kinora.local import queue
from kinora.local.asl.errors import TIMEOUT
from kinora.local.asl.machine import Machine, Map, Parallel
from kinora.local.asl.values import encode, same
from kinora.local.definitions import Definitions
from kinora.local.journal import branches, executions
from kinora.local.journal.branches import Branch, Phase
from kinora.local.journal.database import Transaction
from kinora.local.journal.executions import Execution
from kinora.local.journal.history import record
from kinora.model.errors import ExecutionAlreadyExists, ExecutionNotRedrivable, InvalidInput

_NAME: Final = re.compile(r"[^\s<>{}\[\]?*\"#%\\^|~`$&,;:/\x00-\x1f\x7f-\x9f]{1,80}")
_EVENTS: Final = {
    Status.SUCCEEDED: "ExecutionSucceeded",
    Status.FAILED: "ExecutionFailed",
    Status.TIMED_OUT: "ExecutionTimedOut",
    Status.ABORTED: "ExecutionAborted",
}


def start(
    tx: Transaction,
    definitions: Definitions,
    machine: str,
    input_text: str,
    name: str,
    *,
    awaited_by: int | None = None,
) -> Execution:
    """Begin an execution, or find the running one of the same name and input.

    Raises:
        StateMachineDoesNotExist: there is no such machine.
        ExecutionAlreadyExists: the name is taken by another input, or by one that has ended.
        InvalidInput: the name is not one that Step Functions takes.
    """
    if not _NAME.fullmatch(name):
        raise InvalidInput("name", f"{name!r} cannot name an execution", "1 to 80 plain characters")
    machine_name, sha = executions.find_machine(tx, machine)
    arn = executions.execution_arn(machine_name, name)
    row = tx.one("SELECT * FROM execution WHERE arn = ?", arn)
    if row is not None:
        return _same_again(executions.from_row(row), input_text)
    parsed = definitions.machine(tx, sha)
    phase = queue.first_phase(tx, machine_name, awaited=awaited_by is not None)
    limited = parsed.timeout is not None and phase is Phase.READY
    deadline = tx.now + (parsed.timeout or 0.0) if limited else None
    row_id = tx.run(
        "INSERT INTO execution (arn, name, machine, sha, status, input, started, deadline,"
        " awaited_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        arn,
        name,
        machine_name,
        sha,
        Status.RUNNING,
        input_text,
        tx.now,
        deadline,
        awaited_by,
    ).lastrowid
    execution = executions.get(tx, row_id or 0)
    record(tx, execution.key, "ExecutionStarted", texts={"input": input_text})
    root = Branch(
        execution=execution.id,
        slot=0,
        place="",
        region="",
        state=parsed.regions[""].start,
        phase=phase,
        data=input_text,
        due=tx.now,
    )
    branches.insert(tx, root)
    return execution


def _same_again(execution: Execution, input_text: str) -> Execution:
    if execution.status is not Status.RUNNING:
        raise ExecutionAlreadyExists(f"{execution.arn} has ended already")
    if not same(json.loads(execution.input), json.loads(input_text)):
        raise ExecutionAlreadyExists(f"{execution.arn} runs with another input")
    return execution


def end(
    tx: Transaction,
    execution: Execution,
    status: Status,
    *,
    output: str | None = None,
    error: str | None = None,
    cause: str | None = None,
) -> None:
    """End a running execution; what is under way in it is aborted, whoever awaits it is told."""
    tx.run(
        "UPDATE execution SET status = ?, output = ?, error = ?, cause = ?, ended = ?,"
        " deadline = NULL WHERE id = ?",
        status,
        output,
        error,
        cause,
        tx.now,
        execution.id,
    )
    if status is Status.SUCCEEDED:
        tx.run("DELETE FROM branch WHERE execution = ?", execution.id)
    else:
        for branch in branches.active_of(tx, execution.id):
            abort(tx, branch)
        root = branches.root(tx, execution.id)
        if root is not None and root.phase is Phase.PENDING:
            abort(tx, root)
    queue.wake(tx, execution.machine)
    texts = {} if output is None else {"output": output}
    record(tx, execution.key, _EVENTS[status], texts=texts, error=error, cause=cause)
    if execution.awaited_by is not None:
        tx.run(
            "UPDATE branch SET reply = ?, due = ? WHERE id = ? AND child = ?",
            json.dumps({"ended": execution.id}),
            tx.now,
            execution.awaited_by,
            execution.id,
        )


def abort(tx: Transaction, branch: Branch) -> None:
    """End a branch from outside, and the execution that it waits for."""
    child = branch.child
    branch.rest()
    branch.phase = Phase.ABORTED
    branches.save(tx, branch)
    tx.aborted = True
    if child is not None:
        stop(
            tx, executions.get(tx, child), None, "The execution that waited for it went on or ended"
        )


def stop(tx: Transaction, execution: Execution, error: str | None, cause: str | None) -> None:
    """Abort an execution; one that has ended stays as it is."""
    if execution.status is Status.RUNNING:
        end(tx, execution, Status.ABORTED, error=error, cause=cause)


def time_out(tx: Transaction, execution: Execution) -> None:
    """End an execution whose machine's TimeoutSeconds have passed."""
    end(tx, execution, Status.TIMED_OUT, error=TIMEOUT)


def redrive(tx: Transaction, definitions: Definitions, execution: Execution) -> None:
    """Let an execution that did not succeed go on where it ended; see ``Client``.

    Raises:
        ExecutionNotRedrivable: it is running, or has succeeded.
    """
    if execution.status in {Status.RUNNING, Status.SUCCEEDED}:
        raise ExecutionNotRedrivable(
            f"{execution.arn} is {execution.status}: only an execution that failed, timed out "
            "or was stopped can be redriven"
        )
    machine = definitions.machine(tx, execution.sha)
    deadline = tx.now + machine.timeout if machine.timeout is not None else None
    tx.run(
        "UPDATE execution SET status = ?, output = NULL, error = NULL, cause = NULL, ended = NULL,"
        " deadline = ?, redrives = redrives + 1 WHERE id = ?",
        Status.RUNNING,
        deadline,
        execution.id,
    )
    record(tx, execution.key, "ExecutionRedriven", redriveCount=execution.redrives + 1)
    root = branches.root(tx, execution.id)
    if root is not None:
        _revive(tx, machine, root)


def _revive(tx: Transaction, machine: Machine, branch: Branch) -> None:
    """Set a branch that failed or was aborted back to the state that has to be done again."""
    if branch.phase not in {Phase.FAILED, Phase.ABORTED}:
        return
    caught: dict[str, Any] | None = json.loads(branch.caught) if branch.caught else None
    region = machine.regions[branch.region]
    if caught is not None and region.states[branch.state].type == "Fail":
        branch.enter(caught["state"], encode(caught["data"]), tx.now)
        branch.caught = None
    else:
        branch.enter(branch.state, branch.data, tx.now)
    inside = []
    if isinstance(region.states[branch.state], Map | Parallel):
        inside = branches.children(tx, branch.id, branch.state)
    if inside:
        branch.phase, branch.entered = Phase.JOINING, tx.now
    branches.save(tx, branch)
    for child in inside:
        _revive(tx, machine, child)
