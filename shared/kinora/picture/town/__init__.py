"""Parts of a town."""
