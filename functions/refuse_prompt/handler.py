"""RefusePrompt: why one queued prompt was not interpreted."""

from kinora.lambda_task import task
from kinora.loop.interpret_prompt import RefusePrompt, refuse_prompt

handler = task(RefusePrompt, refuse_prompt)
