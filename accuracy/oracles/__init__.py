"""The judges' side: finished files are opened and measured with other people's code alone.

Nothing here imports Kinora, nor the package that renders the clips.
"""
