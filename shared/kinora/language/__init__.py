"""Words: what prompts mean, how new prompts are made, and how entries get their names."""
