"""Submit: a media job is handed in."""

from kinora.cc.jobs.work import Work, submit
from kinora.lambda_task import cc_task

handler = cc_task(Work, submit)
