"""Whom the manager is asked to think of, each cause once; and what she does about it."""

from datetime import UTC, datetime

import pytest

from causerie.attentions import actions, queries, rules
from causerie.attentions.models import About, Attention, Tally
from causerie.attentions.tests.told import browser, claimed, joined, left, replied
from causerie.community.models import LineWord
from causerie.journal.models import Cursor, Fact
from causerie.kernel.clock import now_ms
from causerie.kernel.refusal import Refused
from tests.cast import new_member

DAY = rules.DAY


def ms(year, month, day):
    return int(datetime(year, month, day, 9, tzinfo=UTC).timestamp() * 1000)


def kinds(member):
    return sorted(Attention.objects.filter(member=member).values_list("kind", flat=True))


def test_who_joins_answers_and_comes_back_is_thought_of_once(florian):
    joined(florian, ago=2 * DAY)
    claimed(florian, 7, ago=45 * DAY)
    replied(florian, ago=DAY)
    claimed(florian, 8)
    actions.fold()
    replied(florian)
    claimed(florian, 9)
    actions.fold()
    assert kinds(florian) == ["back", "first", "welcome"]
    Cursor.objects.filter(reader="attentions").delete()
    Tally.objects.all().delete()
    actions.fold()
    assert kinds(florian) == ["back", "first", "welcome"]


def test_the_hundredth_answer_is_celebrated_and_the_hundred_and_first_is_not(florian):
    for _one in range(101):
        replied(florian)
    while actions.fold():
        pass
    assert kinds(florian) == ["first", "hundredth"]
    assert Tally.objects.get(member=florian).answers == 101


def test_what_happened_long_ago_is_counted_but_not_celebrated(florian):
    joined(florian, ago=200 * DAY)
    replied(florian, ago=199 * DAY)
    actions.fold()
    assert kinds(florian) == []
    assert Tally.objects.get(member=florian).answers == 1


def test_the_brands_team_is_not_on_the_list(camille):
    joined(camille)
    replied(camille)
    actions.fold()
    assert not Attention.objects.exists()


def test_a_short_silence_is_no_absence(florian):
    claimed(florian, 1, ago=29 * DAY)
    claimed(florian, 2)
    actions.fold()
    assert kinds(florian) == []


def test_a_birthday_comes_once_a_year_a_week_ahead(florian, bernadette):
    actions.save_about(by=florian, birthday=(3, 6))
    actions.save_about(by=bernadette, birthday=(20, 6))
    now = ms(2026, 5, 28)
    assert actions.birthdays(now) == 1
    assert actions.birthdays(now + DAY) == 0
    one = Attention.objects.get()
    assert (one.member_id, one.cause, one.due_at) == (florian.id, f"birthday:{florian.id}:2026", ms(2026, 6, 3) + 3 * 3_600_000)
    assert actions.birthdays(ms(2027, 6, 1)) == 1


def test_who_was_born_on_a_leap_day_is_wished_well_every_year():
    assert rules.birthdays_near(ms(2026, 2, 26))[2, 29].isoformat() == "2026-02-28"
    assert rules.birthdays_near(ms(2028, 2, 26))[2, 29].isoformat() == "2028-02-29"


def test_a_birthday_has_no_year_and_exists(florian):
    assert {field.name for field in About._meta.fields} & {"birth_year", "born"} == set()
    for wrong in ((31, 4), (30, 2), (0, 1), (1, 13)):
        with pytest.raises(Refused, match="bad_value"):
            actions.save_about(by=florian, birthday=wrong)


def test_unwell_is_noted_by_hand_once_at_a_time(camille, florian, otto):
    one = actions.note_by_hand(by=camille, member=florian, kind="unwell", note="Une carte ?")
    with pytest.raises(Refused, match="noted"):
        actions.note_by_hand(by=camille, member=florian, kind="unwell")
    actions.end(by=camille, attention=one, what="done")
    actions.note_by_hand(by=camille, member=florian, kind="unwell")
    for wrong in (
        lambda: actions.note_by_hand(by=florian, member=florian, kind="unwell"),
        lambda: actions.note_by_hand(by=camille, member=otto, kind="unwell"),
    ):
        with pytest.raises(Refused, match="not_found"):
            wrong()
    # Health is nobody's business but the team's: no fact says why.
    assert "unwell" not in str(list(Fact.objects.values_list("kind", "data")))


