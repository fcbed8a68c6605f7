"""The judges of the measures: what Kinora measured in a film, against the truth and other tools.

Nothing here imports Kinora, nor the package that makes the films.
"""
