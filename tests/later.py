"""Half an hour goes by for a running server's data: `python -m tests.later`. Stars can be changed no more, and count."""

import os

import django

HALF_AN_HOUR = 30 * 60_000

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "causerie.config.settings")
    django.setup()
    from causerie.kernel.clock import now_ms
    from causerie.rewards import reader

    reader.settle(now_ms() + HALF_AN_HOUR)
