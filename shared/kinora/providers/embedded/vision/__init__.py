"""Looking at a still: what can be measured from its pixels, and nothing that cannot."""
