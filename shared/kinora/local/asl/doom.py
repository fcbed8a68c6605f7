"""Which states can only end in failure."""

from __future__ import annotations

from collections.abc import Mapping

from kinora.local.asl.machine import Fail, State, ends, successors


def doomed(states: Mapping[str, State]) -> frozenset[str]:
    """The states from which a Fail state can be reached, and no other end."""
    failing = _leading_to(states, {name for name, s in states.items() if isinstance(s, Fail)})
    others = {name for name, s in states.items() if ends(s) and not isinstance(s, Fail)}
    return frozenset(failing - _leading_to(states, others))


def _leading_to(states: Mapping[str, State], goals: set[str]) -> set[str]:
    """The goals and every state with a way to one of them."""
    found = set(goals)
    grown = True
    while grown:
        grown = False
        for name, state in states.items():
            if name not in found and not found.isdisjoint(successors(state, caught=True)):
                found.add(name)
                grown = True
    return found
