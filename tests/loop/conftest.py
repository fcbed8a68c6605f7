"""A working stage on a temporary home, and a whole small run on it."""

import pytest

from kinora.bootstrap import stage
from kinora.loop.assemble import Assemble, assemble
from kinora.loop.build_spec import BuildSpec, build_spec
from kinora.loop.extract import Extract, extract
from kinora.loop.grow import Grow, grow
from kinora.loop.interpret import Interpret, interpret
from kinora.loop.pick import PickPrompt, pick
from kinora.loop.render import Render, render
from kinora.loop.sync import Sync, sync
from kinora.model.run import RunRequest
from kinora.settings import Settings


@pytest.fixture
def settings(tmp_path):
    return Settings(home=tmp_path / "home")


@pytest.fixture
def ports(settings):
    made = stage(settings)
    yield made
    made.tables().close()


class Walk:
    """The states of the loop called one after another, as the machine would."""

    def __init__(self, ports, run_id, **request):
        self.ports = ports
        small = {"width": 128, "height": 96, "fps": 12, "duration_seconds": 1.5}
        asked = RunRequest(**{**small, **request})
        event = PickPrompt(run_id=run_id, started_at="2026-01-02T03:04:05.678Z", request=asked)
        self.picked = pick(event, ports)

    def build(self):
        instruction = interpret(Interpret(run=self.picked), self.ports).instruction
        self.built = build_spec(BuildSpec(run=self.picked, instruction=instruction), self.ports)
        return self

    def film(self):
        self.build()
        spec, run_id = self.built.spec, self.picked.run_id
        done = [render(Render(spec=spec, segment=s), self.ports) for s in self.built.segments]
        event = Assemble(
            run_id=run_id, spec=spec, spec_sha256=self.built.spec_sha256, segments=tuple(done)
        )
        self.video = assemble(event, self.ports)
        return self

    def measure(self):
        self.film()
        event = Extract(run_id=self.picked.run_id, video=self.video.key)
        self.features = extract(event, self.ports).features
        return self

    def grow(self):
        self.measure()
        self.grown = grow(self.grow_event(), self.ports)
        return self

    def grow_event(self):
        return Grow(run=self.picked, spec=self.built.spec, video=self.video, features=self.features)

    def sync(self):
        self.grow()
        self.synced = sync(Sync(record=self.grown.record), self.ports)
        return self


@pytest.fixture
def walk(ports):
    return lambda number=1, **request: Walk(
        ports, f"20260102T0304{number:02d}Z-explorer-aaaaaa", **request
    )
