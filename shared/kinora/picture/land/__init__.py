"""Land and water: what the ground is made of and what grows on it."""
