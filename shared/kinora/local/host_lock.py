"""One host per home: the lock that an interpreter holds while it lives."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from kinora.model.errors import HostBusy, StorageError


class HostLock:
    """An exclusive lock on a file; the system releases it when the process dies, however.

    Raises:
        HostBusy: another host holds it.
        StorageError: the file cannot be made.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise StorageError(f"{path} cannot be opened: {error.strerror}") from None
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._file, 20).decode("ascii", "replace").strip() or "unknown"
            os.close(self._file)
            raise HostBusy(
                f"process {holder} already runs the executions of {path.parent}"
            ) from None
        os.truncate(self._file, 0)
        os.pwrite(self._file, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Let another host take over."""
        os.close(self._file)
