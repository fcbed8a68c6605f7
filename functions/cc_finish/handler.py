"""Finish: all modules of a run are done."""

from kinora.cc.states.finish import Finish, finish
from kinora.lambda_task import cc_task

handler = cc_task(Finish, finish)
