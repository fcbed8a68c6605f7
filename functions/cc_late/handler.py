"""Late: nobody answered for a while."""

from kinora.cc.states.late import Late, late
from kinora.lambda_task import cc_task

handler = cc_task(Late, late)
