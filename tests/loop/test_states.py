"""Each state of the loop with real work, on a small video."""

import json
from itertools import pairwise

import numpy as np
import pytest

from kinora.loop import keys
from kinora.loop.assemble import assemble, finish
from kinora.loop.build_spec import cut
from kinora.loop.grow import grow
from kinora.loop.pick import PickPrompt, pick
from kinora.loop.render import encode_frames
from kinora.media import decode
from kinora.media.audible import audible
from kinora.media.join import join
from kinora.model.errors import (
    InvalidFormat,
    InvalidPrompt,
    InvalidSpec,
    ObjectConflict,
    SilentVideo,
)
from kinora.model.features import Features
from kinora.model.format import VideoFormat
from kinora.model.record import RunRecord
from kinora.model.run import RunRequest
from kinora.stores.objects import walk as walk_objects


def test_a_whole_run(walk, ports):
    run = walk(prompt="a stormy city at night in the rain, 96 bpm").sync()
    found = {info.key for info in walk_objects(ports.objects, "")}
    run_id = run.picked.run_id
    assert {
        f"runs/{run_id}/{name}"
        for name in ("instruction.json", "spec.json", "segments/00.mp4", "video.mp4", "poster.jpg", "sheet.png", "features.json")
    } <= found  # fmt: skip
    assert f"records/2026/01/02/{run_id}.json" in found
    assert "snapshots/2/000000000001.json" in found
    assert run.video.frames == 18
    assert run.synced.discoveries.new == len(ports.read(run.grown.record, RunRecord).observations)


def test_the_spec_rendered_is_the_spec_recorded(walk, ports):
    run = walk().grow()
    spec = ports.spec(run.built.spec)
    record = ports.read(run.grown.record, RunRecord)
    with ports.objects.local(run.video.key) as path:
        comment = decode.probe(ports.ffmpeg(), path).comment
    assert spec.sha256 == run.built.spec_sha256 == record.spec_sha256
    assert f"spec_sha256={spec.sha256};" in comment
    assert f"seed={spec.seed};" in comment


def test_the_measures_are_of_the_file(walk, ports):
    run = walk(prompt="a bright day at sea").measure()
    features = ports.read(run.features, Features)
    assert features.video.frames == 18
    assert (features.video.width, features.video.height) == (128, 96)
    assert len(features.windows) == 2
    assert features.whole.loudness_lufs == pytest.approx(run.video.loudness_lufs, abs=0.1)


def test_segments_drawn_apart_are_the_frames_drawn_at_once(walk, ports, tmp_path):
    run = walk(duration_seconds=4.0, prompt="a lake, pan left").build()
    spec = ports.spec(run.built.spec)
    assert len(run.built.segments) == 2
    from kinora.picture import Painter

    whole = Painter(spec)
    for segment in run.built.segments:
        apart = Painter(spec)
        for index in (segment.first_frame, segment.first_frame + segment.frames - 1):
            assert np.array_equal(whole.i420(index), apart.i420(index))


def test_every_state_can_be_done_again(walk, ports):
    """Tasks run at least once: doing one twice must not change what is recorded."""
    run = walk().sync()
    before, discoveries = ports.objects.get(run.grown.record), run.synced.discoveries
    run.sync()
    assert ports.objects.get(run.grown.record) == before
    assert run.synced.discoveries == discoveries
    assert [i.key for i in walk_objects(ports.objects, keys.RECORDS)] == [run.grown.record]


def test_a_run_id_cannot_be_used_for_another_run(walk, ports):
    walk(seed=1).build()
    with pytest.raises(ObjectConflict, match="already picked for another request"):
        walk(seed=2).build()


def test_a_record_cannot_be_replaced(walk, ports):
    run = walk().grow()
    changed = run.grow_event()
    changed = changed.model_copy(
        update={"run": run.picked.model_copy(update={"prompt": "another"})}
    )
    with pytest.raises(ObjectConflict, match="already has another record"):
        grow(changed, ports)


def test_a_tampered_spec_is_not_assembled(walk, ports):
    run = walk().film()
    spec = json.loads(ports.objects.get(run.built.spec))
    spec["seed"] += 1
    ports.objects.put(run.built.spec, json.dumps(spec).encode())
    from kinora.loop.assemble import Assemble

    event = Assemble(
        run_id="x", spec=run.built.spec, spec_sha256=run.built.spec_sha256, segments=()
    )
    with pytest.raises(InvalidSpec, match="not the decided one"):
        assemble(event, ports)


def test_silence_is_room_tone_but_no_track_and_no_sound_fail(walk, ports, tmp_path):
    run = walk(prompt="a silent lake").film()
    assert run.video.loudness_lufs is None or run.video.loudness_lufs < -40
    spec = ports.spec(run.built.spec)
    bare = tmp_path / "bare.mp4"
    encode_frames(spec, 0, 6, bare, ports.ffmpeg())
    with pytest.raises(SilentVideo, match="no audio track"):
        audible(ports.ffmpeg(), bare)
    mute = tmp_path / "mute.mp4"
    join(ports.ffmpeg(), [bare], [np.zeros((24_000, 2), np.float32)], mute, {})
    with pytest.raises(SilentVideo, match="silent audio track"):
        audible(ports.ffmpeg(), mute)


def test_two_renders_of_one_spec_are_the_same_bytes(walk, ports, tmp_path):
    spec = ports.spec(walk().build().built.spec)
    made = []
    for name in ("a", "b"):
        part, whole = tmp_path / f"{name}-part.mp4", tmp_path / f"{name}.mp4"
        encode_frames(spec, 0, spec.format.frames, part, ports.ffmpeg())
        finish(spec, [part], whole, ports.ffmpeg())
        frames = [f.tobytes() for f in decode.frames(ports.ffmpeg(), whole, 128, 96)]
        made.append((frames, decode.sound(ports.ffmpeg(), whole).tobytes()))
    assert made[0] == made[1]


def test_length_comes_from_request_then_prompt_then_configuration(walk, ports):
    ports.objects.put(keys.LOOP_CONFIG, b'{"duration_seconds": 2.0}')

    def frames(number, **request):
        return ports.spec(walk(number, **request).build().built.spec).format.frames

    assert frames(1, prompt="a lake, 4 seconds", duration_seconds=3.0) == 36
    assert frames(2, prompt="a lake, 4 seconds", duration_seconds=None) == 48
    assert frames(3, prompt="a lake", duration_seconds=None) == 24


@pytest.mark.parametrize("seconds", [1, 3.9, 4, 6, 30, 61.3, 600])
@pytest.mark.parametrize("fps", [1, 24, 60])
def test_segments_cover_the_clip(seconds, fps):
    form = VideoFormat(fps=fps, duration_seconds=seconds)
    segments = cut(form, "r")
    assert segments[0].first_frame == 0
    for one, other in pairwise(segments):
        assert one.first_frame + one.frames == other.first_frame
    assert segments[-1].first_frame + segments[-1].frames == form.frames
    assert max(segment.frames for segment in segments) <= 10 * fps + 1


@pytest.mark.parametrize(
    ("request_fields", "error"),
    [
        ({"prompt": ""}, InvalidPrompt),
        ({"width": 65}, InvalidFormat),
        ({"duration_seconds": 1000.0}, InvalidFormat),
    ],
)
def test_bad_requests_are_refused_at_the_first_state(ports, request_fields, error):
    event = PickPrompt(run_id="r", started_at="t", request=RunRequest(**request_fields))
    with pytest.raises(error):
        pick(event, ports)
