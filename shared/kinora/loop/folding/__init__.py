"""From the log to the tables: what is missing there is found, read, and applied in batches."""
