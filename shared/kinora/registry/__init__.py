"""Registries: how measures become cells, how cells become entries, and the SQL of the fold."""
