"""The engine's memory: one SQLite file in which every position and every event stands."""
