"""Videos sent in ranges, and videos taken from outside."""

import random
import subprocess

import pytest

from kinora.loop.uploads import DIRECT_BYTES
from kinora.media import ffmpeg

MP4 = {"content-type": "video/mp4"}


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """A film of somebody else: ffmpeg's test picture with a tone."""
    path = tmp_path_factory.mktemp("films") / "film.mp4"
    make(path, "testsrc2=s=160x120:r=10:d=2")
    return path.read_bytes()


def make(path, picture, *options, sound="sine=f=440:d=2"):
    inputs = ["-f", "lavfi", "-i", picture, *(["-f", "lavfi", "-i", sound] if sound else [])]
    command = [ffmpeg.locate(None), "-y", "-v", "error", *inputs, "-pix_fmt", "yuv420p", *options]
    subprocess.run([*command, str(path)], check=True)


def address(job):
    return job["download_url"].removeprefix("/api")


def test_ranges_give_the_bytes_that_they_name(studio, made):
    whole = studio.client.get(address(made)).content
    chance = random.Random(4)
    for _ in range(40):
        first = chance.randrange(len(whole))
        last = chance.randrange(first, len(whole) + 50)
        answer = studio.client.get(address(made), headers={"Range": f"bytes={first}-{last}"})
        end = min(last, len(whole) - 1)
        assert answer.status_code == 206
        assert answer.content == whole[first : end + 1]
        assert answer.headers["content-range"] == f"bytes {first}-{end}/{len(whole)}"
        assert int(answer.headers["content-length"]) == len(answer.content)
    for header, part in (
        ("bytes=-7", whole[-7:]),
        ("bytes=5-", whole[5:]),
        ("bytes=0-0", whole[:1]),
    ):
        answer = studio.client.get(address(made), headers={"Range": header})
        assert (answer.status_code, answer.content) == (206, part)


def test_what_is_no_range_sends_everything(studio, made):
    size = made["video"]["bytes"]
    for header in (
        "bytes=9-3",
        "bytes=-",
        "lines=1-2",
        "bytes=0-1,5-6",
        "bytes=a-b",
        "bytes=" + "9" * 40 + "-",
    ):
        answer = studio.client.get(address(made), headers={"Range": header})
        assert (answer.status_code, len(answer.content)) == (200, size), header
    beyond = studio.client.get(address(made), headers={"Range": f"bytes={size}-"})
    assert beyond.status_code == 416
    assert beyond.headers["content-range"] == f"bytes */{size}"
    assert beyond.json()["error"] == "RangeNotSatisfiable"


def test_a_client_that_has_it_is_not_sent_it_again(studio, made):
    first = studio.client.get(address(made))
    tag = first.headers["etag"]
    for header in (tag, f'W/{tag}, "other"', "*"):
        answer = studio.client.get(address(made), headers={"If-None-Match": header})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == tag
    ranged = {"Range": "bytes=0-9", "If-Range": tag}
    assert studio.client.get(address(made), headers=ranged).status_code == 206
    changed = {"Range": "bytes=0-9", "If-Range": '"other"'}
    assert studio.client.get(address(made), headers=changed).status_code == 200
    head = studio.client.head(address(made))
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == first.headers["content-length"]
    assert head.headers["accept-ranges"] == "bytes"
    assert "media-src 'self'" in first.headers["content-security-policy"]


def test_the_poster_is_a_picture(studio, made):
    poster = studio.client.get(made["poster_url"].removeprefix("/api"))
    assert poster.headers["content-type"] == "image/jpeg"
    assert poster.content[:3] == b"\xff\xd8\xff"


