"""Sky and air: what hangs, shines or falls above the ground."""
