"""A run: events that are only ever added, and all that follows from them."""
