"""AwaitUpload: keeps the token of a run that waits for its video."""

from kinora.bootstrap import process_executions
from kinora.lambda_task import task
from kinora.loop.uploads import AwaitUpload, await_upload

handler = task(AwaitUpload, lambda event, stage: await_upload(event, stage, process_executions()))
