from __future__ import annotations

import threading
import time

from kinora.local.engine import Engine
from tests.local.machines import ask, region, until

MANY = 1000


def test_a_thousand_waiting_executions_cost_nothing_and_all_resume(journal, functions):
    with Engine(journal, functions.invoker) as engine:
        engine.create_state_machine("m", region(("A", ask(HeartbeatSeconds=50, End=True))))
        threads = threading.active_count()
        arns = [engine.start_execution("m", {"n": number}) for number in range(MANY)]
        until(lambda: len(functions.tokens) == MANY, 30)
        until(lambda: not engine._interpreter._live, 30)
        assert threading.active_count() <= threads + 3  # the three lanes of one function
        time.sleep(0.3)
        used, begun = time.process_time(), time.monotonic()
        time.sleep(2)
        idle = (time.process_time() - used) / (time.monotonic() - begun)
        assert idle < 0.01
        for event in functions.called("ask"):
            engine.send_task_success(event["token"], event["input"]["n"])
        outputs = [engine.wait(arn, 30).output for arn in arns]
    assert outputs == list(range(MANY))
