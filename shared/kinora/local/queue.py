"""The queue before a machine: executions that wait at their beginning until others have ended.

An execution in the queue is running for the API, but its top level is PENDING. Step Functions has
no such limit: there, functions that are called too often throttle.
"""

from __future__ import annotations

from kinora.local.definitions import Definitions
from kinora.local.journal import branches, executions
from kinora.local.journal.branches import Branch, Phase
from kinora.local.journal.database import Transaction
from kinora.local.journal.executions import Execution

_WORKING = """
SELECT count(*) FROM execution AS e JOIN branch AS b ON b.execution = e.id AND b.parent IS NULL
WHERE e.machine = ? AND e.status = 'RUNNING' AND b.phase IN ('READY', 'CALLING', 'JOINING')
"""
_WAKE = """
UPDATE branch SET due = ? WHERE id = (
    SELECT b.id FROM branch AS b JOIN execution AS e ON e.id = b.execution
    WHERE b.parent IS NULL AND b.phase = 'PENDING' AND b.due IS NULL AND e.machine = ?
    ORDER BY b.execution LIMIT 1
)
"""
_RESTING = frozenset({Phase.WAITING, Phase.SLEEPING})


def first_phase(tx: Transaction, machine: str, *, awaited: bool) -> Phase:
    """In which phase an execution of a machine begins. One that another waits for never queues."""
    return Phase.READY if awaited or executions.at_once(tx, machine) is None else Phase.PENDING


def ask(tx: Transaction, definitions: Definitions, execution: Execution, root: Branch) -> bool:
    """Let an execution out of the queue if there is room; whether it was.

    Its machine's timeout counts from here. Where there was room there may be more: the next one
    is woken.
    """
    limit = executions.at_once(tx, execution.machine)
    row = tx.one(_WORKING, execution.machine)
    if limit is not None and row is not None and row[0] >= limit:
        root.due = None
        branches.save(tx, root)
        return False
    root.phase, root.due = Phase.READY, tx.now
    branches.save(tx, root)
    timeout = definitions.machine(tx, execution.sha).timeout
    if timeout is not None:
        tx.run("UPDATE execution SET deadline = ? WHERE id = ?", tx.now + timeout, execution.id)
    wake(tx, execution.machine)
    return True


def wake(tx: Transaction, machine: str) -> None:
    """Have the first in a machine's queue, if there is one, ask again."""
    tx.run(_WAKE, tx.now, machine)


def rested(tx: Transaction, execution: Execution, branch: Branch) -> None:
    """Wake the queue where a top level has begun to wait for somebody or for a time."""
    if branch.parent is None and branch.phase in _RESTING:
        wake(tx, execution.machine)
