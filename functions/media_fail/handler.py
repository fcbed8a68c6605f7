"""Fail: why a media job was not done."""

from kinora.cc.jobs.work import Work, fail
from kinora.lambda_task import cc_task

handler = cc_task(Work, fail)
