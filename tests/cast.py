"""The people of the tests: Nidéchange's site, its manager and two ambassadors, and somebody of another brand."""

from dataclasses import dataclass, field
from functools import cache

from django.contrib.auth.hashers import make_password

from causerie.brands.models import Brand, Site, Topic
from causerie.people.models import Membership, Person

PASSWORD = "a long enough password"


@dataclass
class Cast:
    """Who is there, by name."""

    brand: Brand
    site: Site
    members: dict[str, Membership] = field(default_factory=dict)


def new_brand(slug: str, name: str, *, language: str = "fr", origin: str = "http://127.0.0.1:8000") -> tuple[Brand, Site]:
    """A brand with one site and one topic."""
    brand = Brand.objects.create(slug=slug, name=name)
    site = Site.objects.create(brand=brand, name=f"{name} {language}", language=language, allowed_origins=origin)
    Topic.objects.create(brand=brand, name="assurance", keywords="assurance, assuré, insurance")
    return brand, site


@cache
def hashed() -> str:
    """PASSWORD as it is stored: hashing is slow on purpose, once is enough for all."""
    return make_password(PASSWORD)


def new_member(brand: Brand, name: str, **fields: object) -> Membership:
    """Somebody of that brand, who signs in as name@example.org with PASSWORD."""
    email = f"{name.lower()}@{brand.slug}.example.org"
    person, _new = Person.objects.get_or_create(email=email, defaults={"password": hashed()})
    return Membership.objects.create(brand=brand, person=person, name=name, **{"languages": ["fr", "en"], **fields})


def nidechange() -> Cast:
    """Camille leads; Florian and Bernadette answer."""
    cast = Cast(*new_brand("nidechange", "Nidéchange"))
    cast.members["camille"] = new_member(cast.brand, "Camille", role="manager")
    cast.members["florian"] = new_member(cast.brand, "Florian", story="18 échanges avec deux enfants", expertise="familles")
    cast.members["bernadette"] = new_member(cast.brand, "Bernadette", story="Retraitée, 31 échanges", expertise="assurance")
    return cast


def other() -> Cast:
    """Otto, ambassador of another brand, who must never see anything of the first."""
    cast = Cast(*new_brand("autrement", "Autrement"))
    cast.members["otto"] = new_member(cast.brand, "Otto")
    return cast
