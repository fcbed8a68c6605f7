"""From an ask to the plan of each of its pictures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kinora.model.format import VideoFormat
from kinora.picture.pets.look import Kind, Pose
from kinora.picture.stills.layout import light_side
from kinora.picture.stills.plan import INDOORS, Framing, StillPlan, Support
from kinora.picture.stills.props import PROPS
from kinora.providers.embedded.pictures.animal import Turn, kind_of, look_of
from kinora.providers.embedded.pictures.scenery import (
    backdrop_of,
    colours_of,
    dyed_of,
    extras_of,
    props_of,
    view_of,
)
from kinora.providers.embedded.pictures.setting import setting_of, support_of
from kinora.providers.embedded.pictures.shapes import SIZES, picture_seed
from kinora.providers.embedded.pictures.things import left_out
from kinora.providers.embedded.pictures.words import Words
from kinora.seeding import derive

_PANES = {"9:16": (400, 480), "1:1": (440, 400), "16:9": (512, 288)}


def plan_of(
    words: Words, ratio: str, job: int, index: int, like: Mapping[str, Any] | None
) -> tuple[StillPlan, dict[str, Any]]:
    """The plan of a job's picture ``index``, and what its note says of the decisions.

    ``like`` is the note of an earlier picture: its composition, place and pose are kept, and only
    details are new.
    """
    kept = like or {}
    seed = picture_seed(job, index)
    # Neighbours in a job are lit from different sides: the last bit says from which.
    side = (derive(job, "side") + index) % 2
    layout = _number(kept.get("layout"), derive(seed, "layout") % 2**30 * 2 + side)
    kind, known = kind_of(words)
    setting = setting_of(words, kind)
    framing = _one_of(Framing, kept.get("framing"), _one_of(Framing, words.framing, Framing.WIDE))
    support = support_of(setting, words, layout)
    support = _fitting(_one_of(Support, kept.get("support"), support), support)
    pose = _one_of(Pose, kept.get("pose"), None)
    width, height = SIZES[ratio]
    wide, high = _PANES[ratio] if support in INDOORS else (width // 2, height // 2)
    if support is Support.SILL and ratio == "9:16":
        wide, high = 400, 560
    form = VideoFormat(width=wide, height=high, fps=24, duration_seconds=2.0)
    view = view_of(words, setting, form, layout)
    wall, fabric, accent = colours_of(words)
    props = props_of(words, setting, support, framing, kind, layout)
    extras = extras_of(words, setting, support, layout)
    backdrop = backdrop_of(words, setting, support)
    faces = {"left": False, "right": True}.get(str(kept.get("faces")))
    first = derive(job, "round") % 12
    look = look_of(kind, words, Turn(seed, first, index, light_side(layout), pose, faces))
    plan = StillPlan(
        width, height, look, framing, support, view, wall, fabric, accent, props, extras,
        seed % 2**31, layout, dyed_of(words, props), backdrop,
    )  # fmt: skip
    return plan, _note(plan, words, kind, known=known, inside=setting.inside)


def _note(
    plan: StillPlan, words: Words, kind: Kind, *, known: bool, inside: bool
) -> dict[str, Any]:  # fmt: skip
    look = plan.look
    note: dict[str, Any] = {
        "pet": kind.value, "coat": look.coat.name, "pose": look.pose.value,
        "eyes": look.eyes.value, "wears": look.worn.value if look.worn else None,
        "faces": "right" if look.flipped else "left",
        "place": "room" if inside else plan.view.place.value,
        "view": plan.view.place.value, "support": plan.support.value,
        "time_of_day": plan.view.time_of_day.value, "weather": plan.view.weather.value,
        "framing": plan.framing.value, "props": [name for name in plan.props if name in PROPS],
        "extras": sorted(plan.extras), "backdrop": list(plan.backdrop), "layout": plan.layout,
    }  # fmt: skip
    shown = frozenset((*note["props"], *plan.extras, *plan.backdrop, note["view"], note["weather"],
                       note["support"], *(each.value for each in plan.view.particles)))  # fmt: skip
    if missing := left_out(words, shown, inside=inside):
        note["left_out"] = missing
    if not known:
        asked = words.pet_id or "the pet"
        note["instead"] = f"{asked} cannot be drawn; a {kind.value.replace('_', ' ')} stands in"
    return note


def _fitting(wanted: Support, own: Support) -> Support:
    """A support from a note counts only where it is of the same side of the door."""
    return wanted if (wanted in INDOORS) == (own in INDOORS) else own


def _number(value: Any, otherwise: int) -> int:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return abs(value) % 2**31 if whole else otherwise


def _one_of(kind: Any, value: Any, otherwise: Any) -> Any:
    """The member of an enumeration with that value, if there is one."""
    return next((member for member in kind if member.value == value), otherwise)
