"""The second argument of a Lambda handler."""

from __future__ import annotations

import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LambdaContext:
    """What a function can ask about its call, under the names that Lambda gives it.

    ``deadline`` is the time, in seconds since the epoch, at which the function is stopped.
    """

    function_name: str
    aws_request_id: str
    memory_limit_in_mb: int
    deadline: float
    function_version: str = "$LATEST"
    log_group_name: str = ""
    log_stream_name: str = ""

    @property
    def invoked_function_arn(self) -> str:
        """The function's ARN on this machine."""
        return f"arn:aws:lambda:local:000000000000:function:{self.function_name}"

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds left before the function is stopped."""
        return max(0, round((self.deadline - time.time()) * 1000))
