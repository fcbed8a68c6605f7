"""Videos and posters: sent in ranges, and taken from outside."""

from __future__ import annotations

from collections.abc import Callable
from email import policy
from email.parser import BytesParser
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from pydantic import Field, ValidationError

from kinora.api.access.asking import AtRequest
from kinora.api.desk import AtDesk, Desk
from kinora.api.request import Request
from kinora.api.routes.jobs import JobAnswer, JobId, answered
from kinora.api.sending import send
from kinora.loop import jobs, keys
from kinora.loop.jobs import Job, JobState
from kinora.loop.uploads import DIRECT_BYTES, MOST_BYTES, arrived, looks_like_mp4
from kinora.model.base import Frozen
from kinora.model.errors import (
    Conflict,
    InvalidInput,
    NotFound,
    ObjectMissing,
    PayloadTooLarge,
    UnreadableMedia,
)
from kinora.model.run_id import workflow_of
from kinora.stores.objects import ObjectInfo

router = Router()
_URL_SECONDS = 3600
MP4 = "video/mp4"


class UploadPlan(Frozen):
    """An upload that does not travel inside a request, by its size, or as finished."""

    bytes: Annotated[int | None, Field(ge=1, le=MOST_BYTES)] = None
    """The size of the file, to be told where to put it."""
    uploaded: bool = False
    """The file lies where it was to be put: the job may go on."""


class UploadAnswer(Frozen):
    """Where the file goes, and the job."""

    job: JobAnswer
    upload_url: str | None
    """For PUT with Content-Type video/mp4; None when nothing is left to upload."""
    expires_in: int | None
    """Seconds that the address is good for."""


@router.get("/jobs/<job_id>/download", tags=["jobs"], summary="The video, whole or in a range")
def download(desk: AtDesk, request: AtRequest, job_id: JobId) -> Response[str]:
    return send(request, _object(desk, job_id, keys.video), MP4, f"{job_id}.mp4")


@router.get("/jobs/<job_id>/poster", tags=["jobs"], summary="A frame of the video")
def poster(desk: AtDesk, request: AtRequest, job_id: JobId) -> Response[str]:
    return send(request, _object(desk, job_id, keys.poster), "image/jpeg", f"{job_id}.jpg")


@router.post("/jobs/<job_id>/upload", tags=["jobs"], summary="The video of a job made elsewhere")
def upload(desk: AtDesk, request: AtRequest, job_id: JobId) -> UploadAnswer:
    """An MP4 as the body, or as ``file`` of a form; or, as JSON, the size of a larger one."""
    job = jobs.find(job_id, desk.executions, desk.stage)
    if not job.upload:
        raise Conflict(f"job {job_id} draws its own video: create one with upload true")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return _planned(desk, job, plan_of(request))
    content = file_of_form(request) if kind == "multipart/form-data" else request.body
    if len(content) > DIRECT_BYTES:
        problem = f"{len(content):,} bytes; at most {DIRECT_BYTES:,} travel in a request: "
        raise PayloadTooLarge(problem + 'send {"bytes": SIZE} as JSON to be told where to put it')
    if not looks_like_mp4(content[:12]):
        raise UnreadableMedia("video", "it is no MP4 file", "MP4")
    if job.status is not JobState.PENDING:
        return _again(desk, job, content)
    desk.stage.objects.put(keys.upload(job_id), content)
    return _arrived(desk, job)


def plan_of(request: Request) -> UploadPlan:
    """The plan in a JSON body.

    Raises:
        InvalidInput: it is none; names the field.
    """
    try:
        return UploadPlan.model_validate_json(request.body)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(("body", *map(str, first["loc"])))
        raise InvalidInput(field, first["msg"]) from error


def file_of_form(request: Request) -> bytes:
    """The part ``file`` of a multipart form (RFC 7578).

    Raises:
        InvalidInput: there is none.
    """
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    form = BytesParser(policy=policy.HTTP).parsebytes(head + request.body)
    for part in form.walk():
        if part.get_param("name", header="content-disposition") == "file":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return content
    raise InvalidInput("file", "the form has no such part", "one part named file with the MP4")


def _planned(desk: Desk, job: Job, plan: UploadPlan) -> UploadAnswer:
    """Say where a large file goes, or let the job go on with one that lies there."""
    if plan.uploaded:
        return _arrived(desk, job)
    if plan.bytes is None:
        raise InvalidInput("body", "neither bytes nor uploaded is given", "one of the two")
    if job.status is not JobState.PENDING:
        raise Conflict(f"job {job.id} is {job.status}: it takes no upload")
    address = desk.stage.objects.presigned_put(keys.upload(job.id), _URL_SECONDS, MP4)
    own = f"/api/jobs/{job.id}/upload"
    return UploadAnswer(job=answered(job), upload_url=address or own, expires_in=_URL_SECONDS)


def _arrived(desk: Desk, job: Job) -> UploadAnswer:
    if job.status is JobState.PENDING and not arrived(job.id, desk.stage, desk.executions):
        raise Conflict(f"job {job.id} waits: its file has not been uploaded yet")
    found = jobs.find(job.id, desk.executions, desk.stage)
    return UploadAnswer(job=answered(found), upload_url=None, expires_in=None)


def _again(desk: Desk, job: Job, content: bytes) -> UploadAnswer:
    """The same file once more is no error; another one comes too late."""
    try:
        same = desk.stage.objects.get(keys.upload(job.id)) == content
    except ObjectMissing:
        same = False
    if not same:
        raise Conflict(f"job {job.id} is {job.status}: it takes no upload")
    return UploadAnswer(job=answered(job), upload_url=None, expires_in=None)


def _object(desk: Desk, job_id: str, key: Callable[[str], str]) -> ObjectInfo:
    """What a job has made; the key is made of a checked id, never of what a client sent."""
    try:
        if workflow_of(job_id) is not None:
            return desk.stage.objects.head(key(job_id))
    except ObjectMissing:
        pass
    raise NotFound(f"job {job_id!r} has made no such file")
