"""Grow: the run record."""

from kinora.lambda_task import task
from kinora.loop.grow import Grow, grow

handler = task(Grow, grow)
