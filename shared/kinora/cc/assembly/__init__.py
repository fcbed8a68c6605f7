"""The finished video: the clip at its full length, words, music, a cover."""
