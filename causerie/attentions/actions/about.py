"""What members tell of themselves beyond a line."""

from collections.abc import Iterable
from typing import Any

from causerie.attentions import rules
from causerie.attentions.models import About, ShownThanks, Tally
from causerie.attentions.places import PLACES
from causerie.conversations.queries import words_of_thanks
from causerie.kernel.db import write
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean_optional
from causerie.people.models import Membership


def save_about(
    *,
    by: Membership,
    passions: str = "",
    story: str = "",
    birthday: tuple[int, int] | None = None,
    place: str = "",
    thanks: Iterable[int] = (),
) -> About:
    """All of it at once. `birthday`: (day, month), never a year; `place`: a key of places.py, "" to stand on no map;
    `thanks`: conversations whose thanks may be shown: their own, or they are left out. Raises Refused("bad_value").
    """
    day, month = birthday or (None, None)
    if birthday and not (1 <= birthday[1] <= 12 and 1 <= birthday[0] <= rules.LONGEST[birthday[1] - 1]):
        raise Refused("bad_value")
    if place and place not in PLACES:
        raise Refused("bad_value")
    values: dict[str, Any] = {"passions": clean_optional(passions, limit=200), "story": clean_optional(story, limit=1500, lines=True)}
    values |= {"birth_day": day, "birth_month": month, "place": place, "brand_id": by.brand_id}
    own = {one.conversation for one in words_of_thanks(by)} & set(thanks)
    with write():
        about, _new = About.objects.update_or_create(member=by, defaults=values)
        ShownThanks.objects.filter(member=by).exclude(conversation__in=own).delete()
        ShownThanks.objects.bulk_create([ShownThanks(member=by, conversation=one) for one in sorted(own)], ignore_conflicts=True)
    return about


def forget(member: int) -> None:
    """Everything of it is gone. Inside the transaction of whoever asks."""
    About.objects.filter(member_id=member).delete()
    ShownThanks.objects.filter(member_id=member).delete()
    Tally.objects.filter(member_id=member).delete()
