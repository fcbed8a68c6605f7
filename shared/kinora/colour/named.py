"""Colour origins: names that everybody knows, each with its sRGB value."""

from __future__ import annotations

NAMED: dict[str, str] = {
    "black": "#0b0b0d", "charcoal": "#36454f", "slate": "#5b6b7a", "grey": "#808080", "silver": "#c0c5ca",
    "ash grey": "#b2beb5", "pearl": "#eae6dc", "white": "#fafafa", "ivory": "#fffff0", "cream": "#fff3d0",
    "beige": "#e8dcc0", "sand": "#d8be8c", "tan": "#c8a878", "taupe": "#8b7d6b", "brown": "#7b4a26",
    "chocolate": "#5a3019", "coffee": "#5b4334", "copper": "#b87333", "bronze": "#a9742c", "rust": "#b0401a",
    "terracotta": "#d0674a", "sienna": "#a0522d", "ochre": "#cc8422", "amber": "#ffbf00", "gold": "#e6b422",
    "honey": "#eba937", "saffron": "#f4b52e", "mustard": "#d8ac32", "lemon": "#fff04d", "yellow": "#ffd93b",
    "orange": "#ff8c1a", "tangerine": "#f58220", "peach": "#ffc79f", "apricot": "#fbb97f", "salmon": "#fa8072",
    "coral": "#ff7350", "red": "#e0242b", "scarlet": "#ff2a12", "crimson": "#b9122f", "ruby": "#9b1144",
    "burgundy": "#6d0a26", "maroon": "#660f1d", "rose": "#f0708f", "pink": "#ff9fbe", "blush": "#f4c2c2",
    "magenta": "#e026b8", "fuchsia": "#e0408f", "plum": "#8b3f7f", "purple": "#76309e", "violet": "#8a4be0",
    "lavender": "#b9a6e8", "lilac": "#c8a2d0", "indigo": "#3a2a8c", "navy": "#10204f", "midnight": "#12163a",
    "blue": "#2456d8", "cobalt": "#1047ab", "sapphire": "#1340a0", "azure": "#2f8cf0", "sky blue": "#87c6f0",
    "ice": "#d0ecf7", "cyan": "#16d0e8", "turquoise": "#30d5c0", "aqua": "#5fe3dc", "teal": "#0f8080",
    "petrol": "#0d5566", "mint": "#a4ecc4", "seafoam": "#93e0c0", "jade": "#12a46c", "emerald": "#10b06a",
    "green": "#2f9e3f", "forest green": "#1e6b2c", "moss green": "#7c8b3c", "olive": "#77781e", "sage": "#a9b58e",
    "lime": "#b2e023", "chartreuse": "#cff23c", "fern green": "#4f8a42", "pine green": "#14503c",
}  # fmt: skip
