"""Fills a running server's database from outside: `python -m tests.seed` reads a wish in JSON and answers in JSON.

The wish: {"members": ["Nadia", …], "brand": "slug", "site": {field: value}, "greetings": [{field: value}, …], "roles": {name: role},
"programme": true}; brand and site are made when they are not there, a programme (tests/programme.py) by the brand's manager.
"""

import json
import os
import sys

import django


def _fill(wish: dict) -> dict:
    from causerie.brands.models import Brand, Greeting, Site
    from tests import cast

    slug = wish.get("brand", "nidechange")
    brand = Brand.objects.filter(slug=slug).first()
    if brand is None:
        brand, _site = cast.new_brand(slug, slug.capitalize())
    site = brand.sites.first()
    Site.objects.filter(pk=site.pk).update(**wish.get("site", {}))
    Brand.objects.filter(pk=brand.pk).update(**wish.get("of_brand", {}))
    for greeting in wish.get("greetings", []):
        Greeting.objects.create(brand=brand, site=site, **greeting)
    fields, roles = wish.get("fields", {}), wish.get("roles", {})
    people = [cast.new_member(brand, name, **{"role": roles.get(name, "ambassador"), **fields}) for name in wish.get("members", [])]
    if wish.get("programme"):
        from tests.programme import set_up

        set_up(brand)
    return {
        "site_key": site.key,
        "identify_secret": site.identify_secret,
        "people": [{"id": one.pk, "name": one.name, "email": one.person.email, "password": cast.PASSWORD} for one in people],
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "causerie.config.settings")
    django.setup()
    json.dump(_fill(json.load(sys.stdin)), sys.stdout)
