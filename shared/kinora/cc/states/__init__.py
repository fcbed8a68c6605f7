"""What the states of cc.asl.json and media.asl.json do, one module for each."""
