"""Assemble: the finished video with sound."""

from kinora.lambda_task import task
from kinora.loop.assemble import Assemble, assemble

handler = task(Assemble, assemble)
