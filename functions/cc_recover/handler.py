"""Recover: a module failed; what is to be done?"""

from kinora.cc.states.recover import Recover, recover
from kinora.lambda_task import cc_task

handler = cc_task(Recover, recover)
