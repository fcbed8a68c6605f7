"""Fail: a run cannot go on."""

from kinora.cc.states.finish import Finish, fail
from kinora.lambda_task import cc_task

handler = cc_task(Finish, fail)
