"""Interpret: what the prompt means."""

from kinora.lambda_task import task
from kinora.loop.interpret import Interpret, interpret

handler = task(Interpret, interpret)
