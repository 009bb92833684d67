"""What members change of themselves."""

from collections.abc import Iterable

from causerie.brands.models import Topic
from causerie.kernel import files
from causerie.kernel.db import after_commit, write
from causerie.kernel.text import clean, clean_optional
from causerie.people.models import Membership


def change_profile(
    *, by: Membership, name: str, story: str = "", expertise: str = "", languages: Iterable[str] = (), topics: Iterable[Topic] = ()
) -> Membership:
    """The pseudonym and what stands beside it; topics of other brands are left out. Raises Refused("empty" | "too_long")."""
    by.name = clean(name, limit=40, lines=False)
    by.story = clean_optional(story, limit=160)
    by.expertise = clean_optional(expertise, limit=120)
    by.languages = sorted(set(languages))
    with write():
        by.save(update_fields=["name", "story", "expertise", "languages"])
        by.topics.set(topic for topic in topics if topic.brand_id == by.brand_id)
    return by


def change_photo(*, by: Membership, photo: str) -> Membership:
    """The face others see: the name of a stored picture, or "" for initials. The picture that was there is forgotten."""
    before, by.photo = by.photo, photo
    with write():
        by.save(update_fields=["photo"])
        after_commit(lambda: _forget(before))
    return by


def _forget(photo: str) -> None:
    if photo and not Membership.objects.filter(photo=photo).exists():
        files.delete(photo)
