"""``make gallery``: draw the gallery and write its page."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from showcase import gallery
from showcase.invent import invent
from showcase.variety import two_hundred

DOCS = Path(__file__).parent.parent / "docs"


def main() -> None:
    """Draw the sheet, measure 200 clips, write ``docs/gallery.md``."""
    console = Console(stderr=True, highlight=False)
    specs = invent(gallery.SEEDS, gallery.FORM)
    with console.status(f"drawing {len(specs)} clips"):
        gallery.draw(specs, DOCS / "images" / "gallery.jpg")
    with console.status("looking at 200 clips, about half a minute"):
        figures = two_hundred()
    (DOCS / "gallery.md").write_text(gallery.page(specs, figures))
    console.print(f"{DOCS / 'gallery.md'}")


if __name__ == "__main__":
    main()
