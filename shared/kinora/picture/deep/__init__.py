"""Under water: the lit column, the sea floor, what grows there and what swims."""
