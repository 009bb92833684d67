"""The fold: what the journal tells becomes small tables, the same ones whenever it is told again."""

import random

import pytest

from causerie.conversations import actions, facts
from causerie.insights import actions as insights
from causerie.insights import fold
from causerie.insights.models import Bucket, Helped, Hour, Talk, Tally
from causerie.insights.rules import ERROR, quantile, step_of
from causerie.insights.tests.told import HOUR, JUNE, MINUTE, Past, told
from causerie.journal.models import Cursor
from causerie.kernel.clock import now_ms
from tests.cast import new_brand, new_member

pytestmark = pytest.mark.django_db


def all_folded(limit=2000):
    while fold.fold(limit):
        pass


def tables():
    """Everything folded, without the rows' own numbers."""
    rows = {}
    for model in fold.FOLDED:
        names = [one.attname for one in model._meta.concrete_fields if one.attname != "id" or model is Talk]
        rows[model.__name__] = sorted(model._default_manager.values_list(*names), key=repr)
    return rows


def lived(site, members, count=60, seed=5):
    """A few days of a site, with everything that happens."""
    rng, past = random.Random(seed), Past(site)
    for number in range(count):
        at = JUNE + rng.randrange(72 * 60) * MINUTE
        if number % 7 == 0:
            past.abandoned(at, page="/shop/basket", again=True)
        else:
            stars = rng.choice([0, 3, 5])
            past.answered(at, rng.choice(members), waited=rng.randrange(2_000, 400_000), thanked=number % 2 == 0, stars=stars, topic=4)


def test_a_question_is_counted_in_the_hour_in_which_it_was_asked(past, florian):
    past.answered(JUNE + 59 * MINUTE, florian, waited=10 * MINUTE, thanked=True, stars=5, topic=3)
    all_folded()
    hour = Hour.objects.get()
    assert (hour.hour, hour.asked, hour.taken, hour.replied, hour.thanked, hour.rated, hour.stars, hour.pleased) == (
        JUNE // HOUR, 1, 1, 1, 1, 1, 5, 1,
    )  # fmt: skip
    assert (hour.ended, hour.lasted, hour.left) == (1, 10 * MINUTE, 0)
    assert (hour.day, hour.slot) == (739768, 2), "in Paris it is Monday the first of June, two in the morning"
    assert dict(Bucket.objects.values_list("kind", "step")) == {"reply": step_of(10 * MINUTE), "lasted": step_of(10 * MINUTE)}
    assert set(Tally.objects.values_list("kind", "key")) == {("topic", "3"), ("page", "/shop/"), ("language", "fr")}
    assert Helped.objects.get().member == florian.id


def test_a_question_that_nobody_took_before_it_closed_was_abandoned(past):
    past.abandoned(JUNE)
    past.asked(JUNE)
    all_folded()
    hour = Hour.objects.get()
    assert (hour.asked, hour.left, hour.taken) == (2, 1, 0)


def test_taken_twice_counts_once_and_the_last_stars_count(past, florian, bernadette):
    number = past.answered(JUNE, florian, stars=2)
    here = {"brand_id": florian.brand_id, "conversation": number}
    told(facts.Released(**here, member=florian.id, lease=1, why="handed"), JUNE + MINUTE)
    told(facts.Claimed(**here, site=past.site.id, member=bernadette.id, lease=3, waited=5), JUNE + MINUTE)
    all_folded()
    told(facts.Rated(**here, member=bernadette.id, stars=4, words=True), JUNE + 2 * MINUTE)
    all_folded()
    hour = Hour.objects.get()
    assert (hour.taken, hour.handed, hour.rated, hour.stars, hour.pleased) == (1, 1, 1, 4, 1)
    assert Talk.objects.get().words


def test_folded_from_zero_it_is_what_is_stored_whatever_the_batches(site, florian, bernadette):
    lived(site, [florian, bernadette])
    all_folded(limit=7)
    before = tables()
    assert sum(row.asked for row in Hour.objects.all()) == 60
    insights.rebuild()
    assert not Talk.objects.exists()
    all_folded(limit=1000)
    assert tables() == before


def test_a_batch_that_fails_is_told_again_and_counted_once(past, florian, monkeypatch):
    past.answered(JUNE, florian)
    real = fold._add_up
    monkeypatch.setattr(fold, "_add_up", lambda *_: (_ for _ in ()).throw(RuntimeError("the disk is full")))
    with pytest.raises(RuntimeError):
        fold.fold()
    assert not Talk.objects.exists()
    monkeypatch.setattr(fold, "_add_up", real)
    all_folded()
    assert Hour.objects.get().asked == 1


