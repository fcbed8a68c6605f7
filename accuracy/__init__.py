"""Finished videos and Kinora's own measures, judged by other people's code.

``accuracy.clips`` runs in the product's environment and writes finished MP4s with what was asked of
each beside; ``accuracy.films`` makes films by ffmpeg alone, writes what is known of each and what
Kinora measured in it. ``accuracy.oracles`` judges the former, ``accuracy.measures`` the latter:
both run in an environment that holds no Kinora, and read nothing else.
"""
