"""How each matter moves: one family of motion per file."""
