"""Machines by the hash of their definition, each read once in the life of a process."""

from __future__ import annotations

from kinora.local.asl.machine import Machine
from kinora.local.asl.parser import parse
from kinora.local.journal import executions
from kinora.local.journal.database import Transaction


class Definitions:
    """Definitions never change under their hash, so that they are kept for good."""

    def __init__(self) -> None:
        self._machines: dict[str, Machine] = {}

    def machine(self, tx: Transaction, sha: str) -> Machine:
        """The machine of a definition that the journal holds, and which was found sound then."""
        if sha not in self._machines:
            self._machines[sha], _ = parse(executions.get_definition(tx, sha))
        return self._machines[sha]
