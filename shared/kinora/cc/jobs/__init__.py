"""Media made while a question is open: asked for, handed in, watched, kept, paid."""
