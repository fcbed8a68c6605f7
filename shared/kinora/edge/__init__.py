"""The edge: what the log tells, folded into D1, published in KV and R2, and rebuilt at any time."""
