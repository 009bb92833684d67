"""A brand's first day: the brand, a site for each of its languages, its owner."""

import argparse
import secrets
import sys
from collections.abc import Sequence

from django.conf import settings
from django.db import IntegrityError, connection
from django.utils.text import slugify

from causerie.brands.models import Brand, Site
from causerie.journal import audit
from causerie.kernel.db import write
from causerie.kernel.refusal import Refused
from causerie.office.origins import origin_of
from causerie.people.models import Membership, Person

MOST_BRANDS = 500


def found(
    *,
    name: str,
    owner: str,
    languages: Sequence[str],
    colour: str = "",
    shop: str = "",
    site_name: str = "",
    slug: str = "",
    password: str | None = None,
    pseudonym: str = "",
    first: bool = False,
) -> tuple[Site, Membership]:
    """Everything a brand needs to begin, in one transaction: its site in the first language, one more for each other, its owner.

    `owner` is an e-mail address: of somebody known, whose password stays, or of somebody new. `first`: only on an empty house, where
    nobody asks before. Raises Refused("not_found") when it is not empty any more, "conflict" when the short name is taken, "bad_value"
    when there are too many brands.
    """
    with write():
        _room_for_one_more(first)
        brand = _brand(name, slug or _free_slug(name), colour)
        sites = [_site(brand, site_name or name, language, shop, alone=len(languages) == 1) for language in languages]
        person = Person.objects.filter(email=owner.strip().lower()).first() or Person.objects.create_user(
            owner, password, language=languages[0]
        )
        member = Membership.objects.create(
            brand=brand,
            person=person,
            role=Membership.Role.OWNER,
            name=(pseudonym or owner.split("@", maxsplit=1)[0])[:40],
            languages=sorted(languages),
        )
        audit.note(by=member, kind="brand_founded", subject=brand, name=brand.name)
    return sites[0], member


def _room_for_one_more(first: bool) -> None:
    if connection.vendor == "postgresql":
        # Two who press the last button of the wizard together: the second waits here, then finds the first one's brand.
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Brand._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
    count = Brand.objects.count()
    if first and count:
        raise Refused("not_found")
    if count >= MOST_BRANDS:
        raise Refused("bad_value")


def _brand(name: str, slug: str, colour: str) -> Brand:
    if Brand.objects.filter(slug=slug).exists():
        raise Refused("conflict")
    return Brand.objects.create(slug=slug, name=name, **({"colour": colour} if colour else {}))


def _site(brand: Brand, name: str, language: str, shop: str, *, alone: bool) -> Site:
    shown = name if alone else f"{name} · {dict(settings.LANGUAGES)[language]}"
    origin = origin_of(shop) if shop else ""
    return Site.objects.create(brand=brand, name=shown[:80], language=language, url=shop, allowed_origins=origin, time_zone=ZONES[language])


# Where the customers of a site in that language most likely are; the manager changes it.
ZONES = {"fr": "Europe/Paris", "en": "Europe/London", "es": "Europe/Madrid"}


def _free_slug(name: str) -> str:
    """A short name that no brand has: letters and digits of the name, with a number where needed."""
    plain = slugify(name)[:40] or "brand"
    taken = set(Brand.objects.filter(slug__startswith=plain).values_list("slug", flat=True))
    return next(slug for slug in (plain, *(f"{plain}-{number}" for number in range(2, MOST_BRANDS + 2))) if slug not in taken)


def run(arguments: argparse.Namespace) -> int:
    """The command: prints the site's key and the owner's first password."""
    password = secrets.token_urlsafe(12)
    try:
        site, member = found(
            slug=arguments.slug,
            name=arguments.name,
            languages=[arguments.language],
            shop=arguments.shop.rstrip("/"),
            owner=arguments.manager,
            password=password,
        )
    except (IntegrityError, Refused):
        print(f"causerie: a brand called {arguments.slug} exists already.", file=sys.stderr)
        return 1
    except ValueError:
        print("causerie: --shop must be an address such as https://shop.example.org.", file=sys.stderr)
        return 1
    print(f"site key: {site.key}\nmanager: {member.person.email}\nfirst password: {password}")
    return 0
