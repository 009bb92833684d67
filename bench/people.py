"""Fills Causerie's database for the load: a brand, a site whose questions nobody takes back, ambassadors with a session each.

`python -m bench.people` reads {"ambassadors": N, "origin": …} and answers {"site_key", "sessions": [cookie, …]}.
"""

import json
import os
import sys
from importlib import import_module

import django


def _fill(wish: dict) -> dict:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from causerie.brands.models import Brand, Site
    from causerie.people.models import Membership, Person

    brand = Brand.objects.create(slug="bench", name="Nidéchange")
    day = 86_400
    site = Site.objects.create(
        brand=brand, name="Nidéchange", language="fr", allowed_origins=wish.get("origin", ""),
        silence_limit=day, offer_after=day, widen_after=day, min_online=1,
    )  # fmt: skip
    store = import_module(settings.SESSION_ENGINE).SessionStore
    sessions = []
    for number in range(wish["ambassadors"]):
        person = Person.objects.create(email=f"ambassador{number}@example.org", password="!")
        Membership.objects.create(brand=brand, person=person, name=f"Membre {number}", languages=["fr"])
        session = store()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(person.pk), settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        sessions.append(session.session_key)
    return {"site_key": site.key, "cookie": settings.SESSION_COOKIE_NAME, "sessions": sessions}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "causerie.config.settings")
    django.setup()
    json.dump(_fill(json.load(sys.stdin)), sys.stdout)
