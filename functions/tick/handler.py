"""Tick: what a schedule calls; it starts a run unless one of its kind is under way."""

from kinora.bootstrap import process_executions
from kinora.lambda_task import task
from kinora.loop.tick import Tick, tick

handler = task(Tick, lambda event, stage: tick(event, stage, process_executions()))
