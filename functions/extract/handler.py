"""Extract: what is really in the video."""

from kinora.lambda_task import task
from kinora.loop.extract import Extract, extract

handler = task(Extract, extract)
