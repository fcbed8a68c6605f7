"""What a workflow is: data, checked when it is loaded, compiled to a state machine."""
