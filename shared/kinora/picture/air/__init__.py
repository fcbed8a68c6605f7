"""What hangs, falls and drifts in the air, and the light that breaks through it."""
