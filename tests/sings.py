"""Where the word of `tests.canary` stands in a house, as JSON: `python -m tests.sings`."""

import json
import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "causerie.config.settings")
    django.setup()
    from tests.canary import everywhere

    json.dump(everywhere(), sys.stdout)
