"""The one-machine host: state machines, function workers and what they need of the system."""
