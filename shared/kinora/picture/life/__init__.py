"""Small moving things that give a scene its scale."""
