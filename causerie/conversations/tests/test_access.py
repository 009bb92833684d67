"""The only doors to conversations: what is somebody else's, or another brand's, is not there (A12 to A16)."""

import pytest

from causerie.brands.models import Site
from causerie.conversations import access, actions
from causerie.conversations.models import Picture
from causerie.kernel import files
from causerie.kernel.refusal import Refused


def ask(site):
    visitor, token = actions.admit(site=site)
    return visitor, token, actions.ask(by=visitor, client_id="question-1", text="La maison est-elle assurée ?")[0]


def refused(function, *args, **values):
    with pytest.raises(Refused) as answer:
        function(*args, **values)
    return answer.value.code


def test_each_visitor_reads_only_their_own(site, otto):
    jeanne, _token, question = ask(site)
    neighbour, _token, other = ask(site)
    foreign, _token, far = ask(Site.objects.get(brand=otto.brand))
    assert access.visitors_conversation(jeanne, question.public_id).id == question.id
    for who, what in ((neighbour, question), (foreign, question), (jeanne, other), (jeanne, far)):
        assert refused(access.visitors_conversation, who, what.public_id) == "not_found"


def test_a_member_opens_what_they_hold_and_nothing_of_another_brand(site, florian, bernadette, camille, otto):
    _jeanne, _token, question = ask(site)
    assert refused(access.held_conversation, florian, question.public_id) == "not_found"
    assert refused(access.open_conversation, otto, question.public_id) == "not_found"
    actions.claim(by=florian, conversation=question)
    assert access.held_conversation(florian, question.public_id).id == question.id
    for who in (bernadette, camille, otto):
        assert refused(access.held_conversation, who, question.public_id) == "not_found"
        assert refused(access.held_or_stale, who, question.public_id) == "not_found"


def test_what_was_handed_to_the_team_is_the_teams(site, florian, bernadette, camille):
    _jeanne, _token, question = ask(site)
    actions.claim(by=florian, conversation=question)
    actions.hand_over(by=florian, conversation=question, lease=1)
    assert refused(access.open_conversation, bernadette, question.public_id) == "not_found"
    assert access.open_conversation(camille, question.public_id).id == question.id


def test_a_picture_is_seen_by_its_two_sides(site, florian, bernadette, otto, settings, tmp_path):
    settings.FILES = tmp_path
    name = files.store(b"a picture", ".webp")
    jeanne, _token, question = ask(site)
    neighbour, _token, _other = ask(site)
    actions.claim(by=florian, conversation=question)
    actions.add_picture(conversation=question, name=name, width=1, height=1)
    assert access.picture_for(name, visitor=jeanne)
    assert access.picture_for(name, member=florian)
    for who in ({"visitor": neighbour}, {"member": bernadette}, {"member": otto}, {}):
        assert refused(access.picture_for, name, **who) == "not_found"
    actions.erase(by=jeanne, conversation=question)
    assert not Picture.objects.exists()
    assert not files.path_of(name).exists()


@pytest.mark.parametrize("public", ["", "0" * 11, "z" * 11, "0" * 10, "0" * 11 + "\n", "../../../etc", "٠" * 11, "1 OR 1=1 --"])
def test_an_id_that_nobody_gave_is_not_found(site, florian, public):
    jeanne, _token, _question = ask(site)
    assert refused(access.visitors_conversation, jeanne, public) == "not_found"
    assert refused(access.open_conversation, florian, public) == "not_found"


@pytest.mark.parametrize("change", ["{}x", "x{}", "{:.42}", "{} ", "\x00{}", "{}" * 2])
def test_a_token_is_exactly_itself(site, change):
    _jeanne, token, _question = ask(site)
    assert access.visitor_of(token)
    assert refused(access.visitor_of, change.format(token, token)) == "not_you"


def test_the_database_does_not_hold_the_token(site):
    from causerie.kernel.ids import digest

    jeanne, token, _question = ask(site)
    (row,) = jeanne.tokens.all()
    assert row.digest == digest(token)
    assert token not in str(vars(row))
