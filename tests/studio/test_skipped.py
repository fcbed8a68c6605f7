"""A run that was scheduled before a pause and starts after it ends as skipped."""

from kinora.bootstrap import stage
from kinora.control.executions import INTERPRETATION, LOOP
from kinora.local.schedules import LocalSchedules
from kinora.loop.control import set_loops
from kinora.loop.jobs import JobState, find, listed
from kinora.loop.tick import Tick, tick
from kinora.model.loop_config import LoopChange, Workflow
from kinora.settings import Settings
from kinora.stores.objects import walk
from kinora.studio.host import host

AT = "2026-03-04T12:00:00.000Z"


def test_scheduled_before_a_pause_and_started_after_it(tmp_path):
    settings = Settings(home=tmp_path)
    ports, schedules = stage(settings), LocalSchedules(settings.schedule_file, lambda: 0.0)
    with host(settings) as engine:
        for workflow, machine in ((Workflow.MAIN, LOOP), (Workflow.INTERPRETATION, INTERPRETATION)):
            set_loops(LoopChange(enabled=False), workflow, ports, schedules)
            request = {"workflow_type": workflow, "scheduled_at": AT}
            name = f"20260304T120000Z-{workflow}-s123456"
            view = engine.wait(engine.start_execution(machine, request, name), 30)
            assert view.status == "SUCCEEDED", view.cause
            history = engine.get_execution_history(name, 1000).items
            entered = [event.state for event in history if event.type.endswith("StateEntered")]
            assert entered[-1] == "Skipped"
            told = tick(Tick(workflow=workflow, scheduled_at=AT), ports, engine)
            assert (told.run_id, told.result) == (None, "paused")
        job = find("20260304T120000Z-main-s123456", engine, ports)
        assert (job.status, job.error.error) == (JobState.CANCELLED, "Skipped")
        assert "paused" in job.error.details
        assert not listed(engine, ports, JobState.COMPLETED, None, 10, None).jobs
        asked = engine.start_execution(LOOP, {"workflow_type": "main", "prompt": "12 34"}, "asked")
        assert engine.wait(asked, 30).error == "InvalidPrompt"  # asked for: not skipped
    assert not list(walk(ports.objects, "records/"))
    schedules.close()
