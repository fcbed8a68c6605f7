"""Every error that Kinora raises on purpose, in one tree.

The leaf names are a contract: a function that fails reports its class name as ``errorType``, and
``Retry`` and ``Catch`` in the state machines match on that string. ``tests/test_error_names.py``
keeps both sides together.

::

    KinoraError
    ├── InvalidInput                the request is at fault: never retried
    │   ├── InvalidPrompt
    │   ├── InvalidFormat           size, frame rate or duration
    │   ├── InvalidSpec
    │   ├── InvalidDefinition       a state machine file outside the fence
    │   ├── InvalidWorkflow         a workflow's step, schema or prompt that does not fit the rest
    │   └── UnreadableMedia         not a video, truncated, or without frames
    ├── StorageError
    │   ├── KeyRefused              a key that would leave the store
    │   ├── ObjectMissing
    │   ├── ObjectConflict          the key is taken by other content
    │   ├── StorageFull
    │   ├── StorageUnreachable      not reached, or asked to wait, after all retries
    │   ├── ServiceRefused          a service over HTTP says what it could not do
    │   ├── RowRefused              a row breaks a rule of its table
    │   ├── RecordRefused           a run record that the fold must not apply
    │   └── JournalCorrupted
    ├── MediaError
    │   ├── EncoderFailed
    │   ├── DecoderFailed
    │   └── SilentVideo             no audible audio track where one is promised
    ├── ProviderError               language, pictures, clips or music could not be had
    │   ├── ProviderUnavailable     for now; nothing was accepted or paid: retried
    │   ├── ProviderFailed          it took the job and could not do it
    │   ├── ContentRejected         it refuses what was asked for
    │   ├── InvalidAnswer           language that does not fit its schema, repaired once in vain
    │   ├── BudgetExceeded          the run's budget does not allow it
    │   ├── SubmissionUnknown       whether a job was handed in is not known: a person decides
    │   └── JobCancelled            nobody wants the result any more
    ├── RequestRefused              the API does not do what was asked; see kinora.api.refusals
    │   ├── NotFound
    │   ├── MethodNotAllowed
    │   ├── Unauthenticated         no token, or one that is not known
    │   ├── Forbidden               known, but not allowed this; or from a foreign page
    │   ├── Conflict                the thing is in a state that does not allow it
    │   ├── Gone                    it was there to be done until its deadline
    │   ├── PayloadTooLarge
    │   ├── UnsupportedMediaType
    │   ├── RangeNotSatisfiable     a range that holds no byte of the object
    │   └── TooManyRequests
    └── ExecutionError              the one-machine engine, in the words of the Step Functions API
        ├── ExecutionAlreadyExists
        ├── ExecutionDoesNotExist
        ├── ExecutionNotRedrivable
        ├── StateMachineDoesNotExist
        ├── InvalidToken
        ├── TaskTimedOut
        └── HostBusy                another process is running executions in this home
"""

from __future__ import annotations

import errno
from collections.abc import Mapping


class KinoraError(Exception):
    """The root. ``str(error)`` is one sentence that can be shown to a person."""


class InvalidInput(KinoraError):
    """A value from outside is not acceptable.

    ``field`` names the value and ``allowed`` says what would have been accepted.
    """

    def __init__(self, field: str, problem: str, allowed: str = "") -> None:
        self.field = field
        self.problem = problem
        self.allowed = allowed
        super().__init__(f"{field}: {problem}" + (f"; allowed: {allowed}" if allowed else ""))

    def __reduce__(self) -> tuple[type[InvalidInput], tuple[str, str, str]]:
        return type(self), (self.field, self.problem, self.allowed)


class InvalidPrompt(InvalidInput):
    """The prompt is empty, too long, or holds nothing that can be read."""


class InvalidFormat(InvalidInput):
    """Width, height, frame rate or duration is out of range."""


class InvalidSpec(InvalidInput):
    """A scene spec does not describe a video that can be rendered."""


class InvalidDefinition(InvalidInput):
    """A state machine definition is malformed or outside the supported subset."""


class InvalidWorkflow(InvalidInput):
    """A workflow definition does not fit together; names the file and the place in it."""


class UnreadableMedia(InvalidInput):
    """A media file cannot be decoded, or holds no picture."""


class StorageError(KinoraError):
    """An object store or a table could not do what was asked."""


