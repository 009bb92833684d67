"""The pages: each person's own, the manager's, and the rules for everybody."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from causerie.kernel.clock import now_ms
from causerie.rewards import actions, reader
from causerie.rewards.models import Account, Exchange, Hold, Mission, Redemption, Reward, RuleSet, Transaction, Wish
from causerie.rewards.rules import DAY, Rules
from causerie.rewards.tests import facts
from causerie.rewards.tests.test_redeeming import fund, mug

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("statics")]
OFFICE = ["", "rules/", "catalogue/", "catalogue/new/", "programme/", "members/"]


def browser(member):
    client = Client()
    client.force_login(member.person, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_everybody_reads_the_rules(brand):
    page = Client().get("/rewards/nidechange/")
    assert page.status_code == 200
    assert "Some rewards wait until a person has looked" in page.content.decode()
    assert Client().get("/rewards/unknown/").status_code == 404


def test_the_office_is_the_managers(brand, camille, florian, otto):
    otto.role = "manager"
    otto.save()
    fund(florian, 100)
    reward, row = mug(brand), Transaction.objects.get()
    for path in [*OFFICE, f"members/{florian.pk}/", f"catalogue/{reward.pk}/"]:
        address = f"/office/nidechange/rewards/{path}"
        assert browser(camille).get(address).status_code == 200, path
        assert browser(florian).get(address).status_code == 404, path
        assert browser(otto).get(address).status_code == 404, path
        assert Client().get(address).status_code == 302, path
    for path in (f"members/{florian.pk}/", f"catalogue/{reward.pk}/"):
        assert browser(otto).get(f"/office/autrement/rewards/{path}").status_code == 404, path
    for path in (f"transactions/{row.pk}/reverse", "holds/1", "redemptions/1", "payouts/1"):
        assert browser(otto).post(f"/office/autrement/rewards/{path}").status_code == 404, path
        assert browser(camille).get(f"/office/nidechange/rewards/{path}").status_code == 405, path


def test_a_member_reaches_nothing_of_another(brand, florian, bernadette, otto):
    fund(florian, 100)
    made = actions.redeem(by=florian, reward=mug(brand, picture="a" * 32 + ".webp"), price=100, client_id="abcdefgh")
    facts.thanked(brand, 1, florian.pk, now_ms())
    reader.tick()
    hold = Hold.objects.get()
    for path in (f"redemptions/{made.pk}/cancel", f"redemptions/{made.pk}/received", f"holds/{hold.pk}/appeal"):
        assert browser(bernadette).post(f"/desk/nidechange/rewards/{path}", {"words": "moi"}).status_code == 404, path
    assert browser(otto).get("/desk/nidechange/rewards/").status_code == 404
    assert browser(otto).get(f"/desk/autrement/rewards/pictures/{made.reward.picture}").status_code == 404
    assert (
        browser(otto).post(f"/desk/autrement/rewards/{made.reward_id}/redeem", {"price": 100, "client_id": "abcdefgh"}).status_code == 404
    )
    assert Redemption.objects.get().state == "asked"


def test_a_member_sees_what_they_have_and_spends_it(brand, florian):
    fund(florian, 150)
    reward = mug(brand, stock=3)
    client = browser(florian)
    page = client.get("/desk/nidechange/rewards/").content.decode()
    assert "I would like it" in page
    values = {"price": 100, "client_id": "abcdefgh"}
    for _ in range(2):
        assert client.post(f"/desk/nidechange/rewards/{reward.pk}/redeem", values).status_code == 302
    assert Redemption.objects.count() == 1
    page = client.get("/desk/nidechange/rewards/").content.decode()
    assert "It is yours." in page
    assert "50 points to go" in page
    assert "A reward you chose" in client.get("/desk/nidechange/rewards/statement/").content.decode()
    client.post(f"/desk/nidechange/rewards/redemptions/{Redemption.objects.get().pk}/cancel")
    assert Account.objects.get(member=florian, name="available").balance == 150


def test_a_refusal_is_said_in_words(brand, florian):
    fund(florian, 150)
    reward = mug(brand)
    answer = browser(florian).post(f"/desk/nidechange/rewards/{reward.pk}/redeem", {"price": 90, "client_id": "abcdefgh"}, follow=True)
    assert "The price has changed meanwhile." in answer.content.decode()
    answer = browser(florian).post(f"/desk/nidechange/rewards/{reward.pk}/redeem", {"price": "1e3", "client_id": "abcdefgh"}, follow=True)
    assert "The price has changed meanwhile." in answer.content.decode()
    assert Redemption.objects.count() == 0


def test_only_who_asked_stands_on_a_list(brand, florian, bernadette):
    for number, member in enumerate((florian, bernadette)):
        facts.helped(brand, number + 1, member.pk, now_ms() - 120_000)
    reader.tick()
    browser(florian).post("/desk/nidechange/rewards/listed", {"listed": "on"})
    page = browser(bernadette).get("/desk/nidechange/rewards/").content.decode()
    board = page.split('class="board"')[1].split("</ol>")[0]
    assert "Florian" in board
    assert "Bernadette" not in board
    browser(florian).post("/desk/nidechange/rewards/listed")
    assert not Wish.objects.get().listed


def form_values(client):
    form = client.get("/office/nidechange/rewards/rules/").context["form"]
    return {name: form[name].value() if form[name].value() is not None else "" for name in form.fields}


def test_rules_are_seen_before_they_are_saved_and_kept_for_ever(brand, camille, florian):
    fund(florian, 300)
    client = browser(camille)
    values = form_values(client) | {"tier_1_score": 400, "thanked_points": 20, "note": "Plus de points pour un merci"}
    page = client.post("/office/nidechange/rewards/rules/", values | {"step": "preview"}).content.decode()
    assert "A visitor said thank you: 10 score, 10 points, 20 a day, now 10 score, 20 points, 20 a day" in page
    assert "Members with a score: 1. A tier up: 0. A tier down: 1." in page
    assert RuleSet.objects.count() == 0
    assert client.post("/office/nidechange/rewards/rules/", values | {"step": "save"}).status_code == 302
    assert RuleSet.objects.get().data["grants"]["thanked"]["points"] == 20
    assert client.post("/office/nidechange/rewards/rules/", values | {"step": "save"}).status_code == 422
    assert "Plus de points pour un merci" in client.get("/office/nidechange/rewards/rules/").content.decode()


@pytest.mark.parametrize("amount", ["-1", "0.1", "1e309", "NaN", str(2**63), "dix"])
def test_an_amount_is_a_whole_number(brand, camille, florian, amount):
    """A49"""
    client = browser(camille)
    answer = client.post(f"/office/nidechange/rewards/members/{florian.pk}/", {"points": amount, "why": "Merci", "client_id": "abcdefgh"})
    assert answer.status_code == 422
    reward = mug(brand)
    browser(florian).post(f"/desk/nidechange/rewards/{reward.pk}/redeem", {"price": amount, "client_id": "abcdefgh"})
    assert not Transaction.objects.exists()
    reward.delete()
    answer = client.post("/office/nidechange/rewards/rules/", form_values(client) | {"thanked_points": amount, "step": "save"})
    assert answer.status_code == 422
    answer = client.post("/office/nidechange/rewards/catalogue/new/", {"title": "Tasse", "price": amount, "tier": 0})
    assert answer.status_code == 422
    assert not Reward.objects.exists()
    assert not RuleSet.objects.exists()


def test_tiers_rise(brand, camille):
    client = browser(camille)
    answer = client.post("/office/nidechange/rewards/rules/", form_values(client) | {"tier_2_score": 50, "step": "save"})
    assert answer.status_code == 422
    assert "The first tier begins at 0" in answer.content.decode()


def test_the_manager_decides_and_the_member_reads_why(brand, camille, florian):
    facts.thanked(brand, 1, florian.pk, now_ms())
    reader.tick()
    hold = Hold.objects.get()
    assert "It came before any answer." in browser(florian).get("/desk/nidechange/rewards/").content.decode()
    browser(florian).post(f"/desk/nidechange/rewards/holds/{hold.pk}/appeal", {"words": "C’était au téléphone"})
    assert "C’était au téléphone" in browser(camille).get("/office/nidechange/rewards/").content.decode()
    browser(camille).post(f"/office/nidechange/rewards/holds/{hold.pk}", {"decision": "decline", "why": "Sans réponse écrite, non."})
    assert "Sans réponse écrite, non." in browser(florian).get("/desk/nidechange/rewards/").content.decode()


def test_given_by_hand_and_taken_back_with_words(brand, camille, florian):
    client, address = browser(camille), f"/office/nidechange/rewards/members/{florian.pk}/"
    for _ in range(2):
        client.post(address, {"points": 40, "why": "Pour le salon", "client_id": "abcdefgh"})
    assert "Pour le salon" in browser(florian).get("/desk/nidechange/rewards/statement/").content.decode()
    row = Transaction.objects.get(kind="given")
    assert Account.objects.get(member=florian, name="available").balance == 40
    client.post(f"/office/nidechange/rewards/transactions/{row.pk}/reverse", {"why": "Erreur de personne"})
    assert Account.objects.get(member=florian, name="available").balance == 0
    assert "Erreur de personne" in browser(florian).get("/desk/nidechange/rewards/statement/").content.decode()


def test_a_redemption_is_handled_from_the_office(brand, camille, florian):
    fund(florian, 100)
    made = actions.redeem(by=florian, reward=mug(brand), price=100, client_id="abcdefgh")
    for state in ("approved", "sent"):
        browser(camille).post(f"/office/nidechange/rewards/redemptions/{made.pk}", {"step": "next", "note": "Colis 42"})
        made.refresh_from_db()
        assert made.state == state
    page = browser(florian).get("/desk/nidechange/rewards/").content.decode()
    assert "Colis 42" in page
    assert "It is here" in page


def test_the_programme_is_set_from_the_office(brand, camille, florian):
    client = browser(camille)
    values = {"name": "Club", "url": "https://club.example.org/points", "table": "1000 = 10 €\n2 000 = 25 €", "open": "on"}
    assert client.post("/office/nidechange/rewards/programme/", values).status_code == 302
    row = Exchange.objects.get()
    assert row.table == [[1000, "10 €"], [2000, "25 €"]]
    assert client.post("/office/nidechange/rewards/programme/", values | {"url": "https://10.0.0.1/"}).status_code == 302
    assert client.post("/office/nidechange/rewards/programme/", values | {"table": "mille"}).status_code == 422
    fund(florian, 1000)
    answer = browser(florian).post("/desk/nidechange/rewards/hand-over", {"rate": "1000|10 €", "customer": "C-1", "client_id": "abcdefgh"})
    assert answer.status_code == 302
    assert Account.objects.get(member=florian, name="available").balance == 0


def test_the_desk_shows_points_and_tier(brand, florian, camille):
    fund(florian, 1240)
    page = browser(florian).get("/desk/nidechange/").content.decode()
    chip = page.split('id="rewards-chip"')[1].split("</a>")[0]
    assert "1240 pts" in chip.replace(",", "")
    assert 'id="rewards-chip"' not in browser(camille).get("/desk/nidechange/").content.decode()


def test_points_earned_now_reach_the_desk(brand, florian, monkeypatch):
    import msgspec

    from causerie.realtime import hub

    told = []
    monkeypatch.setattr(hub, "publish", lambda topic, payload: told.append((topic, msgspec.json.decode(payload))))
    facts.helped(brand, 1, florian.pk, now_ms() - 100_000)
    from django.test import TestCase

    with TestCase.captureOnCommitCallbacks(execute=True):
        reader.tick()
    topic, frame = told[-1]
    assert topic == ("member", florian.pk)
    assert (frame["type"], frame["score"], frame["coming"]) == ("earned", 10, 10)
    assert {gain["kind"] for gain in frame["gains"]} == {"earned", "badge"}
    told.clear()
    facts.helped(brand, 2, florian.pk, now_ms() - 9 * DAY)
    with TestCase.captureOnCommitCallbacks(execute=True):
        reader.tick()
    assert told == []


def test_days_and_hours_are_those_of_the_rules(brand, camille, florian):
    """A thank-you at 23:30 in New York stands on that evening; a mission that ends with the month says its last day."""
    zone = ZoneInfo("America/New_York")
    actions.change_rules(by=camille, rules=Rules(timezone=zone.key), seen=0)
    late = datetime(2026, 3, 31, 23, 30, tzinfo=zone)
    facts.helped(brand, 1, florian.pk, int(late.timestamp() * 1000))
    reader.tick()
    begins, ends = (int(datetime(2026, month, 1, tzinfo=zone).timestamp() * 1000) for month in (3, 4))
    Mission.objects.create(brand=brand, title="Mars", text="Ensemble", times=5, begins_at=begins, ends_at=ends)
    english = {"HTTP_ACCEPT_LANGUAGE": "en"}
    assert "03/31/2026 11:31 p.m." in browser(florian).get("/desk/nidechange/rewards/statement/", **english).content.decode()
    assert "03/31/2026 11:31 p.m." in browser(camille).get(f"/office/nidechange/rewards/members/{florian.pk}/", **english).content.decode()
    assert "03/01/2026 to 03/31/2026" in browser(camille).get("/office/nidechange/rewards/missions/", **english).content.decode()
