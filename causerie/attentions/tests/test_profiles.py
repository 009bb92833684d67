"""What members show each other: only what they chose, only inside the brand, and never finer than a town."""

import pytest

from causerie.attentions import actions, atlas, queries
from causerie.attentions.places import PLACES
from causerie.attentions.tests.told import browser
from causerie.conversations import actions as talks
from causerie.conversations.models import Conversation
from causerie.kernel.refusal import Refused


def praised(site, member, words="Merci, c’était très clair"):
    visitor, _token = talks.admit(site=site)
    asked, _first = talks.ask(by=visitor, client_id="question-1", text="Et l’assurance ?")
    taken = talks.claim(by=member, conversation=asked)
    talks.close(by=member, conversation=asked, lease=taken.lease)
    talks.rate(by=visitor, conversation=asked, stars=5, comment=words)
    return asked


def page(viewer, member):
    return browser(viewer).get(f"/desk/{viewer.brand.slug}/people/{member.id}/")


def test_bernadette_reads_who_florian_is(florian, bernadette, site):
    asked = praised(site, florian)
    told = {"passions": "vélo, pain", "story": "Un jour,\nnous sommes partis.", "day": "3", "month": "6", "place": "fr-lille"}
    answer = browser(florian).post("/desk/nidechange/about/", {**told, "thanks": [asked.id]})
    assert answer.url == f"/desk/nidechange/people/{florian.id}/"
    text = page(bernadette, florian).content.decode()
    for words in ("vélo", "Un jour", "Lille", "Merci, c’était très clair", "18 échanges"):
        assert words in text
    assert "Note" not in text
    assert f"/office/nidechange/messages/{florian.id}/" not in text


def test_a_page_with_nothing_told_is_still_a_page(florian, camille):
    assert page(florian, camille).status_code == 200
    text = page(camille, florian).content.decode()
    assert f"/office/nidechange/attentions/for/{florian.id}/" in text


def test_other_brands_and_who_left_have_no_page(florian, bernadette, otto):
    assert page(otto, florian).status_code == 404
    assert page(florian, otto).status_code == 404
    bernadette.ended_at = "2026-01-01T00:00Z"
    bernadette.save()
    assert page(florian, bernadette).status_code == 404


def test_thanks_are_shown_only_when_chosen_and_gone_when_erased(florian, bernadette, site):
    asked = praised(site, florian)
    foreign = praised(site, bernadette, "Pour Bernadette")
    assert "très clair" not in page(bernadette, florian).content.decode()
    actions.save_about(by=florian, thanks=[asked.id, foreign.id])
    shown = queries.shown(florian).thanks
    assert [one.words for one in shown] == ["Merci, c’était très clair"]
    Conversation.objects.filter(id=asked.id).update(erased_at=1)
    assert queries.shown(florian).thanks == []


def test_the_map_holds_towns_only_and_only_of_this_brand(florian, bernadette, otto):
    actions.save_about(by=florian, place="fr-lille")
    actions.save_about(by=bernadette, place="outre-mer")
    actions.save_about(by=otto, place="fr-paris")
    found = {str(spot.place.name): spot for spot in queries.spots(florian.brand_id)}
    assert [one.name for one in found["Lille"].people] == ["Florian"]
    assert found["Lille"].x is not None
    text = browser(bernadette).get("/desk/nidechange/map/").content.decode()
    assert ("Florian" in text, "Otto" in text, "<svg" in text) == (True, False, True)
    with pytest.raises(Refused, match="bad_value"):
        actions.save_about(by=florian, place="50.6292,3.0573")


def test_positions_are_no_finer_than_half_a_degree_and_on_the_drawing():
    for place in PLACES.values():
        if place.north is None or place.east is None:
            continue
        assert (place.north * 2).is_integer()
        assert (place.east * 2).is_integer()
        x, y = atlas.point(place.east, place.north)
        assert 0 < x < atlas.WIDTH, place
        assert 0 < y < atlas.HEIGHT, place
        assert len(place.key) <= 20


def test_the_form_says_what_is_wrong(florian):
    client = browser(florian)
    assert client.get("/desk/nidechange/about/").status_code == 200
    for wrong in ({"day": "3"}, {"day": "31", "month": "4"}, {"place": "lune"}):
        assert client.post("/desk/nidechange/about/", wrong).status_code == 422


def test_taking_oneself_off_the_map_is_leaving_it_empty(florian):
    actions.save_about(by=florian, place="fr-lille", birthday=(3, 6))
    browser(florian).post("/desk/nidechange/about/", {"passions": "vélo"})
    assert queries.spots(florian.brand_id) == []
    assert queries.shown(florian).about.birth_day is None
