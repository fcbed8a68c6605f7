"""The material: pixels, light, noise and colour."""