@pytest.mark.parametrize("way", ["direct", "form", "streamed"])
def test_a_film_made_elsewhere_is_measured_and_grown(studio, film, way):
    job = studio.create("a calm sea in the evening", upload=True)
    assert job["status"] == "pending"
    place = f"/jobs/{job['id']}/upload"
    if way == "direct":
        answer = studio.client.post(place, content=film, headers=MP4)
    elif way == "form":
        answer = studio.client.post(place, files={"file": ("film.mp4", film, "video/mp4")})
    else:
        plan = studio.client.post(place, json={"bytes": len(film)}).json()
        answer = studio.client.put(
            plan["upload_url"].removeprefix("/api"), content=film, headers=MP4
        )
    assert answer.status_code == 200, answer.text
    assert answer.json()["upload_url"] is None
    ended = studio.ended(job)
    assert ended["status"] == "completed", ended
    assert ended["outcome"]["reasons"][0] == "made elsewhere" or not ended["outcome"]["good"]
    assert ended["video"]["format"]["width"] == 160
    assert studio.client.get(address(ended)).content == film
    again = studio.client.post(place, content=film, headers=MP4)
    assert again.status_code == 200
    other = studio.client.post(place, content=film + b"\0", headers=MP4)
    assert other.status_code == 409
    found = studio.client.get("/loop/diagnostics").json()["jobs"][0]
    assert found["job_id"] == job["id"]
    assert found["new"] + found["known"] > 20


def test_a_film_without_sound_is_taken_and_said_to_be_silent(studio, tmp_path):
    make(tmp_path / "silent.mp4", "testsrc2=s=96x64:r=10:d=1", sound=None)
    job = studio.create("colour bars", upload=True)
    content = (tmp_path / "silent.mp4").read_bytes()
    studio.client.post(f"/jobs/{job['id']}/upload", content=content, headers=MP4)
    ended = studio.ended(job)
    assert ended["status"] == "completed"
    assert ended["outcome"]["good"] is False
    assert any("silent" in reason for reason in ended["outcome"]["reasons"])


@pytest.mark.parametrize("broken", ["cut", "head", "long", "still"])
def test_a_film_that_cannot_be_used_fails_its_job_with_a_reason(studio, film, tmp_path, broken):
    if broken == "cut":
        content = film[: len(film) // 3]
    elif broken == "head":
        content = film[:12] + bytes(20_000)
    elif broken == "long":
        path = tmp_path / "long.mp4"
        make(path, "color=c=red:s=64x64:r=1:d=700", "-preset", "ultrafast", sound=None)
        content = path.read_bytes()
    else:
        path = tmp_path / "still.mp4"
        make(path, "color=c=red:s=64x64:r=10:d=0.1", sound=None)
        content = path.read_bytes()
    job = studio.create("a film", upload=True)
    answer = studio.client.post(f"/jobs/{job['id']}/upload", content=content, headers=MP4)
    assert answer.status_code == 200
    ended = studio.ended(job)
    assert ended["status"] == "failed"
    assert ended["error"]["error"] == "UnreadableMedia"
    assert "Traceback" not in ended["error"]["details"]


def test_what_is_no_film_is_refused_before_anything_is_stored(studio, film):
    job = studio.create("a film", upload=True)
    place = f"/jobs/{job['id']}/upload"
    post = studio.client.post
    assert post(place, content=b"<svg/>" * 9, headers=MP4).status_code == 422
    assert post(place, content=b"", headers=MP4).status_code == 422
    assert post(place, files={"other": ("a", film)}).status_code == 422
    assert post(place, content=film, headers={"content-type": "text/html"}).status_code in {
        415,
        422,
    }
    assert post(place, json={}).status_code == 422
    assert post(place, json={"bytes": 0}).status_code == 422
    assert post(place, json={"bytes": 10**12}).status_code == 422
    assert post(place, json={"uploaded": True}).status_code == 409
    large = film + bytes(DIRECT_BYTES)
    refused = post(place, content=large, headers=MP4)
    assert refused.status_code == 413
    assert not (studio.home / "objects" / "uploads" / job["id"] / "video.mp4").exists()
    assert studio.client.put(place, content=b"no film" * 50, headers=MP4).status_code == 422
    taken = studio.client.put(place, content=large, headers=MP4)
    assert taken.status_code == 200


def test_a_job_that_draws_takes_no_film(studio, made, film):
    answer = studio.client.post(f"/jobs/{made['id']}/upload", content=film, headers=MP4)
    assert answer.status_code == 409
    assert (
        studio.client.put(f"/jobs/{made['id']}/upload", content=film, headers=MP4).status_code
        == 409
    )
