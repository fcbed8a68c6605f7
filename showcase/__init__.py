"""Looking at many clips at once: how different they are, and a gallery of some."""
