"""One machine as the cloud: the host of engine and workers, the schedules, the HTTP gateway."""
