"""Still pictures whose colours, light and patterns are known by construction."""

from __future__ import annotations

from collections.abc import Iterator

from accuracy.films.take import Facts, Take

_FLAT = (
    "#000000", "#ffffff", "#808080", "#c81e1e", "#1ea03c", "#2040c8", "#e0c020", "#20b0b0",
    "#b030b0", "#f08020", "#402010", "#9fb8d0",
)  # fmt: skip
_PAIRS = (
    ("#c81e1e", "#2040c8", 0.6), ("#1ea03c", "#e0c020", 0.75), ("#102030", "#f0f0e0", 0.9),
    ("#20b0b0", "#b030b0", 0.55), ("#808080", "#f08020", 0.7), ("#9fb8d0", "#402010", 0.8),
)  # fmt: skip
_SIZE = (320, 240)


def pictures() -> Iterator[Take]:
    """Colours, splits, ramps, checkerboards, spots and sweeps of light."""
    yield from _colours()
    yield from _halves()
    yield from _ramps()
    yield from _checkers()
    yield from _spots()
    yield from _light()
    yield from _glass()


def _still(name: str, graph: str, truth: dict[str, Facts], size: tuple[int, int] = _SIZE) -> Take:
    """A second of something that does not move."""
    facts: dict[str, Facts] = {
        "camera": {"kind": "static", "speed": 0.0},
        "motion": {"level": 0.0, "direction": "none", "trend": "steady", "rhythm": "still"},
        "transitions": {"all": []},
        "depth": {"parallax": 0.0, "layers": 1},
    }
    codec = Take("", "", {}).codec[:-1]
    whole = f"{graph},format=gbrp,loop=-1:1,trim=end_frame=24,setpts=N/24/TB,fps=24[v]"
    return Take(
        name, whole, facts | truth, seconds=1.0, size=size, codec=(*codec, "yuv444p")
    )  # fmt: skip


def _plain(colour: str, size: tuple[int, int] = _SIZE) -> str:
    return f"color=c={colour}:s={size[0]}x{size[1]}:r=24,trim=end_frame=1,format=gbrp"


def _drawn(expression: str, size: tuple[int, int] = _SIZE) -> str:
    """A grey picture, 0..255, of a formula in X, Y, W and H."""
    grey = ":".join(f"{channel}='{expression}'" for channel in "rgb")
    return f"nullsrc=s={size[0]}x{size[1]}:r=24,trim=end_frame=1,format=gbrp,geq={grey}"


def _colours() -> Iterator[Take]:
    for colour in _FLAT:
        truth: dict[str, Facts] = {
            "colour": {"dominant": colour, "share": 1.0},
            "palette": {"all": [[colour, 1.0]]},
            "graphics": {"edge_density": 0.0, "spatial_variance": 0.0, "busyness": 0.0},
        }
        yield _still(f"colour-flat-{colour[1:]}", _plain(colour), truth)
    for first, second, share in _PAIRS:
        box = f"drawbox=x=0:y=0:w=iw:h=ih*{1 - share}:t=fill:color={second}"
        truth = {
            "colour": {"dominant": first, "share": share},
            "palette": {"all": [[first, share], [second, round(1 - share, 3)]]},
        }
        name = f"colour-split-{first[1:]}-{second[1:]}"
        yield _still(name, f"{_plain(first)},{box}", truth)
    yield from _thirds()


def _thirds() -> Iterator[Take]:
    """Three colours at a time, and three one after another."""
    for one, two, three in (("#c81e1e", "#2040c8", "#e0c020"), ("#102030", "#9fb8d0", "#f08020")):
        boxes = (
            f"drawbox=x=0:y=0:w=iw*0.3:h=ih:t=fill:color={two},"
            f"drawbox=x=iw*0.8:y=0:w=iw*0.2:h=ih:t=fill:color={three}"
        )
        truth: dict[str, Facts] = {
            "colour": {"dominant": one, "share": 0.5},
            "palette": {"all": [[one, 0.5], [two, 0.3], [three, 0.2]]},
        }
        yield _still(f"colour-three-{one[1:]}", f"{_plain(one)},{boxes}", truth)
    lasting = {"#1ea03c": 1.5, "#b030b0": 1.0, "#f08020": 0.5}
    parts = [
        f"color=c={colour}:s=320x240:r=24:d={seconds}[c{at}]"
        for at, (colour, seconds) in enumerate(lasting.items())
    ]
    graph = ";".join([*parts, "[c0][c1][c2]concat=n=3[v]"])
    shares = [[colour, round(seconds / 3, 4)] for colour, seconds in lasting.items()]
    yield Take("colour-in-turn", graph, {"palette": {"all": shares}})


