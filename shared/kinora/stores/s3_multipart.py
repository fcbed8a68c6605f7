"""Large files to S3 and R2 in parts: bounded memory, a checksum for each part, all or nothing."""

from __future__ import annotations

from base64 import b64encode
from contextlib import suppress
from hashlib import sha256
from typing import Any, BinaryIO, Final

from kinora.model.errors import StorageError

PART: Final = 16 << 20
"""Bytes of a part, all of which are in memory at once. S3 and R2 want 5 MiB or more, and R2 wants
all parts but the last to be equally large."""
MOST_PARTS: Final = 10_000


def part_size(size: int) -> int:
    """Bytes of each part of a file of ``size`` bytes: larger ones where it has too many."""
    return max(PART, -(-size // MOST_PARTS))


def checksum(data: bytes) -> str:
    """The sha256, as S3's headers want it: base64."""
    return b64encode(sha256(data).digest()).decode()


def upload(client: Any, place: dict[str, str], file: BinaryIO, size: int) -> None:
    """Store ``size`` bytes of the file under the key; on any failure nothing is to be seen.

    Each part goes with its sha256, which the server checks. Of the whole, S3 and R2 keep a sha256
    of these (their COMPOSITE type; R2 knows no other one for sha256).

    Args:
        client: a boto3 S3 client.
        place: ``Bucket`` and ``Key``.
        file: opened for reading, at its beginning.
        size: of the file, in bytes; at least 1.

    Raises:
        StorageError: the file has not that many bytes any more.
        Exception: as the client or the file raises; the upload is given up first.
    """
    started = client.create_multipart_upload(**place, ChecksumAlgorithm="SHA256")
    this = {**place, "UploadId": started["UploadId"]}
    try:
        parts = _parts(client, this, file, size)
        client.complete_multipart_upload(**this, MultipartUpload={"Parts": parts})
    except BaseException:
        # Where even this fails, the bucket's lifecycle removes the parts; no reader sees them.
        with suppress(Exception):
            client.abort_multipart_upload(**this)
        raise


def _parts(client: Any, this: dict[str, str], file: BinaryIO, size: int) -> list[dict[str, Any]]:
    step = part_size(size)
    parts: list[dict[str, Any]] = []
    done = 0
    while data := file.read(step):
        done += len(data)
        if done > size:
            break
        number, digest = len(parts) + 1, checksum(data)
        sent = client.upload_part(**this, PartNumber=number, Body=data, ChecksumSHA256=digest)
        parts.append({"ETag": sent["ETag"], "PartNumber": number, "ChecksumSHA256": digest})
    if done != size:
        raise StorageError("a file changed while it was stored; nothing was stored")
    return parts
