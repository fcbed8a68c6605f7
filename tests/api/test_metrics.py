"""Metrics in the text that Prometheus reads."""

import re

from kinora.api.exposition import Metric, Sample, exposed
from kinora.control.executions import LOOP
from kinora.model.record import RunFigures
from tests.api.postings_client import colour
from tests.registry.histories import observation, record

_SAMPLE = re.compile(r'^([a-z_]+)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*)\})? (\S+)$')


def read(text):
    """Every sample by name and labels; each after its HELP and its TYPE."""
    found, told = {}, []
    assert text.endswith("\n")
    for line in text.splitlines():
        if line.startswith("#"):
            told.append(line.split(" ", 3)[1:3])
            continue
        name, labels, value = _SAMPLE.match(line).groups()
        assert told[-2:] == [["HELP", name], ["TYPE", name]]
        found[name, labels or ""] = float(value)
    return found


def test_figures_of_a_home(api):
    figures = RunFigures(motion=0.1, brightness=0.5, palette="x")
    api.record(
        record(1, [colour("001", 9), observation("003", 2)]).model_copy(
            update={"figures": figures}
        ),
        record(2, [colour("001", 3)], good=False),
    )
    execution = {
        "StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 60, "End": True}},
    }  # fmt: skip
    api.desk.executions.create_state_machine(LOOP, execution)
    api.desk.executions.start_execution(LOOP, {})
    status, headers, body = api.ask("GET", "/metrics")
    assert status == 200
    assert headers["content-type"].startswith("text/plain; version=0.0.4")
    found = read(body)
    assert found["kinora_runs_total", 'workflow_type="explorer"'] == 2
    assert found["kinora_good_runs", 'workflow_type="explorer"'] == 1
    place = 'registry="static",category="static_colors"'
    assert found["kinora_entries", place] == 1
    assert found["kinora_observations_total", place] == 12
    assert found["kinora_discovery_ratio", ""] == 0.5
    assert found["kinora_precision_ratio", ""] == 0.5
    assert found["kinora_executions_running", f'machine="{LOOP}"'] == 1
    assert not any(name == "kinora_ratings_total" for name, _ in found)


def test_an_empty_home_has_no_figures_but_answers(api):
    status, _, body = api.ask("GET", "/metrics")
    assert status == 200
    assert "kinora_runs_total" not in body


def test_labels_and_help_are_escaped():
    metric = Metric("m", "gauge", "a\\b\nc", (Sample(1, {"l": 'x"y\\z\n'}), Sample(0.5)))
    assert exposed([metric]) == (
        '# HELP m a\\\\b\\nc\n# TYPE m gauge\nm{l="x\\"y\\\\z\\n"} 1\nm 0.5\n'
    )
    assert exposed([Metric("m", "gauge", "h", ())]) == ""
