"""Writing to customers: each once, with consent, and never after a stop."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from causerie.journal.actions import record
from causerie.kernel.clock import now_ms
from causerie.kernel.refusal import Refused
from causerie.notify import sender
from causerie.notify.facts import MailBounced
from causerie.notify.letters import write_letters
from causerie.notify.models import Mail
from causerie.recruitment import actions
from causerie.recruitment.links import token
from causerie.recruitment.models import Application, Campaign, Contact, Letter, Refusal
from causerie.recruitment.tests.told import answers, browser, mails, secret_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("statics")]

FILE = """email;first_name;consent
nadia@example.org;Nadia Martin;oui
NADIA+shop@example.org;Nadia;oui
paul@example.org;Paul;non
pas une adresse;X;oui
zoe@example.org;;yes
"""


@pytest.fixture
def campaign(camille, page, site):
    return actions.draft(
        by=camille, site=site, name="Printemps", subject="Et si vous répondiez ?", text="{brand} cherche des gens comme vous."
    )


def load(camille, campaign, text=FILE):
    return actions.load(by=camille, campaign=campaign, data=text.encode("utf-8-sig"))


def run(camille, campaign):
    actions.run_campaign(by=camille, campaign=campaign, running=True)
    return actions.send_campaigns(now_ms())


def test_only_who_agreed_is_written_to_once_by_first_name(camille, campaign, florian):
    outcome = load(camille, campaign, FILE + f"{florian.person.email};F;oui\n")
    assert (outcome.added, outcome.without_consent, outcome.twice, outcome.wrong, outcome.members) == (2, 1, 1, 1, 1)
    assert load(camille, campaign).added == 0
    assert run(camille, campaign) == 2
    assert actions.send_campaigns(now_ms()) == 0
    first, second = mails()
    assert (first.to, first.subject) == ("nadia@example.org", "Et si vous répondiez ?")
    assert "Nadia," in first.text
    assert "Martin" not in first.text
    assert "Nidéchange cherche" in first.text
    assert "/stop/#t=" in second.text
    assert Campaign.objects.get().state == "done"


def test_the_file_needs_its_columns_and_a_measure(camille, campaign):
    for text in ("email\nx@example.org\n", "email,consent\n" + "x@example.org,yes\n" * 20_001):
        with pytest.raises(Refused, match=r"bad_value|too_big"):
            load(camille, campaign, text)
    sent = SimpleUploadedFile("a.csv", b"email\nx@example.org\n")
    assert browser(camille).post(f"/office/nidechange/recruitment/campaigns/{campaign.id}/", {"file": sent}).status_code == 422


def test_the_days_number_holds(camille, campaign):
    actions.save_programme(by=camille, active_answers=5, answer_within=5, mails_a_day=1)
    load(camille, campaign)
    assert run(camille, campaign) == 1
    assert actions.send_campaigns(now_ms()) == 0
    assert actions.send_campaigns(now_ms() + 86_400_001) == 1


def test_a_stop_holds_for_ever_and_for_every_campaign(camille, campaign, site):
    load(camille, campaign)
    run(camille, campaign)
    assert "Nidéchange" in Client().post("/stop/", {"token": secret_in(mails()[0])}).content.decode()
    assert Contact.objects.get(email="nadia@example.org").state == "stopped"
    assert "nadia" not in str(list(Refusal.objects.values_list()))
    Campaign.objects.update(at=1)
    other = actions.draft(by=camille, site=site, name="Été", subject="Bonjour", text="Bonjour")
    outcome = load(camille, other)
    assert (outcome.added, outcome.refused) == (1, 1)


def test_an_address_that_bounces_is_kept_away(camille, campaign, brand):
    load(camille, campaign)
    run(camille, campaign)
    letter = Letter.objects.filter(kind="campaign").first()
    record(MailBounced(brand_id=brand.id, key=f"letter:{letter.id}"))
    actions.fold()
    assert Contact.objects.get(id=letter.about).state == "bounced"
    assert Refusal.objects.get().why == "bounced"


def test_who_applies_from_a_campaign_is_counted_there(camille, campaign, page):
    load(camille, campaign)
    run(camille, campaign)
    secret = secret_in(mails()[0], "c")
    actions.apply(page=page, values=answers(), contact=secret)
    assert Application.objects.get().source == "campaign"
    assert Contact.objects.get(digest=Contact.objects.get(email="nadia@example.org").digest).state == "applied"
    assert secret == token("stop", Contact.objects.get(email="nadia@example.org").nonce)


def test_pages_and_strangers(camille, campaign, otto):
    client = browser(camille)
    assert client.get("/office/nidechange/recruitment/campaigns/").status_code == 200
    assert client.get(f"/office/nidechange/recruitment/campaigns/{campaign.id}/").status_code == 200
    otto.role = "manager"
    otto.save()
    theirs = browser(otto)
    assert theirs.get(f"/office/autrement/recruitment/campaigns/{campaign.id}/").status_code == 404
    assert theirs.post(f"/office/autrement/recruitment/campaigns/{campaign.id}/run/", {"running": "yes"}).status_code == 404
    with pytest.raises(Refused, match="not_found"):
        actions.load(by=otto, campaign=campaign, data=FILE.encode())


def test_a_campaign_obeys_the_contact_policy_and_its_header_stops_it_everywhere(camille, campaign, site, settings):
    """The mail program's own button (RFC 8058): without a page, a cookie or an account."""
    load(camille, campaign)
    run(camille, campaign)
    write_letters()
    mail = Mail.objects.get(to="nadia@example.org")
    assert (mail.kind, mail.declined) == ("campaign", "")
    letter = sender.letter(mail)
    address = letter["List-Unsubscribe"].strip("<>").removeprefix(settings.PUBLIC_URL)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.get_content().count("/stop/") == 1, "one way to stop in the text"
    assert Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Contact.objects.get(email="nadia@example.org").state == "stopped"
    assert Mail.objects.get(id=mail.id).declined == "stopped"
    Campaign.objects.update(at=1)
    other = actions.draft(by=camille, site=site, name="Été", subject="Bonjour", text="Bonjour")
    assert load(camille, other).refused == 1


def test_a_stop_in_the_text_takes_out_what_waits(camille, campaign, settings):
    settings.CAUSERIE = {**settings.CAUSERIE, "MAIL_URL": "page:"}
    load(camille, campaign)
    run(camille, campaign)
    write_letters()
    Client().post("/stop/", {"token": secret_in(mails()[0])})
    sender.send_due(max(Mail.objects.values_list("due_at", flat=True)) + 1)
    assert {mail.to: mail.declined for mail in Mail.objects.all()} == {"nadia@example.org": "stopped", "zoe@example.org": ""}


def test_each_letter_of_coming_in_has_its_kind(camille, brand, page):
    actions.apply(page=page, values=answers())
    actions.invite(by=camille, email="eve@example.org", name="Ève", languages=["fr"])
    actions.decide(by=camille, applications=Application.objects.all(), what="accepted")
    write_letters()
    assert [mail.kind for mail in Mail.objects.order_by("id")] == ["application", "invitation", "application"]
