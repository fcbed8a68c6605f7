"""Colour arithmetic: sRGB, linear light and OKLab, for single colours and for arrays."""