class KeyRefused(StorageError):
    """An object key is malformed or tries to leave the store's root."""


class ObjectMissing(StorageError):
    """No object stands under the key."""


class ObjectConflict(StorageError):
    """Another object already stands under a key that may be written only once."""


DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
"""The numbers of an OSError that means :class:`StorageFull`."""


class StorageFull(StorageError):
    """The disk has no room left; nothing was half-written."""


class StorageUnreachable(StorageError):
    """A store cannot be reached or asks to wait, after all retries; nothing is known to be lost."""


class ServiceRefused(StorageError):
    """A service over HTTP says what it could not do, by a status and a code of its own."""

    def __init__(self, message: str, code: int, status: int, headers: Mapping[str, str]) -> None:
        self.code, self.status, self.headers = code, status, headers
        super().__init__(message)

    def __reduce__(self) -> tuple[type[ServiceRefused], tuple[str, int, int, dict[str, str]]]:
        return type(self), (str(self), self.code, self.status, dict(self.headers))


class RowRefused(StorageError):
    """A row breaks a rule of its table, as a name that is taken does; nothing was changed."""


class RecordRefused(StorageError):
    """A run record is malformed, newer than this version, or reuses a run id."""


class JournalCorrupted(StorageError):
    """The engine's journal is not a readable database."""


class MediaError(KinoraError):
    """ffmpeg could not do its part."""


class EncoderFailed(MediaError):
    """The encoder stopped before all frames were written."""


class DecoderFailed(MediaError):
    """A file that should be readable could not be decoded to its end."""


class SilentVideo(MediaError):
    """A finished video has no audible audio track although its spec asks for sound."""


class ProviderError(KinoraError):
    """A provider of language, pictures, clips or music did not give what was asked for."""


class ProviderUnavailable(ProviderError):
    """The provider cannot be reached or is busy; nothing was accepted or paid."""


class ProviderFailed(ProviderError):
    """The provider took the job and could not do it."""


class ContentRejected(ProviderError):
    """The provider refuses what was asked for; asking again in the same words will not help."""


class InvalidAnswer(ProviderError):
    """An answer does not fit its schema, and the attempt to repair it did not help."""


class BudgetExceeded(ProviderError):
    """The run's budget does not allow what this may cost."""


class SubmissionUnknown(ProviderError):
    """Whether the job was handed in before the process ended is not known; a person decides."""


class JobCancelled(ProviderError):
    """Nobody wants the result any more."""


class RequestRefused(KinoraError):
    """The API does not do what was asked. ``headers`` go with the answer."""

    def __init__(self, details: str, **headers: str) -> None:
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        super().__init__(details)


class NotFound(RequestRefused):
    """Nothing has that path or that id."""


class MethodNotAllowed(RequestRefused):
    """The path exists, but not for this method."""


class Unauthenticated(RequestRefused):
    """A token is needed, and none that is known was given."""


class Forbidden(RequestRefused):
    """The caller is known but may not do this, or the request comes from a foreign page."""


class Conflict(RequestRefused):
    """What was asked does not fit the state that the thing is in."""


class Gone(RequestRefused):
    """The thing could be done until its deadline, which has passed."""


class PayloadTooLarge(RequestRefused):
    """The body is larger than what is taken here."""


class UnsupportedMediaType(RequestRefused):
    """The body is of a kind that is not taken here."""


class RangeNotSatisfiable(RequestRefused):
    """The range that was asked for begins behind the object's end."""


class TooManyRequests(RequestRefused):
    """The caller asks too often, or too much is waiting already."""


class ExecutionError(KinoraError):
    """The engine refuses a request about an execution."""


class ExecutionAlreadyExists(ExecutionError):
    """An execution of that name exists with another input, or has ended."""


class ExecutionDoesNotExist(ExecutionError):
    """No execution has that name or ARN."""


class ExecutionNotRedrivable(ExecutionError):
    """Only a failed, stopped or timed-out execution can be redriven."""


class StateMachineDoesNotExist(ExecutionError):
    """No state machine has that name or ARN."""


class InvalidToken(ExecutionError):
    """No task was ever given that token."""


class TaskTimedOut(ExecutionError):
    """The task that holds the token has ended, been answered or timed out."""


class HostBusy(ExecutionError):
    """Another process already runs the executions of this home."""
