"""What was sent is told by mail: once, in the member's language, with the manager's word, as the contact policy allows."""

import pytest

from causerie.journal.models import Fact
from causerie.kernel.clock import now_ms
from causerie.notify.actions import contact_of_member, queue_mail, stop
from causerie.notify.models import Mail
from causerie.recruitment.actions import leave
from causerie.rewards import actions
from causerie.rewards.clockwork import work
from causerie.rewards.models import Redemption
from causerie.rewards.rules import DAY
from causerie.rewards.tests.test_redeeming import fund, mug

pytestmark = pytest.mark.django_db


@pytest.fixture
def chosen(brand, camille, florian):
    """Florian chose a mug, and Camille said yes."""
    fund(florian, 100)
    made = actions.redeem(by=florian, reward=mug(brand), price=100, client_id="a")
    return actions.advance(by=camille, redemption=made)


def mailed():
    work(queue_mail)
    return list(Mail.objects.order_by("id"))


def test_florian_reads_once_that_his_mug_has_left_and_what_camille_says(chosen, camille, florian):
    assert mailed() == []
    actions.advance(by=camille, redemption=chosen, note="Partie ce matin & bien emballée, colis 6A 1234")
    (mail,) = mailed()
    assert (mail.to, mail.kind, mail.declined) == (florian.person.email, "community", "")
    assert mail.subject == "Nidéchange : ta récompense est en route"
    assert "Tasse" in mail.text
    assert "Partie ce matin & bien emballée, colis 6A 1234" in mail.text
    assert "/desk/nidechange/rewards/#chosen" in mail.text
    assert mailed() == [mail]


def test_who_wants_no_news_of_the_community_is_not_written_to(chosen, camille, florian):
    stop(contact=contact_of_member(member=florian), kind="community", how="page")
    actions.advance(by=camille, redemption=chosen)
    (mail,) = mailed()
    assert (mail.declined, mail.text) == ("stopped", "")


def test_nothing_is_said_of_what_was_taken_back_or_is_long_here_or_of_who_left(chosen, brand, camille, florian, bernadette):
    sent = actions.advance(by=camille, redemption=chosen)
    actions.cancel(by=camille, redemption=sent)
    assert mailed() == []
    fund(bernadette, 200)
    for number in range(2):
        one = actions.redeem(by=bernadette, reward=mug(brand), price=100, client_id=f"b{number}")
        one = actions.advance(by=camille, redemption=actions.advance(by=camille, redemption=one))
        if number == 0:
            Fact.objects.filter(kind="redeemed", data__redemption=one.pk).update(at=now_ms() - 30 * DAY)
            assert mailed() == []
    leave(by=bernadette)
    assert mailed() == []
    assert Redemption.objects.filter(state="sent").count() == 2
