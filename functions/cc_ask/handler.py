"""Ask: a question to a person."""

from kinora.cc.states.ask import Ask, ask
from kinora.lambda_task import cc_task

handler = cc_task(Ask, ask)
