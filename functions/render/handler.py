"""Render: one segment's frames."""

from kinora.lambda_task import task
from kinora.loop.render import Render, render

handler = task(Render, render)
