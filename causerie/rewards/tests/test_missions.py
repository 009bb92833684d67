"""Two causes: what others reuse of one's own, and a mission fulfilled. Each once, in the ledger and in everybody's words."""

import pytest

from causerie.conversations import actions as talks
from causerie.conversations.models import Conversation, PreparedAnswer
from causerie.conversations.prepared_actions import forget_prepared, keep_prepared
from causerie.conversations.queries import prepared_for
from causerie.conversations.rules import stands_in
from causerie.journal.models import Fact
from causerie.kernel.clock import now_ms
from causerie.kernel.refusal import Refused
from causerie.rewards import actions, queries, reader
from causerie.rewards.models import Hold, Mission, Transaction
from causerie.rewards.rules import DAY, HOUR, MINUTE
from causerie.rewards.tests import facts
from causerie.rewards.tests.test_fold import has, kinds, sound
from causerie.rewards.tests.test_pages import browser
from tests.cast import new_member

pytestmark = pytest.mark.django_db
START = 1_790_000_000_000
INSURED = "Votre assurance habitation couvre l’échange : écrivez un mot à votre assureur avant le départ, il répond sous deux jours."


def mission(brand, **values):
    row = {"title": "L’été assuré", "text": "Aidons sur l’assurance.", "counts": "helped", "times": 2, "points": 50, "badge": "Été 2026"}
    return Mission.objects.create(brand=brand, **{**row, "begins_at": START, "ends_at": START + 10 * DAY, **values})


# ---- what others reuse ---------------------------------------------------------------------------------------------------------


def say(site, member, text, name="reuse", thanks=True):
    """A visitor asks, the member says this, the visitor says thank you."""
    from causerie.conversations.log import Append, commit

    visitor, _ = talks.admit(site=site)
    question, _ = talks.ask(by=visitor, client_id=name, text="Suis-je assurée ?")
    taken = talks.claim(by=member, conversation=question)
    line = Append(brand=site.brand_id, conversation=question.pk, sender=member.pk, lease=taken.lease, client_id="a", text=text)
    commit([line])
    assert not line.refused
    if thanks:
        talks.thank(by=visitor, conversation=Conversation.objects.get(id=question.pk))
    talks.close(by=visitor, conversation=Conversation.objects.get(id=question.pk))
    return question


def reused():
    return [fact.data for fact in Fact.objects.filter(kind="reused").order_by("id")]


def test_words_may_be_changed_and_a_greeting_is_nobodys():
    assert stands_in(INSURED, f"Bonjour Nadia ! {INSURED} Belle journée")
    assert stands_in(INSURED, INSURED.replace("deux jours", "trois jours"))
    assert not stands_in(INSURED, "Oui, votre assurance habitation couvre cela.")
    assert not stands_in("Bonjour et bienvenue !", "Bonjour et bienvenue !")


def test_what_florian_prepared_helps_bernadettes_visitor(brand, site, florian, bernadette):
    answer = keep_prepared(by=florian, shortcut="assurance", text=INSURED, shared=True)
    assert [(one.by, one.mine) for one in prepared_for(bernadette)] == [("Florian", False)]
    question = say(site, bernadette, f"Bonjour ! {INSURED}")
    assert reused() == [{"conversation": question.pk, "member": bernadette.pk, "answer": answer.pk, "author": florian.pk}]
    reader.tick(now_ms() + HOUR)
    assert kinds(florian) == ["reused"]
    assert (has(florian, "score"), has(florian, "vesting")) == (5, 5)
    assert "What you had prepared helped another’s visitor" in [line.words for line in queries.statement(florian)[0]]
    sound(brand)


def test_what_did_not_help_or_is_ones_own_or_the_brands_counts_for_nobody(brand, site, florian, bernadette, camille):
    answer = keep_prepared(by=florian, shortcut="assurance", text=INSURED, shared=True)
    say(site, bernadette, INSURED, "not-thanked", thanks=False)
    say(site, florian, INSURED, "own")
    say(site, bernadette, "Je regarde et je reviens vers vous.", "other-words")
    PreparedAnswer.objects.create(brand=brand, shortcut="maison", text=INSURED)
    say(site, bernadette, INSURED, "the-brands")
    PreparedAnswer.objects.filter(shortcut="maison").delete()
    keep_prepared(by=florian, shortcut="assurance", text=INSURED, shared=False, answer=answer)
    assert prepared_for(bernadette) == []
    say(site, bernadette, INSURED, "no-more-shared")
    assert reused() == []


