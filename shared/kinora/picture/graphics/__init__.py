"""Plain figures laid over the finished picture."""
