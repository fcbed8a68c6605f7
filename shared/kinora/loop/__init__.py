"""One module for each state of loop.asl.json, and what they share: where a run's objects lie."""
