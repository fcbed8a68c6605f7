"""The product's side: which clips are asked for, and rendering them."""
