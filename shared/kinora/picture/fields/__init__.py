"""Abstract fields: patterns of place and light on a plane, dyed with the palette."""