def test_camille_sends_a_word_on_the_private_line_and_it_is_said_once(camille, florian):
    joined(florian)
    actions.fold()
    one = Attention.objects.get()
    client = browser(camille)
    page = client.get("/office/nidechange/attentions/").content.decode()
    assert "Welcome, Florian!" in page or "Florian" in page
    sent = {"what": "say", "words": "Bienvenue, Florian !", "note": "très content"}
    assert client.post(f"/office/nidechange/attentions/{one.id}/", sent).status_code == 302
    assert client.post(f"/office/nidechange/attentions/{one.id}/", sent).status_code == 409
    one.refresh_from_db()
    assert (one.state, one.note, one.by_id) == ("done", "très content", camille.id)
    assert [word.text for word in LineWord.objects.all()] == ["Bienvenue, Florian !"]
    assert "très content" in client.get("/office/nidechange/attentions/?state=done").content.decode()


def test_what_is_let_pass_is_not_asked_again(camille, florian):
    joined(florian)
    actions.fold()
    client = browser(camille)
    client.post(f"/office/nidechange/attentions/{Attention.objects.get().id}/", {"what": "skip"})
    joined(florian)
    actions.fold()
    assert Attention.objects.get().state == "skipped"
    assert not LineWord.objects.exists()
    assert queries.due_now(camille) == 0


def test_words_are_the_brands_own_in_the_members_language(camille, florian):
    florian.person.language = "fr"
    florian.person.save()
    actions.save_wording(by=camille, kind="welcome", language="fr", text="Coucou {name}, {brand} te salue. {autre}")
    joined(florian)
    actions.fold()
    assert (
        actions.words_for(Attention.objects.select_related("member__person", "brand").get())
        == "Coucou Florian, Nidéchange te salue. {autre}"
    )
    client = browser(camille)
    assert client.post("/office/nidechange/attentions/words/welcome/fr/", {"text": ""}).status_code == 302
    assert "Coucou" not in actions.words_for(Attention.objects.select_related("member__person", "brand").get())
    assert client.get("/office/nidechange/attentions/words/").status_code == 200
    assert client.get("/office/nidechange/attentions/words/nothing/fr/").status_code == 404


def test_who_leaves_is_on_no_list_any_more(florian):
    actions.save_about(by=florian, birthday=(3, 6), place="fr-lille", story="Une longue histoire")
    joined(florian)
    actions.fold()
    left(florian)
    actions.fold()
    assert not Attention.objects.exists()
    assert not About.objects.exists()


def test_the_most_urgent_stand_first(camille, brand):
    for number in range(4):
        joined(new_member(brand, f"Membre{number}"), ago=number * DAY)
    actions.fold()
    assert [one.member.name for one in queries.urgent(camille)] == ["Membre3", "Membre2", "Membre1"]


@pytest.mark.parametrize("path", ["", "words/", "gifts/", "parcels/", "words/first/fr/"])
def test_only_managers_of_the_brand_see_the_pages(path, camille, florian, otto):
    page = f"/office/nidechange/attentions/{path}"
    assert browser(camille).get(page).status_code == 200
    assert browser(florian).get(page).status_code == 404
    assert browser(otto).get(page).status_code == 404


def test_another_brands_manager_reaches_nothing(camille, florian, otto):
    otto.role = "manager"
    otto.save()
    one = actions.note_by_hand(by=camille, member=florian, kind="other")
    client = browser(otto)
    assert client.post(f"/office/autrement/attentions/{one.id}/", {"what": "done"}).status_code == 404
    assert client.get(f"/office/autrement/attentions/for/{florian.id}/").status_code == 404
    with pytest.raises(Refused, match="not_found"):
        actions.end(by=otto, attention=one, what="done")
    one.refresh_from_db()
    assert one.state == "open"


def test_a_touch_by_hand_from_the_page(camille, florian):
    client = browser(camille)
    assert "Florian" in client.get("/office/nidechange/attentions/?q=flor").content.decode()
    page = f"/office/nidechange/attentions/for/{florian.id}/"
    assert client.get(page).status_code == 200
    assert client.post(page, {"what": "note", "kind": "other", "note": "Son film"}).status_code == 302
    assert client.post(page, {"what": "note", "kind": "first"}).status_code == 200
    assert Attention.objects.get().note == "Son film"
    assert now_ms() - Attention.objects.get().at < DAY
