"""The last one is given once (A53's kind of attack), an address lives no longer than its parcel waits, and every look at it is told."""

import pytest
from django.db import connection

from causerie.attentions import actions, queries, rules
from causerie.attentions.models import Address, Attention, Gift, Parcel
from causerie.attentions.sealing import seal, unseal
from causerie.attentions.tests.told import HOME, at_once, browser, joined, left, mug
from causerie.journal.models import Fact
from causerie.kernel.clock import now_ms
from causerie.kernel.refusal import Refused
from causerie.notify.actions import queue_mail
from causerie.notify.models import Mail
from tests.cast import new_member

race = pytest.mark.django_db(transaction=True)


def promised(camille, florian, **values):
    gift = mug(camille.brand, **values)
    return actions.give(by=camille, member=florian, gift=gift, client_id="click-1")


def ready(camille, florian):
    return actions.tell_address(by=florian, parcel=promised(camille, florian), address=HOME)


def everything():
    """All words that stand in any table."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found.append(str(cursor.fetchall()))
    return "\n".join(found)


@race
def test_fifty_are_given_the_last_one_and_one_has_it(camille, brand):
    people = [new_member(brand, f"Membre{number}") for number in range(50)]
    last = mug(brand)
    told = at_once(50, lambda n: actions.give(by=camille, member=people[n], gift=last, client_id=f"click-{n}"))
    assert told == {"yes": 1, "none_left": 49}
    assert (Gift.objects.get().stock, Parcel.objects.count()) == (0, 1)
    assert Fact.objects.filter(kind="gift_given").count() == 1


@race
def test_one_attention_clicked_by_many_gives_one_gift(camille, florian):
    joined(florian)
    actions.fold()
    one = Attention.objects.get()
    many = mug(camille.brand, stock=20)
    told = at_once(12, lambda _n: actions.give(by=camille, member=florian, gift=many, attention=one))
    assert told == {"yes": 12}
    assert (Gift.objects.get().stock, Parcel.objects.count(), Attention.objects.get().state) == (19, 1, "done")


@race
def test_sent_and_withdrawn_at_once_end_in_one_way(camille, florian):
    parcel = ready(camille, florian)
    told = at_once(2, lambda n: actions.mark_sent(by=camille, parcel=parcel) if n else actions.decline(by=florian, parcel=parcel))
    assert told == {"yes": 1, "closed": 1}
    assert not Address.objects.exists()
    assert Gift.objects.get().stock == (1 if Parcel.objects.get().state == "cancelled" else 0)


@race
def test_stock_never_falls_below_zero(camille):
    some = mug(camille.brand, stock=5)
    assert at_once(8, lambda _n: actions.restock(by=camille, gift=some, more=-1)) == {"yes": 5, "bad_value": 3}
    assert Gift.objects.get().stock == 0


def test_an_address_is_told_read_sent_and_really_gone(camille, florian):
    parcel = ready(camille, florian)
    assert "rue des Lilas" not in everything()
    assert actions.read_address(by=camille, parcel=parcel) == HOME
    actions.mark_sent(by=camille, parcel=parcel)
    assert not Address.objects.exists()
    assert "rue des Lilas" not in everything()
    with pytest.raises(Refused, match="closed"):
        actions.read_address(by=camille, parcel=parcel)
    assert [fact.kind for fact in Fact.objects.order_by("id")] == ["gift_given", "address_read", "gift_sent"]


def test_every_look_at_an_address_is_told_to_the_member(camille, florian):
    parcel = ready(camille, florian)
    page = browser(camille).post(f"/office/nidechange/attentions/parcels/{parcel.id}/", {"what": "read"})
    assert "12 rue des Lilas" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert "12 rue des Lilas" not in browser(camille).get("/office/nidechange/attentions/parcels/").content.decode()
    assert "Camille" in browser(florian).get("/desk/nidechange/gift/").content.decode()
    assert Fact.objects.get(kind="address_read").data == {"parcel": parcel.id, "member": florian.id, "by": camille.id}


def test_an_address_is_for_managers_only_and_opens_for_its_parcel_only(camille, florian, bernadette, otto):
    parcel = ready(camille, florian)
    otto.role = "manager"
    otto.save()
    for other in (bernadette, florian, otto):
        with pytest.raises(Refused, match="not_found"):
            actions.read_address(by=other, parcel=parcel)
    for other in (bernadette, otto):
        with pytest.raises(Refused, match="not_found"):
            actions.tell_address(by=other, parcel=parcel, address="ailleurs")
        with pytest.raises(Refused, match="not_found"):
            actions.decline(by=other, parcel=parcel)
    assert browser(bernadette).post(f"/desk/nidechange/gift/{parcel.id}/", {"address": "ailleurs"}).status_code == 404
    assert browser(otto).post(f"/office/autrement/attentions/parcels/{parcel.id}/", {"what": "read"}).status_code == 404
    with pytest.raises(Refused, match="unreadable"):
        unseal(Address.objects.get().sealed, parcel.id + 1)
    assert not Fact.objects.filter(kind="address_read").exists()


def test_another_key_opens_nothing(settings):
    sealed = seal(HOME, 1)
    settings.SECRET_KEY = "another key, of another house"
    with pytest.raises(Refused, match="unreadable"):
        unseal(sealed, 1)


def test_without_an_answer_nothing_is_kept_after_thirty_days(camille, florian, bernadette):
    told = ready(camille, florian)
    gift = Gift.objects.get()
    actions.restock(by=camille, gift=gift, more=1)
    actions.give(by=camille, member=bernadette, gift=gift, client_id="click-2")
    assert actions.lapse(now_ms() + rules.ADDRESS_KEPT - 60_000) == 0
    assert actions.lapse(now_ms() + rules.ADDRESS_KEPT + 1) == 2
    assert not Address.objects.exists()
    assert Gift.objects.get().stock == 2
    assert set(Parcel.objects.values_list("state", flat=True)) == {"cancelled"}
    with pytest.raises(Refused, match="closed"):
        actions.tell_address(by=florian, parcel=told, address=HOME)


def test_who_leaves_takes_their_address_along(camille, florian):
    ready(camille, florian)
    left(florian)
    actions.fold()
    assert not Address.objects.exists()
    assert Gift.objects.get().stock == 1


def test_the_member_is_asked_by_mail_once_and_not_during_a_pause(camille, florian):
    promised(camille, florian)
    florian.paused_at = "2026-01-01T00:00Z"
    florian.save()
    assert actions.mail_owed(queue_mail) == 0
    florian.paused_at = None
    florian.save()
    assert (actions.mail_owed(queue_mail), actions.mail_owed(queue_mail)) == (1, 0)
    mail = Mail.objects.get()
    assert (mail.to, "Tasse" in mail.text, "/desk/nidechange/gift/" in mail.text) == (florian.person.email, True, True)


def test_the_menu_speaks_of_a_gift_only_when_one_waits(camille, florian):
    client = browser(florian)
    assert "/desk/nidechange/gift/" not in client.get("/desk/nidechange/me/").content.decode()
    parcel = promised(camille, florian)
    assert "/desk/nidechange/gift/" in client.get("/desk/nidechange/me/").content.decode()
    assert client.post(f"/desk/nidechange/gift/{parcel.id}/", {"address": " "}).status_code == 422
    assert client.post(f"/desk/nidechange/gift/{parcel.id}/", {"address": HOME}).status_code == 302
    assert "12 rue des Lilas" not in client.get("/desk/nidechange/gift/").content.decode()
    client.post(f"/desk/nidechange/gift/{parcel.id}/", {"what": "no"})
    assert not Address.objects.exists()
    assert queries.awaits_address(florian) == 0


def test_what_is_given_by_hand_asks_for_no_address(camille, florian):
    assert promised(camille, florian, by_post=False).state == "sent"
    assert actions.mail_owed(queue_mail) == 0


def test_a_gift_from_the_list_and_from_the_shelf(camille, florian):
    client = browser(camille)
    sent = {"name": "Carte postale", "about": "Écrite à la main", "by_post": "on", "more": "3"}
    assert client.post("/office/nidechange/attentions/gifts/", sent).status_code == 302
    gift = Gift.objects.get()
    client.post(f"/office/nidechange/attentions/gifts/{gift.id}/stock/", {"more": "-1"})
    client.post(f"/office/nidechange/attentions/gifts/{gift.id}/stock/", {"more": "-9"})
    gift.refresh_from_db()
    assert gift.stock == 2
    one = actions.note_by_hand(by=camille, member=florian, kind="other")
    assert client.post(f"/office/nidechange/attentions/{one.id}/", {"what": "gift", "gift": gift.id}).status_code == 302
    by_hand = {"what": "gift", "gift": gift.id, "click": "one-click-of-hers"}
    for _again in range(2):
        client.post(f"/office/nidechange/attentions/for/{florian.id}/", by_hand)
    gift.refresh_from_db()
    assert (gift.stock, Parcel.objects.count()) == (0, 2)
    client.post(f"/office/nidechange/attentions/gifts/{gift.id}/", {"name": "Carte", "put_away": "on"})
    gift.refresh_from_db()
    assert (gift.name, gift.shown) == ("Carte", False)
    assert client.get("/office/nidechange/attentions/parcels/").status_code == 200


def test_no_gift_for_another_brands_member_and_none_of_another_brand(camille, florian, otto):
    with pytest.raises(Refused, match="not_found"):
        actions.give(by=camille, member=otto, gift=mug(camille.brand), client_id="x")
    with pytest.raises(Refused, match="not_found"):
        actions.give(by=camille, member=florian, gift=mug(otto.brand), client_id="x")
    with pytest.raises(Refused, match="not_found"):
        actions.give(by=florian, member=florian, gift=mug(camille.brand), client_id="x")
    assert not Parcel.objects.exists()


def test_who_asks_to_be_forgotten_leaves_no_note_and_no_address(camille, florian):
    ready(camille, florian)
    actions.note_by_hand(by=camille, member=florian, kind="unwell", note="une note sur lui")
    actions.save_about(by=florian, story="mon histoire à moi")
    actions.forget_member(member=florian)
    actions.forget_member(member=florian)
    left_over = everything()
    assert "une note sur lui" not in left_over
    assert "mon histoire à moi" not in left_over
    assert not Address.objects.exists()
