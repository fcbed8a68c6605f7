"""The HTTP API: routes on one router, who may use them, and the Lambda entry that hosts share."""
