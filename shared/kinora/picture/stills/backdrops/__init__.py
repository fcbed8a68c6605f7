"""What stands behind a pet, by name, and the walls of rooms."""

from __future__ import annotations

from kinora.picture.stills.backdrops import built, garden, trees, walls
from kinora.picture.stills.backdrops.stand import Backdrop

OUTSIDE = {
    "fence": Backdrop(garden.fence),
    "garden wall": Backdrop(garden.garden_wall, hides=0.95),
    "flower beds": Backdrop(garden.flower_beds, before=True),
    "bean poles": Backdrop(garden.bean_poles),
    "pumpkins": Backdrop(garden.pumpkins, before=True),
    "log": Backdrop(garden.log, before=True),
    "toadstools": Backdrop(garden.toadstools, before=True),
    "old tree": Backdrop(trees.old_tree, hides=0.8),
    "blossom tree": Backdrop(trees.blossom_tree, hides=0.8),
    "porch": Backdrop(built.porch),
    "railing": Backdrop(built.railing),
    "roof terrace": Backdrop(built.roof_terrace),
    "bench": Backdrop(built.bench),
    "boats": Backdrop(built.boats),
    "lighthouse": Backdrop(built.lighthouse),
    "tent": Backdrop(built.tent),
    "stall": Backdrop(built.stall),
}
INSIDE = {
    "plain": walls.plain,
    "panelling": walls.panelling,
    "tiles": walls.tiles,
    "boards": walls.boards,
    "bookshelf": walls.bookshelf,
    "rafters": walls.rafters,
    "door": walls.door,
    "masonry": walls.masonry,
    "glasshouse": walls.glasshouse,
}
