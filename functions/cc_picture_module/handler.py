"""RunModule: a module that looks at pictures or makes films."""

from kinora.cc.states.run_module import RunModule, run_module
from kinora.lambda_task import cc_task

handler = cc_task(RunModule, run_module)
