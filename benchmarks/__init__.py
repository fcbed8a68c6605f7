"""Figures about Kinora: ratios against a limit or a peer taken in the same run."""
