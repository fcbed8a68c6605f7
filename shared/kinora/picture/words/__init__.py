"""Words laid over the picture."""