@pytest.mark.usefixtures("statics")
def test_a_shared_answer_is_changed_by_its_author_and_taken_away_by_a_manager(brand, florian, bernadette, camille, otto):
    answer = keep_prepared(by=florian, shortcut="assurance", text=INSURED, shared=True)
    for other in (bernadette, camille):
        with pytest.raises(Refused, match="not_found"):
            keep_prepared(by=other, shortcut="x", text="x", answer=answer)
    for other in (bernadette, otto):
        with pytest.raises(Refused, match="not_found"):
            forget_prepared(by=other, answer=answer)
    assert "assurance" in browser(bernadette).get("/desk/nidechange/prepared/").content.decode()
    assert prepared_for(otto) == []
    browser(camille).post(f"/desk/nidechange/prepared/{answer.pk}/delete/")
    assert not PreparedAnswer.objects.exists()


def test_told_twice_it_is_earned_once(brand, florian, bernadette):
    for _ in range(2):
        facts.told(brand, "reused", START, conversation=1, member=bernadette.pk, answer=3, author=florian.pk)
        reader.tick(START + DAY)
    facts.told(brand, "reused", START, conversation=1, member=florian.pk, answer=3, author=florian.pk)
    reader.tick(START + DAY)
    assert kinds(florian) == ["reused"]
    sound(brand)


# ---- missions ------------------------------------------------------------------------------------------------------------------


def test_a_mission_is_earned_once_by_who_fulfils_it_in_its_time(brand, florian, bernadette):
    made = mission(brand, topic=3)
    facts.helped(brand, 1, florian.pk, START - HOUR, topic=3)
    facts.helped(brand, 2, florian.pk, START + HOUR, topic=4)
    facts.helped(brand, 3, bernadette.pk, START + HOUR, topic=3)
    facts.helped(brand, 4, florian.pk, START + HOUR, topic=3)
    reader.tick(START + DAY)
    assert "mission" not in kinds(florian)
    for number in range(5, 9):
        facts.helped(brand, number, florian.pk, START + 2 * DAY + number * MINUTE, topic=3)
    facts.helped(brand, 20, bernadette.pk, START + 11 * DAY, topic=3)
    reader.tick(START + 20 * DAY)
    row = Transaction.objects.get(kind="mission")
    assert (row.member_id, row.ref) == (florian.pk, f"{made.pk}.{florian.pk}")
    assert has(florian) == 7 * 10 + 50
    assert ("A mission fulfilled", "L’été assuré") in [(line.words, line.why) for line in queries.statement(florian)[0]]
    assert "Été 2026" in [badge["title"] for badge in queries.known_for(florian).badges]
    sound(brand)


def test_missions_count_likes_welcomes_and_what_is_reused(brand, florian, bernadette):
    newcomer = new_member(brand, "Nadia")
    for counts in ("liked", "welcomed", "reused"):
        mission(brand, counts=counts, title=counts, times=1, points=7, badge="")
    facts.liked(brand, 1, bernadette.pk, florian.pk, START + HOUR)
    facts.told(brand, "welcomed", START + HOUR, member=newcomer.pk, godparent=florian.pk)
    facts.told(brand, "reused", START + HOUR, conversation=1, member=bernadette.pk, answer=3, author=florian.pk)
    reader.tick(START + DAY)
    assert kinds(florian).count("mission") == 3
    sound(brand)


def test_a_mission_that_counts_what_waits_waits_too(brand, florian, camille):
    mission(brand)
    facts.thanked(brand, 1, florian.pk, START + HOUR)
    facts.helped(brand, 2, florian.pk, START + 2 * HOUR)
    reader.tick(START + DAY)
    hold = Hold.objects.get(transaction__kind="mission")
    assert hold.reasons == ["counted_held"]
    assert queries.missions_of(florian, START + DAY)[0].got == "held"
    assert "Été 2026" not in [badge["title"] for badge in queries.known_for(florian).badges]
    actions.decide(by=camille, hold=hold, give=True, why="Vu avec la visiteuse.")
    reader.tick(now_ms())
    assert queries.missions_of(florian, START + DAY)[0].got == "given"
    assert has(florian) >= 50
    sound(brand)


