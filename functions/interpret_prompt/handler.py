"""InterpretPrompt: what one queued prompt means."""

from kinora.lambda_task import task
from kinora.loop.interpret_prompt import InterpretPrompt, interpret_prompt

handler = task(InterpretPrompt, interpret_prompt)
