"""Films that nobody drew for a measure: photographs, ffmpeg's own sources, worn-out codecs.

Their truth is what the container must say, and, where a photograph is panned, the camera.
"""

from __future__ import annotations

from collections.abc import Iterator

from accuracy.films.cameras import seen
from accuracy.films.moves import Shot, gliding, zooming
from accuracy.films.take import Take

_SOURCES = {
    "mandelbrot": "mandelbrot=s=320x240:r=24:end_pts=120:start_scale=1.5:end_scale=0.02",
    "life": "life=s=160x120:r=24:mold=20:seed=5:ratio=0.2:death_color=#203060,scale=320:240",
    "cellauto": "cellauto=s=320x240:r=24:rule=110:seed=3",
    "sierpinski": "sierpinski=s=320x240:r=24:seed=4",
    "testsrc2": "testsrc2=s=320x240:r=24",
    "bars": "smptehdbars=s=384x216:r=24",
    "gradients": "gradients=s=320x240:r=24:n=4:seed=6:speed=0.02",
    "perlin": "perlin=s=320x240:r=24:octaves=5:persistence=0.6:random_seed=8",
    "zoneplate": "zoneplate=s=320x240:r=24:kt2=6:kx2=40:ky2=40",
    "static": "nullsrc=s=160x120:r=24,geq=random(1)*255:128:128,scale=320:240:flags=neighbor",
}
_RATES = ("12", "24", "25", "30000/1001", "30", "50", "60")
_AAC = ("-c:a", "aac", "-b:a", "128k")
_WORN = {
    "x264-crf40": (("-c:v", "libx264", "-crf", "40", "-pix_fmt", "yuv420p"), ".mp4"),
    "mpeg2": (("-c:v", "mpeg2video", "-b:v", "500k"), ".mpg"),
    "mpeg4": (("-c:v", "mpeg4", "-b:v", "250k"), ".avi"),
    "gif": (("-c:v", "gif"), ".gif"),
    "vp9": (("-c:v", "libvpx-vp9", "-b:v", "150k", "-deadline", "realtime"), ".webm"),
    "hevc": (("-c:v", "libx265", "-crf", "32", "-x265-params", "log-level=none"), ".mp4"),
    "theora": (("-c:v", "libtheora", "-q:v", "4"), ".ogv"),
    "mjpeg": (("-c:v", "mjpeg", "-q:v", "12", "-pix_fmt", "yuvj420p"), ".mov"),
    "ten-bit": (("-c:v", "libx264", "-pix_fmt", "yuv420p10le"), ".mp4"),
    "ffv1": (("-c:v", "ffv1"), ".mkv"),
}
_FILMED = ("astronaut", "coffee", "chelsea", "rocket", "hubble_deep_field", "china", "flower")


def footage() -> Iterator[Take]:
    """Everything above, and a few odd sizes."""
    for name, source in _SOURCES.items():
        graph = f"{source},trim=duration=3,setsar=1,format=yuv444p[v]"
        size = (384, 216) if name == "bars" else (320, 240)
        yield Take(
            f"footage-{name}", graph, {}, size=size,
            sound="anoisesrc=c=pink:a=0.2:s=21:r=44100:d=3[a]", sound_codec=_AAC, suffix=".mp4",
        )  # fmt: skip
    yield from _photographed()
    yield from _worn()
    yield from _rated()


def _photographed() -> Iterator[Take]:
    for at, still in enumerate(_FILMED):
        speed = 0.04 + 0.03 * at
        way = 1 if at % 2 else -1
        kind, direction = ("pan_right", "left") if way > 0 else ("pan_left", "right")
        yield Take(
            f"footage-{still}",
            f"{gliding(Shot(), way * speed, 0)},noise=alls=6:allf=t:all_seed=9[v]",
            seen(kind, speed, level=speed, direction=direction),
            (still,),
        )


def _worn() -> Iterator[Take]:
    for name, (codec, suffix) in _WORN.items():
        fps = "25" if name == "gif" else "24"  # a GIF counts in hundredths of a second
        yield Take(
            f"worn-{name}",
            f"{gliding(Shot(2.0, fps), 0.1, 0)}[v]",
            seen("pan_right", 0.1, level=0.1, direction="left"),
            ("coffee",), seconds=2.0, fps=fps, codec=codec, suffix=suffix,
        )  # fmt: skip
    woven = f"{gliding(Shot(2.0, '50'), 0.1, 0)},tinterlace=mode=interleave_top[v]"
    yield Take(
        "worn-interlaced", woven, seen("pan_right", 0.1, level=0.1, direction="left"), ("coffee",),
        seconds=2.0, fps="25",
        codec=("-c:v", "mpeg2video", "-b:v", "3M", "-flags", "+ildct+ilme"), suffix=".mpg",
    )  # fmt: skip
    pulled = f"{gliding(Shot(2.0), 0.1, 0)},noise=alls=40:allf=t:all_seed=3,gblur=1.2[v]"
    truth = seen("pan_right", 0.1, level=0.1, direction="left")
    yield Take("worn-tape", pulled, truth, ("coffee",), seconds=2.0)


def _rated() -> Iterator[Take]:
    for rate in _RATES:
        shot = Shot(3.0, rate)
        yield Take(
            f"rate-{rate.replace('/', '-')}", f"{gliding(shot, 0.1, 0)}[v]",
            seen("pan_right", 0.1, level=0.1, direction="left"), ("china",), fps=rate,
            sound="sine=f=440:r=48000:d=3,pan=stereo|c0=c0|c1=c0[a]",
        )  # fmt: skip
    for width, height in ((256, 192), (272, 480), (512, 128), (301, 223), (160, 120)):
        shot = Shot(2.0, size=(width, height))
        crop = f"[0:v]crop='min(iw,ih*{width / height})':'min(ih,iw*{height / width})'"
        graph = f"{crop}[w];{zooming(shot, 0.15).replace('[0:v]', '[w]')}[v]"
        yield Take(
            f"size-{width}x{height}", graph, seen("zoom_in", 0.15), ("astronaut",), seconds=2.0,
            size=(width, height),
            codec=("-c:v", "libx264", "-crf", "12", "-pix_fmt", "yuv444p"),
        )  # fmt: skip
