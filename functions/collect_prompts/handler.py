"""CollectPrompts: which prompts this pass interprets."""

from kinora.lambda_task import task
from kinora.loop.collect import CollectPrompts, collect

handler = task(CollectPrompts, collect)
