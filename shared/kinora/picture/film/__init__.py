"""What a film adds to a scene: time, camera, transitions, grading."""
