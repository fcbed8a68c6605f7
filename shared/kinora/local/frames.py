"""Messages over a stream socket: four bytes of length, then the message."""

from __future__ import annotations

import socket
import struct
from typing import Final

_LENGTH: Final = struct.Struct("!I")
_FDS: Final = 4


def send(channel: socket.socket, message: bytes, fds: tuple[int, ...] = ()) -> None:
    """Send a message; open files may travel with it over a Unix socket.

    Raises:
        OSError: the other end is gone.
    """
    head = _LENGTH.pack(len(message))
    if fds:
        socket.send_fds(channel, [head], list(fds))
    else:
        channel.sendall(head)
    channel.sendall(message)


def receive(channel: socket.socket) -> bytes | None:
    """The next message, or None when the other end is gone.

    Raises:
        TimeoutError: the socket has a timeout, and it passed.
    """
    head = _exactly(channel, _LENGTH.size)
    return None if head is None else _exactly(channel, _LENGTH.unpack(head)[0])


def receive_with_fds(channel: socket.socket) -> tuple[bytes | None, list[int]]:
    """The next message and the files that came with it."""
    head, fds, _, _ = socket.recv_fds(channel, _LENGTH.size, _FDS)
    if len(head) < _LENGTH.size:
        rest = _exactly(channel, _LENGTH.size - len(head)) if head else None
        if rest is None:
            return None, fds
        head += rest
    return _exactly(channel, _LENGTH.unpack(head)[0]), fds


def _exactly(channel: socket.socket, count: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < count:
        try:
            part = channel.recv(min(count - len(parts), 1 << 20))
        except ConnectionError:
            return None
        if not part:
            return None
        parts += part
    return bytes(parts)
