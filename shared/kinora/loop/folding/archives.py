"""Archives: older records, many in one object, byte for byte as they were.

A ZIP file names each member by the record's own key. Archives are named by their content, so
packing the same records again makes the same object.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from kinora.loop import keys
from kinora.loop.folding.applying import Applier, CaughtUp, Told, set_aside
from kinora.loop.folding.log import Log
from kinora.loop.folding.missing import PAGE, lacking
from kinora.model.errors import ObjectMissing, RecordRefused
from kinora.model.record import digest
from kinora.registry import archives as table
from kinora.stores.objects import ObjectStore, walk
from kinora.stores.sql import SqlStore

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time of a ZIP member: archives of the same records are the same bytes."""


def pack(records: Iterable[tuple[str, bytes]]) -> bytes:
    """An archive of records, each with its key."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for key, data in records:
            archive.writestr(zipfile.ZipInfo(key, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def unpack(name: str, data: bytes, wanted: Sequence[str] | None = None) -> list[tuple[str, bytes]]:
    """The records of an archive with their keys: all, or the wanted ones.

    Raises:
        RecordRefused: the archive is damaged, or lacks one of them.
    """
    with _opened(name, data) as archive:
        members = archive.namelist() if wanted is None else wanted
        return [(key, archive.read(key)) for key in members]


def content(objects: ObjectStore, key: str) -> bytes:
    """A record's content, wherever it lies by now.

    Raises:
        ObjectMissing: nowhere.
        RecordRefused: its archive is damaged.
    """
    try:
        return objects.get(key)
    except ObjectMissing:
        for info in walk(objects, keys.archives_of(key)):
            with _opened(info.key, objects.get(info.key)) as archive:
                if key in archive.namelist():
                    return archive.read(key)
        raise


def name_of(day: str, data: bytes) -> str:
    """The key of an archive of one day (``2026/11/26``)."""
    return keys.archive(day, digest(data))


def names(name: str, data: bytes) -> list[str]:
    """The keys of the records in an archive.

    Raises:
        RecordRefused: it is damaged.
    """
    with _opened(name, data) as archive:
        return archive.namelist()


@contextmanager
def _opened(name: str, data: bytes) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError) as error:
        raise RecordRefused(f"{name}: not an archive of records") from error


def unread(log: Log, objects: ObjectStore, tables: SqlStore) -> Iterator[str]:
    """The archives of which the tables may lack a record."""
    listed = [info.key for info in walk(objects, keys.ARCHIVES)]
    for begin in range(0, len(listed), PAGE):
        rows = tables.query(table.missing(listed[begin : begin + PAGE], log.format))
        yield from sorted(row["name"] for row in rows)


def catch_up_archives(log: Log, objects: ObjectStore, tables: SqlStore, told: Told) -> CaughtUp:
    """Fold the records of archives that the tables lack. A damaged archive is set aside.

    Raises:
        StorageError, StorageFull: the tables or the object store refused.
    """
    total = CaughtUp()
    for name in unread(log, objects, tables):
        try:
            data = objects.get(name)
            if lacked := lacking(log, names(name, data), tables):
                total += Applier(log, objects, tables, told).apply(unpack(name, data, lacked))
            tables.batch([table.read(name)])
        except RecordRefused as error:
            plain = name.removesuffix(".zip")
            set_aside(plain, name, str(error), log.format, objects, tables)
            total += CaughtUp(set_aside=1)
    return total
