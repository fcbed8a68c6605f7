"""One kind of moving matter per file: where it is, as a map, and which parts to offer."""
