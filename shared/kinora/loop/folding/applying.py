"""Many objects applied at once, and none kept up by one that cannot be.

A batch of statements stands or falls whole. One that is refused is cut in halves until the objects
that are at fault stand alone; these are set aside with the reason.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import NamedTuple

from kinora.loop import keys
from kinora.loop.folding.log import Fold, Log
from kinora.model.errors import ObjectMissing, RecordRefused, RowRefused
from kinora.model.statement import Statement
from kinora.registry import fold
from kinora.stores.objects import ObjectStore
from kinora.stores.sql import SqlStore

MOST_OBJECTS = 20
MOST_BYTES = 500_000
MOST_STATEMENTS = 50
"""What one batch holds at most; a single larger object travels alone. D1 takes 2 MB a value, 30
seconds a request, and on its free plan 50 statements."""
_READERS = 8
"""Objects that are read at once: from a bucket, one takes about as long as many."""
_FEW = 3

Told = Callable[[int], None]
"""Is told how many objects were dealt with since it was told last."""


class CaughtUp(NamedTuple):
    """How many objects a catching up applied, and how many it set aside."""

    applied: int = 0
    set_aside: int = 0

    def __add__(self, other: object) -> CaughtUp:
        if not isinstance(other, CaughtUp):
            return NotImplemented
        return CaughtUp(self.applied + other.applied, self.set_aside + other.set_aside)


class Prepared(NamedTuple):
    """An object that is read: its key, and what applies it."""

    key: str
    fold: Fold


class Applier:
    """Applies objects of one log to tables.

    Args:
        log: what kind of objects.
        objects: where they lie, and where the reasons go why some were set aside.
        tables: what they are applied to.
        told: progress.
    """

    def __init__(self, log: Log, objects: ObjectStore, tables: SqlStore, told: Told) -> None:
        self._log = log
        self._objects = objects
        self._tables = tables
        self._told = told
        self._refused = 0

    def apply(self, found: Iterable[tuple[str, bytes]]) -> CaughtUp:
        """Fold objects, each with its key and content.

        Raises:
            StorageError, StorageFull: the tables or the object store refused.
        """
        self._refused, applied = 0, 0
        for group in groups(self._prepared(found)):
            applied += self._apply(group)
            self._told(len(group))
        return CaughtUp(applied, self._refused)

    def _prepared(self, found: Iterable[tuple[str, bytes]]) -> Iterator[Prepared]:
        for key, data in found:
            try:
                yield Prepared(key, self._log.fold(key, data))
            except RecordRefused as error:
                self._set_aside(key, str(error))
                self._told(1)

    def _apply(self, group: Sequence[Prepared]) -> int:
        try:
            results = self._tables.batch([one for each in group for one in each.fold.statements])
        except RowRefused as error:
            if len(group) == 1:
                self._set_aside(group[0].key, str(error))
                return 0
            middle = len(group) // 2
            return self._apply(group[:middle]) + self._apply(group[middle:])
        applied, begin = 0, 0
        for key, each in group:
            end = begin + len(each.statements)
            try:
                each.check(results[begin:end])
                applied += 1
            except RecordRefused as error:
                self._set_aside(key, str(error))
            begin = end
        return applied

    def _set_aside(self, key: str, reason: str) -> None:
        name = f"{self._log.aside}{self._log.id_of(key)}"
        set_aside(name, key, reason, self._log.format, self._objects, self._tables)
        self._refused += 1


def set_aside(
    name: str, key: str, reason: str, read_format: int, objects: ObjectStore, tables: SqlStore
) -> None:
    """Keep the reason why an object cannot be applied, and do not try again with this version."""
    keep_reason(name, key, reason, objects)
    tables.batch([fold.set_aside(name, read_format, reason)])


def keep_reason(name: str, key: str, reason: str, objects: ObjectStore) -> None:
    """Store why nothing is made of an object, where people look for it."""
    note = json.dumps({"object": key, "reason": reason}).encode()
    objects.put(keys.set_aside(name), note)


def contents(objects: ObjectStore, wanted: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """The objects' content, in order, some read ahead; what is gone by now is passed over."""
    if len(wanted) <= _FEW:
        yield from _present(wanted, (_content(objects, key) for key in wanted))
        return
    with ThreadPoolExecutor(_READERS) as pool:
        rest = iter(wanted)
        while ahead := list(islice(rest, MOST_OBJECTS)):
            yield from _present(ahead, pool.map(lambda key: _content(objects, key), ahead))


def _present(
    wanted: Iterable[str], contents: Iterable[bytes | None]
) -> Iterator[tuple[str, bytes]]:
    for key, content in zip(wanted, contents, strict=True):
        if content is not None:
            yield key, content


def _content(objects: ObjectStore, key: str) -> bytes | None:
    try:
        return objects.get(key)
    except ObjectMissing:
        return None


def groups(prepared: Iterable[Prepared]) -> Iterator[list[Prepared]]:
    """Objects in batches, as they come."""
    group: list[Prepared] = []
    size = statements = 0
    for each in prepared:
        own, bytes_ = len(each.fold.statements), sum(map(_size, each.fold.statements))
        if group and (
            len(group) == MOST_OBJECTS
            or size + bytes_ > MOST_BYTES
            or statements + own > MOST_STATEMENTS
        ):
            yield group
            group, size, statements = [], 0, 0
        group.append(each)
        size += bytes_
        statements += own
    if group:
        yield group


def _size(statement: Statement) -> int:
    """About how many bytes a statement takes in a request."""
    texts = (value for value in statement.parameters if isinstance(value, str))
    return len(statement.sql) + sum(map(len, texts))
