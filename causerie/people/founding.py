"""A brand's first day: the brand, its first site, its first manager."""

import argparse
import secrets
import sys

from django.db import IntegrityError

from causerie.brands.models import Brand, Site
from causerie.kernel.db import write
from causerie.people.models import Membership, Person


def found(*, slug: str, name: str, language: str, shop: str, manager: str, password: str) -> tuple[Site, Membership]:
    """Everything a brand needs to begin, in one transaction. Raises IntegrityError when the short name is taken."""
    with write():
        brand = Brand.objects.create(slug=slug, name=name)
        site = Site.objects.create(brand=brand, name=name, language=language, url=shop, allowed_origins=shop)
        person = Person.objects.filter(email=manager.lower()).first() or Person.objects.create_user(manager, password, language=language)
        member = Membership.objects.create(
            brand=brand, person=person, role=Membership.Role.MANAGER, name=manager.split("@", maxsplit=1)[0][:40], languages=[language]
        )
    return site, member


def run(arguments: argparse.Namespace) -> int:
    """The command: prints the script tag and the manager's first password."""
    password = secrets.token_urlsafe(12)
    try:
        site, member = found(
            slug=arguments.slug,
            name=arguments.name,
            language=arguments.language,
            shop=arguments.shop.rstrip("/"),
            manager=arguments.manager,
            password=password,
        )
    except IntegrityError:
        print(f"causerie: a brand called {arguments.slug} exists already.", file=sys.stderr)
        return 1
    print(f"site key: {site.key}\nmanager: {member.person.email}\nfirst password: {password}")
    return 0
