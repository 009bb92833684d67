"""The outbox: one mail a cause, sent by one loop, again later when it failed, given up in the end."""

import smtplib

import pytest

from causerie.conversations import actions as talks
from causerie.conversations.actions.keeping import forget_member
from causerie.conversations.log import Append, commit
from causerie.conversations.queries import requests_with
from causerie.journal.models import Fact
from causerie.kernel.clock import now_ms
from causerie.kernel.refusal import Refused
from causerie.notify import sender
from causerie.notify.actions import queue_mail
from causerie.notify.letters import rewrite, write_letters
from causerie.notify.models import Mail
from causerie.notify.queries import recent_mails
from causerie.people.forgetting import forget_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail_url(settings):
    def use(address):
        settings.CAUSERIE = {**settings.CAUSERIE, "MAIL_URL": address}

    return use


@pytest.fixture
def carried(monkeypatch, mail_url):
    """The mails that a mail server took; `carried.fails` is raised instead."""

    class Server:
        taken: list[Mail] = []
        fails: Exception | None = None

    def hand_over(_server, mail):
        if Server.fails:
            raise Server.fails
        Server.taken.append(mail)

    class Connected:
        def __enter__(self):
            return None

        def __exit__(self, *_):
            return None

    Server.taken, Server.fails = [], None
    monkeypatch.setattr(sender, "_server", lambda _address: Connected())
    monkeypatch.setattr(sender, "_hand_over", hand_over)
    mail_url("smtp://mail.example.org")
    return Server


def queue(key="welcome-1", **fields):
    return queue_mail(
        **{"key": key, "to": "florian@example.org", "subject": "Bienvenue", "text": "Bonjour Florian", "brand_id": None, **fields},
        kind="service",
    )


def test_one_cause_one_mail():
    assert queue().id == queue(subject="Again").id
    assert [mail.subject for mail in recent_mails(10)] == ["Bienvenue"]


def test_nothing_forges_a_header():
    assert queue(subject="Hello\r\nBcc: everybody@example.org").subject == "Hello Bcc: everybody@example.org"
    with pytest.raises(Refused, match="bad_email"):
        queue("other", to="florian@example.org\nBcc: everybody@example.org")


def test_sent_once(carried):
    queue()
    now = now_ms()
    assert sender.send_due(now) == 1
    assert sender.send_due(now + sender.GIVE_UP - 1000) == 0
    assert Mail.objects.get().sent_at == now


def test_two_loops_never_send_the_same(carried):
    mail = queue()
    now = now_ms()
    assert sender._claim(mail, now)
    assert not sender._claim(mail, now)
    assert sender.send_due(now) == 0


def test_tried_again_later_and_given_up_in_the_end(carried):
    carried.fails = smtplib.SMTPServerDisconnected()
    now = queue().created_at
    assert sender.send_due(now) == 0
    assert Mail.objects.get().due_at == now + sender.MINUTE
    assert sender.send_due(now + sender.MINUTE) == 0
    assert Mail.objects.get().due_at == now + 5 * sender.MINUTE
    assert sender.back_off(30) == sender.MOST_WAIT
    carried.fails = None
    assert sender.send_due(now + sender.GIVE_UP) == 0
    assert not carried.taken


def test_an_address_that_does_not_exist_is_not_tried_again(carried):
    carried.fails = smtplib.SMTPRecipientsRefused({"florian@example.org": (550, b"no such user")})
    queue()
    sender.send_due(now_ms())
    assert Mail.objects.get().due_at == sender.NEVER


def test_a_brands_mail_that_is_refused_for_good_is_told_to_who_caused_it(carried, brand):
    carried.fails = smtplib.SMTPRecipientsRefused({"florian@example.org": (550, b"no such user")})
    mail = queue()
    Mail.objects.filter(id=mail.id).update(brand=brand, key="letter:7")
    sender.send_due(now_ms())
    assert Fact.objects.get(kind="mail_bounced").data == {"key": "letter:7"}


def test_without_a_server_mail_waits_and_the_demo_shows_it(mail_url, capsys):
    queue()
    mail_url("")
    assert sender.send_due(now_ms()) == 0
    mail_url("page:")
    assert sender.send_due(now_ms()) == 1
    queue("second")
    mail_url("console:")
    assert sender.send_due(now_ms()) == 1
    assert "Bonjour Florian" in capsys.readouterr().err


def test_a_server_that_is_away_costs_no_mail(mail_url):
    queue()
    mail_url("smtp://127.0.0.1:1")
    assert sender.send_due(now_ms()) == 0
    assert Mail.objects.get().tries == 1


def test_the_letter(mail_url):
    mail = queue()
    letter = sender.letter(mail)
    assert letter["To"] == "florian@example.org"
    assert letter["Message-ID"] == sender.letter(mail)["Message-ID"]
    assert letter.get_content().strip() == "Bonjour Florian"


@pytest.mark.django_db(transaction=True)
def test_what_a_forgotten_member_wrote_leaves_mails_that_left_and_mails_that_wait(florian, site):
    """Their words and their name: a transcript that was sent is emptied here, one that waits goes without them."""
    mails = []
    for number, sent_at in ((1, 1), (2, None)):
        visitor, _token = talks.admit(site=site)
        talk, _first = talks.ask(by=visitor, client_id=f"nadia-asks-{number}", text="Bonjour")
        taken = talks.claim(by=florian, conversation=talk)
        commit(
            [
                Append(
                    brand=talk.brand_id, conversation=talk.id, sender=florian.id, lease=1, client_id="florian-says", text="Je suis Florian"
                )
            ]
        )
        talks.ask_transcript(by=visitor, conversation=taken, email="nadia@exemple.fr")
        write_letters()
        mails.append(Mail.objects.latest("id"))
        Mail.objects.filter(id=mails[-1].id).update(sent_at=sent_at)
    assert all("Je suis Florian" in mail.text for mail in mails)
    requests = requests_with(florian)
    forget_member(member=florian)
    forget_person(member=florian)
    rewrite(requests=requests)
    sent, waiting = (Mail.objects.get(id=mail.id) for mail in mails)
    assert (sent.subject, sent.text) == ("", "")
    assert "Bonjour" in waiting.text
    assert "Florian" not in waiting.text
