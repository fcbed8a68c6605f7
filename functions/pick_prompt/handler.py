"""PickPrompt: what this run is about."""

from kinora.lambda_task import task
from kinora.loop.pick import PickPrompt, pick

handler = task(PickPrompt, pick)