def test_facts_of_a_site_of_another_brand_or_of_none_are_left_out(site, florian):
    _, foreign = new_brand("autrement", "Autrement")
    told(facts.Asked(brand_id=site.brand_id, site=foreign.id, conversation=5, language="fr", topic=None), JUNE)
    told(facts.Asked(brand_id=site.brand_id, site=987654, conversation=6, language="fr", topic=None), JUNE)
    number = Past(site).asked(JUNE)
    told(facts.Thanked(brand_id=foreign.brand_id, conversation=number, member=florian.id), JUNE)
    all_folded()
    assert list(Hour.objects.values_list("brand_id", "asked", "thanked")) == [(site.brand_id, 1, 0)]


def test_what_the_verbs_tell_is_folded(site, florian):
    visitor, _token = actions.admit(site=site)
    page = {"url": "https://shop.example.org/maison/lille?utm=1"}
    conversation, _ = actions.ask(by=visitor, client_id="a" * 8, text="Et l'assurance ?", locale="fr", page=page)
    actions.claim(by=florian, conversation=conversation)
    actions.thank(by=visitor, conversation=conversation)
    actions.rate(by=visitor, conversation=conversation, stars=5, comment="Merci !")
    actions.close(by=visitor, conversation=conversation)
    actions.ask(by=visitor, client_id="b" * 8, text="Encore une question", locale="fr")
    all_folded()
    first, second = Talk.objects.order_by("id")
    assert (first.page, first.again, first.words, first.thanked) == ("/maison/lille", False, True, True)
    assert second.again
    actions.erase(by=visitor, conversation=conversation)
    all_folded()
    assert Talk.objects.get(id=first.id).page == ""


def test_another_time_zone_folds_again(site, camille, florian):
    past = Past(site)
    past.answered(JUNE, florian)
    all_folded()
    insights.sample(looks=[insights.Look(site.id, site.brand_id, True, True, 2)], now=JUNE)
    insights.settle(by=camille, values={"zone": "America/New_York"})
    all_folded()
    assert Hour.objects.get().slot == 6 * 24 + 20, "Sunday, eight in the evening"
    assert site.brand.presence_set.get().slot == 6 * 24 + 20


def test_another_time_zone_of_one_brand_leaves_the_figures_of_the_others_as_they_stand(site, camille, florian, bernadette):
    foreign, their_site = new_brand("autrement", "Autrement")
    lived(site, [florian, bernadette])
    lived(their_site, [new_member(foreign, "Otto")])
    all_folded()
    theirs = list(Hour.objects.filter(brand=foreign).order_by("id").values())
    insights.settle(by=camille, values={"zone": "America/New_York"})
    assert not Hour.objects.filter(brand=site.brand).exists()
    assert list(Hour.objects.filter(brand=foreign).order_by("id").values()) == theirs, "rows that nobody touched"
    fold.fold(limit=10)
    number = Past(site).answered(JUNE + HOUR, florian)
    Past(their_site).asked(JUNE + HOUR)
    fold.fold(limit=10)
    assert not Talk.objects.filter(id=number).exists(), "it waits until its past is told"
    all_folded(limit=10)
    moved = tables()
    assert Talk.objects.get(id=number).slot == 6 * 24 + 21
    insights.rebuild()
    all_folded()
    assert tables() == moved
    assert not Cursor.objects.filter(reader__startswith="insights/").exists()


def test_a_zone_changed_again_while_it_is_told_begins_once_more(site, camille, florian, bernadette):
    lived(site, [florian, bernadette])
    all_folded()
    before = tables()
    insights.settle(by=camille, values={"zone": "America/New_York"})
    fold.fold(limit=10)
    insights.settle(by=camille, values={"zone": "Europe/Paris"})
    all_folded(limit=10)
    assert tables() == before


def test_the_median_of_the_steps_is_within_the_error_that_we_say():
    rng = random.Random(3)
    values = sorted(int(rng.lognormvariate(11, 1.2)) + 1100 for _ in range(4001))
    steps = {}
    for value in values:
        steps[step_of(value)] = steps.get(step_of(value), 0) + 1
    for share, exact in ((0.5, values[2000]), (0.9, values[3600])):
        assert abs(quantile(steps, share) / exact - 1) <= ERROR + 0.001
    assert quantile({}, 0.5) is None


def test_presence_is_sampled_into_quarters(site):
    now = now_ms() // (15 * MINUTE) * 15 * MINUTE
    for minute, free in ((0, 3), (5, 0), (14, 2), (15, 1)):
        looks = [insights.Look(site.id, site.brand_id, free >= 2, free >= 1, free)]
        insights.sample(looks=looks, now=now + minute * MINUTE)
    rows = site.presence_set.order_by("quarter").values_list("looks", "quorum", "opened", "free")
    assert list(rows) == [(3, 2, 2, 5), (1, 0, 1, 1)]


def test_members_of_two_sites_are_two_rows(site, florian):
    _, other = new_brand("autrement", "Autrement")
    otto = new_member(other.brand, "Otto")
    Past(site).answered(JUNE, florian)
    Past(other).answered(JUNE, otto)
    all_folded()
    assert set(Helped.objects.values_list("brand_id", "member")) == {(site.brand_id, florian.id), (other.brand_id, otto.id)}
