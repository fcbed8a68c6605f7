"""The statements that the edge's ordinary token may run: those of a drain and a comparison.

``python -m kinora.edge.statements`` writes them for the gateway, which knows them by their texts.
"""

from __future__ import annotations

import json
import sys

from kinora.registry import (
    archives,
    contributions,
    digests,
    fold,
    interpretations,
    knowledge,
    linguistic,
    origins,
    postings,
    published,
    rating,
    walks,
)
from kinora.stores.d1 import OWN_STATEMENTS

_OF = (
    origins,
    fold,
    rating,
    interpretations,
    linguistic,
    contributions,
    postings,
    archives,
    walks,
    published,
)
_HEAD = "// The statements that TOKEN may run, by their text; `make edge-statements` writes them.\n"


def texts() -> list[str]:
    """Every statement, once."""
    snapshot = (each.sql for each in knowledge.snapshot_statements())
    found = [
        *OWN_STATEMENTS,
        *(text for module in _OF for text in module.TEXTS),
        knowledge.version_statement().sql,
        *snapshot,
        *digests.pages(),
    ]
    return list(dict.fromkeys(found))


def written() -> str:
    """The gateway's module."""
    return f"{_HEAD}export default {json.dumps(texts(), indent=2)};\n"


if __name__ == "__main__":
    sys.stdout.write(written())
