"""The contact policy: consent, quiet hours of the person's own clock, the weekly cap, one click to stop."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.notify import actions, queries, sender
from causerie.notify.models import Consent, Contact, Mail
from causerie.notify.rules import DAY, WEEK, Wishes, plan

PARIS, LIMA = ZoneInfo("Europe/Paris"), ZoneInfo("America/Lima")


def at(zone, *moment):
    return int(datetime(*moment, tzinfo=zone).timestamp() * 1000)


MEMBER = Wishes(agreed=True)


def test_what_was_asked_for_comes_at_once_even_at_night():
    night = at(PARIS, 2026, 3, 3, 2)
    assert plan("service", Wishes(agreed=False, stopped=["all"], weekly_cap=0), [night] * 50, night).due_at == night


@pytest.mark.parametrize(
    ("zone", "asked", "due"),
    [
        (PARIS, (2026, 3, 3, 22, 30), (2026, 3, 4, 8)),
        (PARIS, (2026, 3, 3, 3), (2026, 3, 3, 8)),
        (PARIS, (2026, 3, 3, 12), (2026, 3, 3, 12)),
        (LIMA, (2026, 3, 3, 21), (2026, 3, 4, 8)),
        # The night in which the clocks change, both ways: eight o'clock stays eight o'clock.
        (PARIS, (2026, 3, 28, 23), (2026, 3, 29, 8)),
        (PARIS, (2026, 10, 24, 23), (2026, 10, 25, 8)),
    ],
)
def test_nothing_arrives_in_the_quiet_hours_of_the_person_s_own_clock(zone, asked, due):
    wishes = Wishes(agreed=True, timezone=str(zone))
    assert plan("community", wishes, [], at(zone, *asked)).due_at == at(zone, *due)


def test_equal_hours_mean_no_quiet_time():
    night = at(PARIS, 2026, 3, 3, 2)
    assert plan("community", Wishes(agreed=True, quiet_from=8, quiet_to=8), [], night).due_at == night


def test_the_fourth_mail_of_a_week_waits_until_the_first_is_a_week_old():
    noon = at(PARIS, 2026, 3, 5, 12)
    before = [noon - 6 * DAY, noon - 2 * DAY, noon - DAY]
    due = plan("community", MEMBER, before, noon).due_at
    assert before[0] + WEEK < due < before[0] + WEEK + DAY
    assert plan("community", Wishes(agreed=True, weekly_cap=0), [], noon).declined == "cap"


def test_never_more_than_the_cap_in_any_seven_days():
    now, sent = at(PARIS, 2026, 3, 1, 0), []
    for hour in range(24 * 30):
        found = plan("community", MEMBER, sent, now + hour * 3_600_000)
        if not found.declined:
            sent.append(found.due_at)
    sent.sort()
    assert len(sent) >= 10
    assert all(sum(one <= other < one + WEEK for other in sent) <= 3 for one in sent)


def test_without_a_yes_nothing_but_service_is_written():
    assert plan("letter", Wishes(), [], 0).declined == "no_consent"
    assert plan("letter", Wishes(agreed=True, stopped=["letter"]), [], at(PARIS, 2026, 3, 3, 12)).declined == "stopped"


def queued(florian, key="one", kind="community"):
    with write():
        return actions.queue_mail(key=key, to=florian.person.email, subject="Hello", text="News", brand_id=florian.brand_id, kind=kind)


@pytest.mark.django_db(transaction=True)
def test_a_stranger_is_not_written_to_until_they_agree_and_the_words_are_not_kept(brand):
    def write_to(key):
        with write():
            return actions.queue_mail(key=key, to="nadia@exemple.fr", subject="Hello", text="News", brand_id=brand.id, kind="letter")

    refused = write_to("one")
    assert (refused.declined, refused.text, refused.due_at) == ("no_consent", "", actions.NEVER)
    actions.agree(brand_id=brand.id, email="nadia@exemple.fr", how="form")
    assert write_to("two").declined == ""
    assert Consent.objects.get().given


@pytest.mark.django_db(transaction=True)
def test_one_click_stops_by_post_alone(florian, statics, settings):
    mail = queued(florian)
    letter = sender.letter(mail)
    address = letter["List-Unsubscribe"].strip("<>").replace(settings.PUBLIC_URL, "")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in letter.get_content()
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.get(address).status_code == 200
    assert Contact.objects.get().stopped == []
    assert stranger.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Contact.objects.get().stopped == ["community"]
    mail.refresh_from_db()
    assert (mail.declined, mail.text) == ("stopped", "")
    assert queued(florian, "two").declined == "stopped"
    assert queued(florian, "three", "service").declined == ""
    assert stranger.get("/stop/forged/").status_code == 404
    assert sender.letter(Mail.objects.get(key="three"))["List-Unsubscribe"] is None


@pytest.mark.django_db(transaction=True)
def test_wishes_are_looked_at_again_when_it_leaves(florian, settings):
    settings.CAUSERIE = {**settings.CAUSERIE, "MAIL_URL": "page:"}
    mail = queued(florian)
    Contact.objects.update(stopped=["all"])
    assert sender.send_due(max(now_ms(), mail.due_at) + 1) == 0
    mail.refresh_from_db()
    assert (mail.sent_at, mail.declined) == (None, "stopped")


@pytest.mark.django_db(transaction=True)
def test_a_member_sets_their_own_wishes(florian, statics):
    client = Client()
    client.force_login(florian.person)
    form = {"wanted": ["call"], "weekly_cap": 1, "quiet_from": 20, "quiet_to": 9, "timezone": "America/Lima"}
    assert client.post("/desk/nidechange/wishes/", form).status_code == 302
    contact = Contact.objects.get()
    assert (contact.timezone, contact.weekly_cap, contact.stopped) == ("America/Lima", 1, ["community", "letter"])
    assert {(one.what, one.given) for one in Consent.objects.all()} == {("community", False), ("letter", False)}
    assert queries.wishes_of(contact).agreed
    assert client.post("/desk/nidechange/wishes/", {**form, "timezone": "Mars/Base"}).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_who_is_away_gets_nothing_of_the_community_and_still_what_they_ask_for(florian, settings):
    settings.CAUSERIE = {**settings.CAUSERIE, "MAIL_URL": "page:"}
    before = queued(florian)
    florian.paused_at = datetime.now(PARIS)
    florian.save()
    assert [queued(florian, kind, kind).declined for kind in ("call", "letter", "community")] == ["paused"] * 3
    assert queued(florian, "code", "service").declined == ""
    assert sender.send_due(max(now_ms(), before.due_at) + 1) == 1
    before.refresh_from_db()
    assert (before.sent_at, before.declined, before.text) == (None, "paused", ""), "written before the pause, not sent in it"


def test_an_invitation_needs_no_yes_and_one_click_stops_it():
    night = at(PARIS, 2026, 3, 3, 2)
    assert plan("invitation", Wishes(), [night] * 9, night).due_at == night
    assert plan("invitation", Wishes(stopped=["invitation"]), [], night).declined == "stopped"
    assert plan("application", Wishes(stopped=["all", "application"], paused=True), [], night).declined == ""


@pytest.mark.django_db(transaction=True)
def test_a_kind_that_the_policy_does_not_know_is_not_written(florian):
    with pytest.raises(AssertionError):
        queued(florian, kind="spam")
