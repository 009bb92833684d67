"""Facts as the rooms write them, at moments of our choosing."""

import itertools

from causerie.conversations import facts
from causerie.journal.models import Fact

_NUMBERS = itertools.count(1_000_000)
JUNE = 1_780_272_000_000  # 2026-06-01 02:00 in Paris
MINUTE = 60_000
HOUR = 60 * MINUTE


def told(fact, at):
    """One fact, written at that moment."""
    data = {**fact.__dict__}
    return Fact.objects.create(brand_id=data.pop("brand_id"), at=at, kind=fact.kind, data=data)


class Past:
    """Conversations of a site, as facts."""

    def __init__(self, site):
        self.site, self.shared = site, {"brand_id": site.brand_id}

    def asked(self, at, *, topic=None, language="fr", page="/shop/", again=False):
        number = next(_NUMBERS)
        told(facts.Asked(**self.shared, site=self.site.id, conversation=number, language=language, topic=topic, page=page, again=again), at)
        return number

    def answered(self, at, member, *, waited=30_000, lasted=10 * MINUTE, thanked=False, stars=0, words=False, **asked):
        """Asked, taken, answered after `waited`, ended `lasted` after the claim."""
        number = self.asked(at, **asked)
        here = {**self.shared, "conversation": number}
        claimed = at + waited // 2
        told(facts.Claimed(**here, site=self.site.id, member=member.id, lease=1, waited=waited // 2), claimed)
        told(facts.Replied(**here, member=member.id, waited=waited), at + waited)
        if thanked:
            told(facts.Thanked(**here, member=member.id), claimed + lasted)
        if stars:
            told(facts.Rated(**here, member=member.id, stars=stars, words=words), claimed + lasted)
        told(facts.Closed(**here, member=member.id, by="visitor", lasted=lasted + HOUR, talked=lasted), claimed + lasted)
        return number

    def abandoned(self, at, **asked):
        number = self.asked(at, **asked)
        told(facts.Closed(**self.shared, conversation=number, member=None, by="visitor", lasted=0), at + 2 * MINUTE)
        return number
