"""What a log is: one kind of object that tables are a fold of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kinora.loop import keys
from kinora.model.errors import RecordRefused
from kinora.model.statement import Statement
from kinora.stores.sql import Row


class Fold(NamedTuple):
    """What applies one object.

    ``check`` is given the rows that its statements answered, and raises RecordRefused if another
    object was applied in its place.
    """

    statements: Sequence[Statement]
    check: Callable[[Sequence[list[Row]]], None] = lambda _: None


@dataclass(frozen=True)
class Log:
    """One kind of object that tables are a fold of.

    Attributes:
        name: what people call its objects.
        prefix: where the objects lie.
        format: what this version reads; what another version refused is tried again.
        missing: says which of some ids the tables lack, and no version that reads the format has
            set aside; in a column ``id``.
        fold: what applies the object of a key with that content; raises RecordRefused.
        id_of: the id in a key.
        aside: stands before an id among what is set aside, where other kinds have such ids too.
        dated: whether objects lie under the days from which they are.
    """

    name: str
    prefix: str
    format: int
    missing: Callable[[Sequence[str], int], Statement]
    fold: Callable[[str, bytes], Fold]
    id_of: Callable[[str], str] = keys.id_of
    aside: str = ""
    dated: bool = False


def same(sha256: str, what: str) -> Callable[[Sequence[list[Row]]], None]:
    """A check that the last statement answered this ``sha256``: that of what is applied."""

    def check(results: Sequence[list[Row]]) -> None:
        if results[-1][0]["sha256"] != sha256:
            raise RecordRefused(f"{what} was applied with other content")

    return check
