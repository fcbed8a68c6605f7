"""Objects as files in a folder: the embedded object store."""

from __future__ import annotations

import os
import shutil
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from kinora.model.errors import DISK_FULL, KeyRefused, ObjectMissing, StorageError, StorageFull
from kinora.stores.objects import ObjectInfo, checked

_STAGING = ".staging"


class FolderObjects:
    """An object store on a folder of a local disk.

    A write goes to a staging file, is fsynced, and then gets its name: by ``rename`` for ``put``,
    by ``link`` (which fails where the name is taken) for ``put_if_absent``.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._staging = root / _STAGING

    def put(self, key: str, data: bytes) -> None:
        self._write(key, lambda file: _write_all(file, data), _replace)

    def put_file(self, key: str, path: Path) -> None:
        def copy(file: BinaryIO) -> None:
            with path.open("rb") as source:
                shutil.copyfileobj(source, file, 1 << 20)

        self._write(key, copy, _replace)

    def put_if_absent(self, key: str, data: bytes) -> bool:
        return self._write(key, lambda file: _write_all(file, data), _link)

    def get(self, key: str) -> bytes:
        with self._open(key) as file:
            return file.read()

    def get_range(self, key: str, start: int, length: int) -> bytes:
        with self._open(key) as file:
            file.seek(start)
            return file.read(length)

    def head(self, key: str) -> ObjectInfo:
        path = self._path(key)
        if not path.is_file():
            raise ObjectMissing(f"no object {key}")
        return ObjectInfo(key, path.stat().st_size)

    def list(self, prefix: str, *, after: str = "", limit: int = 1000) -> list[ObjectInfo]:
        folder = prefix.rpartition("/")[0]
        base = self._path(folder) if folder else self._root
        found: list[ObjectInfo] = []
        for key, path in _sorted_files(base, folder, after):
            if key.startswith(prefix) and key > after:
                with suppress(FileNotFoundError):  # deleted since the folder was read
                    found.append(ObjectInfo(key, path.stat().st_size))
                if len(found) >= limit:
                    break
        return found

    def delete(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        path = self._path(key)
        if not path.is_file():
            raise ObjectMissing(f"no object {key}")
        yield path

    def presigned_get(self, key: str, seconds: int) -> str | None:  # noqa: ARG002 - the port's form
        return None

    def presigned_put(self, key: str, seconds: int, content_type: str) -> str | None:  # noqa: ARG002
        return None

    def _path(self, key: str) -> Path:
        return self._root / checked(key)

    def _open(self, key: str) -> BinaryIO:
        try:
            return self._path(key).open("rb")
        except (FileNotFoundError, IsADirectoryError) as error:
            raise ObjectMissing(f"no object {key}") from error

    def _write(
        self, key: str, fill: Callable[[BinaryIO], None], name: Callable[[Path, Path], bool]
    ) -> bool:
        target = self._path(key)
        staged = self._staging / uuid4().hex
        try:
            self._staging.mkdir(parents=True, exist_ok=True)
            with staged.open("xb") as file:
                fill(file)
                file.flush()
                os.fsync(file.fileno())
            target.parent.mkdir(parents=True, exist_ok=True)
            won = name(staged, target)
            _sync_folder(target.parent)
        except OSError as error:
            raise _translated(key, error) from error
        else:
            return won
        finally:
            staged.unlink(missing_ok=True)


def _write_all(file: BinaryIO, data: bytes) -> None:
    file.write(data)


def _replace(staged: Path, target: Path) -> bool:
    staged.replace(target)
    return True


def _link(staged: Path, target: Path) -> bool:
    try:
        os.link(staged, target)
    except FileExistsError:
        return False
    return True


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _translated(key: str, error: OSError) -> StorageError:
    if error.errno in DISK_FULL:
        return StorageFull(f"the disk is full: {key} was not stored, nothing was half-written")
    if isinstance(error, (FileExistsError, NotADirectoryError, IsADirectoryError)):
        return KeyRefused(f"object key {key!r} and another key cannot both exist in a folder")
    return StorageError(f"{key} could not be stored: {error.strerror or error}")


def _sorted_files(folder: Path, prefix: str, after: str) -> Iterator[tuple[str, Path]]:
    """Files below a folder in key order; subfolders that sort before ``after`` are skipped."""
    try:
        entries = {entry.name: entry for entry in os.scandir(folder)}
    except (FileNotFoundError, NotADirectoryError):
        return
    # A folder sorts as its name plus "/", since that is how its keys continue.
    names = sorted((name + "/" if entries[name].is_dir() else name) for name in entries)
    base = f"{prefix}/" if prefix else ""
    if after.startswith(base):
        head = after[len(base) :].split("/", 1)
        first = head[0] + "/" if len(head) > 1 else head[0]
        names = names[max(0, bisect_right(names, first) - 1) :]
    for name in names:
        if name.rstrip("/") == _STAGING:
            continue
        if name.endswith("/"):
            yield from _sorted_files(folder / name[:-1], base + name[:-1], after)
        else:
            yield base + name, folder / name
