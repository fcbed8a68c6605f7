"""Obedience, measured on finished files: Kinora renders clips, other people's code judges them.

``accuracy.clips`` runs in the product's environment and writes each MP4 with what was asked of it
beside. ``accuracy.oracles`` runs in an environment that holds no Kinora, and reads nothing else.
"""
