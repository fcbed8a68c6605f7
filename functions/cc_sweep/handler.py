"""Sweep: machines are told what a process that ended could not tell them."""

from kinora.cc.states.sweep import Sweep, sweep
from kinora.lambda_task import cc_task

handler = cc_task(Sweep, sweep)
