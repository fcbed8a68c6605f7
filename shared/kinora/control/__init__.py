"""What runs executions and schedules: the ports, what they answer with, and AWS's adapters."""
