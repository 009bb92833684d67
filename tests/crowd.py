"""Many members at once, already signed in: `python -m tests.crowd` reads {"brand", "count", "fields", "of_brand"} and answers in JSON.

The answer: {"site_key", "people": [{"id", "name", "session"}]}; hundreds of sign-ins would take longer than what they are for.
"""

import json
import os
import sys

import django


def _fill(wish: dict) -> dict:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import transaction

    from causerie.brands.models import Brand, Site
    from tests import cast

    with transaction.atomic():
        brand = Brand.objects.filter(slug=wish["brand"]).first() or cast.new_brand(wish["brand"], wish["brand"].capitalize())[0]
        Brand.objects.filter(pk=brand.pk).update(**wish.get("of_brand", {}))
        Site.objects.filter(brand=brand).update(**wish.get("site", {}))
        people = []
        for number in range(wish["count"]):
            member = cast.new_member(brand, f"Membre{number:03}", **wish.get("fields", {}))
            session = SessionStore()
            session[SESSION_KEY] = str(member.person_id)
            session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
            session[HASH_SESSION_KEY] = member.person.get_session_auth_hash()
            session.create()
            people.append({"id": member.pk, "name": member.name, "session": session.session_key})
    return {"site_key": brand.sites.first().key, "people": people}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "causerie.config.settings")
    django.setup()
    json.dump(_fill(json.load(sys.stdin)), sys.stdout)
