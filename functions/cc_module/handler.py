"""RunModule: a module that needs nobody."""

from kinora.cc.states.run_module import RunModule, run_module
from kinora.lambda_task import cc_task

handler = cc_task(RunModule, run_module)