def _halves() -> Iterator[Take]:
    for name, formula, x, y, balance in (
        ("left", "255*lt(X,W/2)", 0.25, 0.5, -1.0),
        ("right", "255*gte(X,W/2)", 0.75, 0.5, 1.0),
        ("top", "255*lt(Y,H/2)", 0.5, 0.25, 0.0),
        ("bottom", "255*gte(Y,H/2)", 0.5, 0.75, 0.0),
        ("quarter", "255*lt(X,W/2)*lt(Y,H/2)", 0.25, 0.25, -1.0),
    ):
        truth: dict[str, Facts] = {
            "composition": {"centre_x": x, "centre_y": y, "balance": balance},
        }
        if name != "quarter":
            truth["graphics"] = {"spatial_variance": 1.0, "busyness": 0.0}
        yield _still(f"half-{name}", _drawn(formula), truth)


def _ramps() -> Iterator[Take]:
    for low, high in ((0, 255), (60, 200), (110, 150)):
        reach = high - low
        far = "hypot(X-W/2,Y-H/2)/hypot(W/2,H/2)"
        for kind, way in (
            ("horizontal", "X/(W-1)"), ("vertical", "1-Y/(H-1)"), ("angled", "(X+Y)/(W+H-2)"),
            ("radial", f"1-{far}"),
        ):  # fmt: skip
            truth: dict[str, Facts] = {"gradient": {"kind": kind, "strength": reach / 255}}
            yield _still(f"ramp-{kind}-{reach}", _drawn(f"{low}+{reach}*({way})"), truth)
    for kind, way in (("horizontal", "1-X/(W-1)"), ("angled", "(X+H-1-Y)/(W+H-2)")):
        truth = {"gradient": {"kind": kind, "strength": 1.0}}
        yield _still(f"ramp-{kind}-other-way", _drawn(f"255*({way})"), truth)
    truth = {"gradient": {"kind": "vertical", "strength": 1.0}}
    yield _still("ramp-vertical-wide", _drawn("255*Y/(H-1)", (512, 288)), truth, (512, 288))


def _checkers() -> Iterator[Take]:
    for block in (4, 8, 16, 40, 160):
        formula = f"255*mod(floor(X/{block})+floor(Y/{block}),2)"
        truth: dict[str, Facts] = {}
        if block < 16:
            truth["graphics"] = {"busyness": 1.0, "spatial_variance": 0.0}
        yield _still(f"checker-{block}", _drawn(formula), truth)
    for block, low, high in ((8, 64, 192), (80, 64, 192), (80, 0, 255)):
        formula = f"{low}+{high - low}*mod(floor(X/{block})+floor(Y/{block}),2)"
        reach = (high - low) / 255
        fine, square = block == 8, (320, 320)
        graphics = {"busyness": reach * fine, "spatial_variance": reach * (not fine)}
        name = f"checker-{block}-{high - low}"
        yield _still(name, _drawn(formula, square), {"graphics": graphics}, square)


def _spots() -> Iterator[Take]:
    for x, y in ((0.2, 0.3), (0.7, 0.8), (0.5, 0.5), (0.85, 0.4)):
        formula = f"255*exp(-(pow(X/W-{x},2)+pow(Y/H-{y},2)*0.5625)/0.003)"
        truth: dict[str, Facts] = {"composition": {"centre_x": x, "centre_y": y}}
        yield _still(f"spot-{x:g}-{y:g}", _drawn(formula), truth)


def _light() -> Iterator[Take]:
    """A grey that grows brighter: no motion, no camera, no change of shot."""
    standing: dict[str, Facts] = {
        "camera": {"kind": "static", "speed": 0.0},
        "motion": {"level": 0.0, "rhythm": "still"},
    }
    for name, expression in (("up", "60+T*60"), ("down", "220-T*50"), ("swell", "128+60*sin(T*4)")):
        small = "nullsrc=s=16x12:r=24:d=3,format=gbrp"
        geq = f"geq=r='{expression}':g='{expression}':b='{expression}'"
        graph = f"{small},{geq},scale=320:240:flags=neighbor,setsar=1[v]"
        yield Take(f"light-{name}", graph, {**standing, "transitions": {"all": []}})


def _glass() -> Iterator[Take]:
    """Pictures that can be seen through."""
    for share in (0.25, 0.5, 0.8):
        graph = f"color=c=#20b0b0@{share}:s=320x240:r=24:d=1,format=rgba,colorchannelmixer=aa=1[v]"
        yield Take(
            f"glass-{share:g}", graph, {"opacity": {"mean": share}}, seconds=1.0,
            codec=("-c:v", "qtrle", "-pix_fmt", "argb"),
        )  # fmt: skip
