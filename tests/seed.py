"""Fills a running server's database from outside: `python -m tests.seed` reads a wish in JSON and answers in JSON.

The wish: {"members": ["Nadia", …], "brand": "slug", "site": {field: value}, "greetings": [{field: value}, …], "roles": {name: role},
"programme": true, "slot": "off" | "open", "measured": hours}; brand and site are made when they are not there, a programme
(tests/programme.py) by the brand's manager.
"""

import itertools
import json
import os
import sys
from typing import Any

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
    if "slot" in wish:
        _draw(site, off=wish["slot"] == "off")
    _measured(site, wish.get("measured", 0))
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


def _draw(site: Any, *, off: bool) -> None:
    """A hold-out whose lot fell so for this hour and the next."""
    from causerie.brands import holdout
    from causerie.brands.models import HoldOut
    from causerie.kernel.clock import now_ms

    hours = [now_ms() // holdout.HOUR + more for more in (0, 1)]
    seeds = (str(number) for number in itertools.count())
    seed = next(seed for seed in seeds if all(holdout.is_off(seed=seed, share=50, hour=hour) == off for hour in hours))
    HoldOut.objects.update_or_create(site=site, defaults={"brand": site.brand, "share": 50, "seed": seed, "since": 0})


def _measured(site: Any, hours: int) -> None:
    """So many hours up to the next one, in which the window changed nothing."""
    from causerie.insights.models import Trial
    from causerie.kernel.clock import now_ms

    now = now_ms() // 3_600_000
    Trial.objects.bulk_create(
        Trial(site=site, brand=site.brand, hour=hour, off=off, views=200, sales=4 + hour * 7 % 3 - 1)
        for hour in range(now + 2 - hours, now + 2)
        for off in (False, True)
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "causerie.config.settings")
    django.setup()
    json.dump(_fill(json.load(sys.stdin)), sys.stdout)
