"""The truth: short films that ffmpeg makes without Kinora's engines, and what Kinora measures.

Each film's JSON says what is known to be in it, and beside that what was measured.
"""
