"""BuildSpec: every choice of the video, made once."""

from kinora.lambda_task import task
from kinora.loop.build_spec import BuildSpec, build_spec

handler = task(BuildSpec, build_spec)
