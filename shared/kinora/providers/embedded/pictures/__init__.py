"""Pictures of pets drawn here: no network, no model, no key."""
