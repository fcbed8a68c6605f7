"""``python -m kinora.api`` prints the OpenAPI document."""

import json
import sys

from kinora.api.app import openapi

if __name__ == "__main__":
    sys.stdout.write(json.dumps(openapi(), indent=1, ensure_ascii=False) + "\n")
