"""What S3 and R2 answer, in the words of the error tree: one translation for every call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from kinora.model.errors import (
    InvalidInput,
    KinoraError,
    ObjectMissing,
    StorageError,
    StorageUnreachable,
)

_ABSENT: Final = {"404", "NoSuchKey", "NotFound"}
_REFUSED: Final = {
    *("401", "403", "AccessDenied", "AllAccessDisabled", "AccountProblem", "Forbidden"),
    *("InvalidAccessKeyId", "SignatureDoesNotMatch", "Unauthorized", "InvalidSecurity"),
    *("ExpiredToken", "InvalidToken", "TokenRefreshRequired", "InvalidClientTokenId"),
}
_ELSEWHERE: Final = {
    *("PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException"),
    *("301", "307"),
}
_LATER: Final = {
    *("429", "SlowDown", "Throttling", "ThrottlingException", "TooManyRequests"),
    *("RequestTimeout", "RequestLimitExceeded", "BandwidthLimitExceeded", "InternalError"),
    *("ServiceUnavailable", "503 Slow Down", "OperationAborted"),
}


class TakenError(StorageError):
    """The conditional put found an object under the key.

    ``repeated`` says that the same request had been sent before: that object may be its own.
    """

    def __init__(self, key: str, *, repeated: bool) -> None:
        self.repeated = repeated
        super().__init__(f"{key} is taken")


class ContestedError(StorageError):
    """Another write to the key is under way; who wins is not known yet."""


class BeyondEndError(StorageError):
    """The range begins behind the object's end."""


class Place(NamedTuple):
    """What an error names: the bucket, and what a person would have to change."""

    bucket: str
    setting: str
    """The setting that names the bucket."""
    keys: str
    """Where the credentials come from."""


@contextmanager
def translating(place: Place, subject: str) -> Iterator[None]:
    """Errors of boto3 inside the block come out as errors of ours.

    Args:
        place: of the store.
        subject: what the call is about: the key, or ``""`` where it is the bucket itself.

    Raises:
        ObjectMissing: no object stands under the key.
        TakenError, ContestedError, BeyondEndError: for the store, which answers them itself.
        InvalidInput: credentials, bucket or region are refused; names the setting.
        StorageUnreachable: not reached, or asked to wait, after all retries.
        StorageError: anything else that the bucket answers.
    """
    # They are slow to import, and whoever made the client has them already.
    from boto3.exceptions import Boto3Error  # noqa: PLC0415
    from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError  # noqa: PLC0415

    try:
        yield
    except ClientError as error:
        raise _answered(place, subject, error.response) from error
    except HTTPClientError as error:
        raise _unreached(place, subject, error) from error
    except BotoCoreError as error:
        raise _unasked(place, subject, error) from error
    except Boto3Error as error:
        raise StorageError(f"the bucket {place.bucket}{_of(subject)}: {error}") from error


def _answered(place: Place, subject: str, response: dict[str, Any]) -> KinoraError:
    code = str(response.get("Error", {}).get("Code", ""))
    status = int(response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    if code in _ABSENT and subject:
        return ObjectMissing(f"no object {subject}")
    if status in {409, 412, 416}:
        return _for_the_store(status, subject, response)
    refused = _refused(place, code, status)
    if refused:
        return InvalidInput(place.setting, *refused)
    told = code or status
    if code in _LATER or status == 429 or (status >= 500 and status != 501):
        return StorageUnreachable(f"the bucket {place.bucket} asks to wait{_of(subject)}: {told}")
    return StorageError(f"the bucket {place.bucket} answered {told}{_of(subject)}")


def _for_the_store(status: int, subject: str, response: dict[str, Any]) -> StorageError:
    if status == 409:
        return ContestedError(f"{subject} is being written by others")
    if status == 416:
        return BeyondEndError(f"{subject} ends before that")
    return TakenError(subject, repeated=bool(response["ResponseMetadata"].get("RetryAttempts")))


def _refused(place: Place, code: str, status: int) -> tuple[str, str] | None:
    """What is wrong with the settings and what would be right; None where they are not at fault."""
    if code in {"NoSuchBucket", *_ABSENT}:
        return f"there is no bucket {place.bucket}", "one that exists"
    if code == "RequestTimeTooSkewed":
        return "this machine's clock is wrong, so the bucket refuses to answer", "the right time"
    if code in _ELSEWHERE:
        problem = f"the bucket {place.bucket} is in another region ({code})"
        return problem, "its own region, in AWS_DEFAULT_REGION"
    if code in _REFUSED or status in {401, 403}:
        problem = f"the bucket {place.bucket} refuses these credentials ({code or status})"
        return problem, _keys(place)
    return None


def _unreached(place: Place, subject: str, error: Exception) -> StorageUnreachable:
    address = urlsplit(str(getattr(error, "kwargs", {}).get("endpoint_url", "")))
    at = f" at {address.scheme}://{address.netloc}" if address.netloc else ""
    reason = type(error).__name__
    return StorageUnreachable(
        f"the bucket {place.bucket} cannot be reached{at}{_of(subject)}: {reason}"
    )


def _of(subject: str) -> str:
    return f" for {subject}" if subject else ""


def _keys(place: Place) -> str:
    return f"keys that may read, write and list there, from {place.keys}"


def _unasked(place: Place, subject: str, error: Exception) -> KinoraError:
    """An error of boto3 itself: it could not even ask, or could not read the answer."""
    from botocore import exceptions  # noqa: PLC0415 - slow import

    if isinstance(
        error,
        (
            exceptions.NoCredentialsError,
            exceptions.PartialCredentialsError,
            exceptions.CredentialRetrievalError,
            exceptions.UnauthorizedSSOTokenError,
            exceptions.TokenRetrievalError,
            exceptions.SSOTokenLoadError,
            exceptions.ProfileNotFound,
        ),
    ):
        problem = f"no usable credentials for the bucket {place.bucket} ({_one_line(error)})"
        return InvalidInput(place.setting, problem, _keys(place))
    if isinstance(error, exceptions.NoRegionError):
        return InvalidInput(place.setting, "no region is set", "a region, in AWS_DEFAULT_REGION")
    if isinstance(error, exceptions.ParamValidationError):
        return InvalidInput(place.setting, f"the bucket {place.bucket}: {_one_line(error)}")
    if isinstance(error, (exceptions.ConnectionError, exceptions.IncompleteReadError)):
        return _unreached(place, subject, error)
    return StorageError(f"the bucket {place.bucket}{_of(subject)}: {_one_line(error)}")


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
