"""Gives a member a face from outside: `python -m tests.keep_face FILE MEMBER`; answers the stored name."""

import os
import sys
from pathlib import Path

import django


def _keep(file: str, member: str) -> str:
    from causerie.kernel import files
    from causerie.people.models import Membership

    name = files.store(Path(file).read_bytes(), ".webp")
    Membership.objects.filter(pk=int(member)).update(photo=name)
    return name


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "causerie.config.settings")
    django.setup()
    sys.stdout.write(_keep(*sys.argv[1:]))
