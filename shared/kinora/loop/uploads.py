"""Videos made elsewhere: where they lie until they are admitted, and who waits for them.

A run that takes an upload waits with a task token. The upload and the token come in any order:
whoever stores the second of the two sends the answer, and both may.
"""

from __future__ import annotations

from contextlib import suppress

from kinora.control.executions import Executions
from kinora.loop import keys
from kinora.loop.stage import Stage
from kinora.model.base import Frozen
from kinora.model.errors import InvalidToken, ObjectMissing, TaskTimedOut

DIRECT_BYTES = 4 * 2**20
"""Up to this size an upload travels inside a request: Lambda takes 6 MB, base64 included."""
MOST_BYTES = 512 * 2**20


class AwaitUpload(Frozen):
    """Input of the state."""

    run_id: str
    token: str


class Waiting(Frozen):
    """Output of AwaitUpload's function, which nobody reads: the token brings the answer."""

    run_id: str
    arrived: bool


class Token(Frozen):
    """The task token of a waiting run; it never leaves the server."""

    token: str


def await_upload(event: AwaitUpload, stage: Stage, executions: Executions) -> Waiting:
    """Keep the token; where the upload is there already, answer at once."""
    token = Token(token=event.token)
    stage.objects.put(keys.upload_token(event.run_id), token.model_dump_json().encode())
    return Waiting(run_id=event.run_id, arrived=arrived(event.run_id, stage, executions))


def arrived(run_id: str, stage: Stage, executions: Executions) -> bool:
    """Let the run go on if its upload lies there; whether it does.

    A run that went on already, or waits no longer, is left alone.
    """
    try:
        stage.objects.head(keys.upload(run_id))
    except ObjectMissing:
        return False
    with suppress(ObjectMissing, TaskTimedOut, InvalidToken):
        token = stage.read(keys.upload_token(run_id), Token).token
        executions.send_task_success(token, {"upload": keys.upload(run_id)})
    return True


def looks_like_mp4(head: bytes) -> bool:
    """Whether a file may be an MP4, by its first twelve bytes (ISO/IEC 14496-12, ``ftyp``)."""
    return len(head) >= 12 and head[4:8] == b"ftyp"