def test_the_team_fulfils_none(brand, camille):
    mission(brand, times=1)
    facts.helped(brand, 1, camille.pk, START + HOUR)
    reader.tick(START + DAY)
    assert Transaction.objects.count() == 0


def test_a_mission_begins_with_the_next_minute_and_ends_when_the_manager_says(brand, camille, florian, otto):
    values = {"title": "Le bar", "text": "Des articles qui plaisent.", "counts": "liked", "times": 3, "until": now_ms() + DAY, "points": 5}
    made = actions.propose_mission(by=camille, **values)
    assert actions.propose_mission(by=camille, **values).pk == made.pk or made.begins_at % MINUTE == 0
    assert made.begins_at > now_ms() - MINUTE
    ended = actions.end_mission(by=camille, mission=made)
    assert ended.ends_at <= now_ms() + MINUTE
    with pytest.raises(Refused, match="closed"):
        actions.end_mission(by=camille, mission=ended)
    for wrong in ({"times": 0}, {"points": -1}, {"points": 1.5}, {"counts": "answered"}, {"until": now_ms()}, {"points": 0}):
        with pytest.raises(Refused, match="bad_value"):
            actions.propose_mission(by=camille, **values | wrong)
    with pytest.raises(Refused, match="bad_value"):
        actions.propose_mission(by=florian, **values)
    with pytest.raises(Refused, match="not_found"):
        actions.propose_mission(by=camille, **values | {"counts": "helped", "topic": otto.brand.topics.get().pk})


@pytest.mark.usefixtures("statics")
def test_the_pages_of_a_mission(brand, camille, florian, bernadette):
    client, address = browser(camille), "/office/nidechange/rewards/missions/"
    assert "No mission yet" in client.get(address).content.decode()
    wrong = client.post(f"{address}new/", {"title": "Été", "text": "Ensemble", "counts": "liked", "times": 1, "points": 0, "score": 0})
    assert wrong.status_code == 422
    topic = brand.topics.get()
    values = {
        "title": "L’été assuré", "text": "Aidons sur l’assurance.", "counts": "helped", "topic": topic.pk, "times": 2,
        "until": "2099-06-01", "points": 50, "score": 0, "badge": "Été",
    }  # fmt: skip
    assert client.post(f"{address}new/", values).status_code == 422
    from datetime import date, timedelta

    values["until"] = (date.today() + timedelta(days=20)).isoformat()
    assert client.post(f"{address}new/", values).status_code == 302
    made = Mission.objects.get()
    assert "L’été assuré" in client.get(address).content.decode()
    assert "L’été assuré" in browser(bernadette).get("/rewards/nidechange/").content.decode()
    Mission.objects.update(begins_at=now_ms() - DAY)
    facts.helped(brand, 1, florian.pk, now_ms() - HOUR, topic=topic.pk)
    reader.tick()
    page = browser(florian).get("/desk/nidechange/rewards/").content.decode()
    assert "1 of 2" in page
    facts.helped(brand, 2, florian.pk, now_ms() - HOUR, topic=topic.pk)
    reader.tick()
    assert "fulfilled" in browser(florian).get("/desk/nidechange/rewards/").content.decode()
    for path in ("", "new/"):
        assert browser(florian).get(address + path).status_code == 404
    assert browser(florian).post(f"{address}{made.pk}/end").status_code == 404
    assert client.post(f"{address}{made.pk}/end").status_code == 302
    Mission.objects.update(ends_at=now_ms())
    assert "fulfilled" in browser(florian).get("/desk/nidechange/rewards/").content.decode()
    assert "L’été assuré" not in browser(bernadette).get("/desk/nidechange/rewards/").content.decode()
    assert "1 member fulfilled it." in client.get(address).content.decode()
