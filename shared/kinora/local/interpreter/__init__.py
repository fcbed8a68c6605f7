"""The interpreter: what a branch does next, and the thread that asks."""
