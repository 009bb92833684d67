"""I14 over the whole house: a member, an applicant and a visitor whose every word is a canary, erased; nothing of them is left anywhere."""

import io
import json
import logging
import re

import pytest
from django.test import Client
from PIL import Image

from causerie.attentions import actions as attentions
from causerie.attentions.models import About, Address, Attention
from causerie.community import actions as community
from causerie.community.models import Choice, Comment, Flag, LineWord, Post, Said, Tag, Trace
from causerie.config import hands
from causerie.conversations import actions as talks
from causerie.conversations.check import check
from causerie.conversations.log import Append, commit
from causerie.conversations.models import Conversation, PreparedAnswer, Report, Visitor
from causerie.conversations.queries import report_of
from causerie.insights import fold
from causerie.insights.actions import wish_calls
from causerie.journal import audit
from causerie.kernel import files
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.kernel.refusal import Refused
from causerie.notify.actions import contact_of, queue_mail, save_wishes
from causerie.notify.letters import write_letters
from causerie.notify.models import Mail
from causerie.people.models import Membership, Person
from causerie.recruitment import actions as recruitment
from causerie.recruitment.models import Application, Contact, Invitation, Letter, Part, Refusal, Step
from causerie.rewards import actions as rewards
from causerie.rewards import reader
from causerie.rewards.check import check as check_rewards
from causerie.rewards.models import Circle, Correction, Exchange, Hold, Payout, Redemption, Transaction
from causerie.safety import actions as safety
from causerie.safety import clockwork, somebody
from causerie.safety.actions import keep_clean
from causerie.safety.queries import DAY
from tests.canary import CANARY, columns, everywhere, plant, sung_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("statics")]
THEIRS = f"{CANARY}@florian.example"
ASKING = f"{CANARY}@zoe.example"
LEFT = f"{CANARY}@nadia.example"

# Columns that hold no word of a person: the brand's own texts and settings, what the team writes about its work, codes, digests, secrets.
# A new column fails `test_every_column_is_planted_or_known` until the canary sings in it or it stands here with its reason.
_OF_THE_BRAND = """
    attentions_gift.name attentions_gift.about attentions_wording.text brands_brand.name brands_brand.slug brands_brand.words
    brands_greeting.page_pattern brands_greeting.text brands_site.about brands_site.allowed_origins brands_site.greeting brands_site.hours
    brands_site.key brands_site.launcher_more brands_site.launcher_text brands_site.name brands_site.offline_text brands_site.picture
    brands_site.reward_label brands_site.support_url brands_site.time_zone brands_site.url brands_site.words brands_topic.keywords
    brands_topic.name brands_topic.page_pattern conversations_blockednetwork.reason conversations_guard.spared conversations_guard.words
    conversations_sighting.origin insights_measures.zone journal_change.changes recruitment_campaign.name recruitment_campaign.subject
    recruitment_campaign.text recruitment_charter.texts recruitment_page.headline recruitment_page.languages recruitment_page.proof_label
    recruitment_page.questions recruitment_page.regions recruitment_page.what recruitment_page.what_not recruitment_question.choices
    recruitment_question.text recruitment_template.text rewards_exchange.name rewards_exchange.table rewards_exchange.url
    rewards_payout.worth rewards_reward.picture rewards_reward.text rewards_reward.title rewards_ruleset.data rewards_ruleset.note
    rewards_mission.title rewards_mission.text rewards_mission.badge safety_notice.contact safety_notice.controller safety_notice.more
"""
_CODES_AND_COUNTS = """
    attentions_attention.cause attentions_parcel.key community_lineword.client_id community_said.client_id
    conversations_conversation.ask_client_id conversations_held.client_id conversations_message.client_id conversations_epoch.value
    journal_change.kind journal_change.subject journal_cursor.reader journal_fact.data journal_fact.kind notify_consent.how
    notify_consent.what notify_contact.stopped notify_contact.timezone notify_mail.key notify_mail.kind people_membership.languages
    rewards_hold.reasons rewards_payout.client_id rewards_payout.key rewards_redemption.client_id rewards_standing.data
    journal_erasure.entry rewards_transaction.ref rewards_circle.key rewards_circle.members recruitment_trialline.client_id
"""
# Names of files are random; a page's path is counted without what could name a person (rules.plain_path).
_DIGESTS_SECRETS_RANDOM_NAMES_PATHS = """
    attentions_address.sealed brands_holdout.seed brands_site.identify_secret community_post.picture conversations_blockednetwork.digest
    conversations_picture.name conversations_visitornetwork.digest conversations_visitortoken.digest insights_sale.digest
    insights_talk.page insights_tally.key people_membership.photo people_person.password recruitment_application.digest
    recruitment_application.nonce recruitment_contact.digest recruitment_contact.nonce recruitment_invitation.digest
    recruitment_invitation.nonce recruitment_refusal.digest
    recruitment_trial.nonce recruitment_trial.digest
    rewards_exchange.secret rewards_head.hash rewards_transaction.hash
"""
NOT_A_PERSON_S = set((_OF_THE_BRAND + _CODES_AND_COUNTS + _DIGESTS_SECRETS_RANDOM_NAMES_PATHS).split())


@pytest.fixture(autouse=True)
def logs(caplog):
    """Nothing of a person stands in a log, whatever its level."""
    caplog.set_level(logging.DEBUG)
    yield
    said = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert not [line for line in said if CANARY in line]


def picture() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (8, 8)).save(data, "PNG")
    return data.getvalue()


@pytest.fixture
def page(camille, site):
    topic = site.brand.topics.get()
    quiz = recruitment.save_quiz(
        by=camille, quiz=None, values={"topic": topic, "language": "fr", "pass_mark": 1, "attempts": 2, "open": True}
    )
    recruitment.add_question(by=camille, quiz=quiz, text="Oui ?", choices=["Oui", "Non"], right=0)
    recruitment.publish_charter(by=camille, texts={"fr": "Soyons aimables."})
    return recruitment.save_page(by=camille, site=site, values={"open": True, "of_age": 18, "proof": "ask", "headline": "Venez"})


def asks_to_come_in(camille, page, email):
    """A customer of a campaign applies and takes the quiz; every column of it sings."""
    campaign = recruitment.draft(by=camille, site=page.site, name="Printemps", subject="Et vous ?", text="Bonjour {name}")
    recruitment.load(by=camille, campaign=campaign, data=f"email,consent,first_name\n{email},oui,{CANARY}\n".encode())
    recruitment.run_campaign(by=camille, campaign=campaign, running=True)
    recruitment.send_campaigns(now_ms())
    told = {"name": CANARY, "email": email, "languages": ["fr"], "motivation": CANARY, "habits": ["evenings"]}
    made = recruitment.apply(page=page, values=told | {"topics": list(page.brand.topics.all())})
    quiz = page.brand.quiz_set.get()
    recruitment.take_quiz(application=made, quiz=quiz, answers={quiz.questions.get().id: 0})
    trial = recruitment.propose_trial(by=camille, application=made, question=CANARY)
    recruitment.say_as_applicant(trial=trial, text=CANARY, client_id="trial-00001")
    plant(Application.objects.filter(id=made.id), "address", "nonce", "digest", "email")
    plant(Contact.objects.filter(email=email), "address", "nonce", "digest")
    plant(Letter.objects.filter(to=email))
    return made


@pytest.fixture
def zoe(camille, page):
    """An applicant who was never answered."""
    made = asks_to_come_in(camille, page, ASKING)
    while write_letters():
        pass
    return made


@pytest.fixture
def florian(camille, page):
    """A member, from a campaign to the first reward: everything that every room may keep of somebody."""
    applied = asks_to_come_in(camille, page, THEIRS)
    recruitment.decide(by=camille, applications=[applied], what="accepted", message=CANARY, reason=CANARY)
    plant(Invitation.objects.filter(email=THEIRS), "address", "nonce", "digest")
    with write():
        audit.note(by=camille, kind="member_invited", subject=Invitation.objects.get(email=THEIRS), name=CANARY)
    person = Person.objects.create_user(THEIRS, None)
    member = Membership.objects.create(brand=page.brand, person=person, name=CANARY, languages=["fr"])
    with write():
        audit.note(by=camille, kind="role_set", subject=member, name=CANARY)
    recruitment.accept_charter(by=member, version=1)
    recruitment.profile_shown(by=member)
    plant(Part.objects.filter(member=member))
    photo = files.store(picture(), ".webp")
    plant(Membership.objects.filter(id=member.id), "languages", "photo")
    Membership.objects.filter(id=member.id).update(photo=photo)
    return Membership.objects.select_related("person", "brand").get(id=member.id)


def lives_in_the_community(member, camille, bernadette):
    other = community.post(by=bernadette, text="Bonjour")
    mine = community.post(by=member, text=f"{CANARY} #{CANARY}", picture=picture())
    community.edit_post(by=member, post=mine, text=f"{CANARY} encore #{CANARY}")
    community.comment(by=member, post=other, text=CANARY)
    community.like(by=member, post=other, kind="like")
    community.flag(by=member, what=other, reason=CANARY)
    community.say(by=member, text=CANARY, client_id="said-0001")
    community.write_line(by=member, member=member, text=CANARY, client_id="line-0001")
    community.write_line(by=camille, member=member, text=CANARY, client_id="line-0002")
    wish = community.post(by=member, text=CANARY, corner="suggestions")
    community.answer_suggestion(by=camille, suggestion=wish.suggestion, status="no", text=CANARY)
    poll = community.post(by=member, text=CANARY, choices=[CANARY, "Non"], days=3)
    community.vote(by=bernadette, post=poll, choice=poll.poll.choices.first().id)
    for model in (Post, Comment, Flag, Said, LineWord, Trace, Choice):
        owner = {Flag: "by", LineWord: "sender", Choice: "poll__post__author"}.get(model, "author")
        plant(model.objects.filter(**{owner: member}), "client_id", "picture")
    assert Tag.objects.filter(name=CANARY).exists()


def is_rewarded(member, camille):
    given = rewards.give(by=camille, to=member, points=900, why=CANARY, client_id="give-0001")
    reward = rewards.save_reward(by=camille, reward=None, title="Livre", price=100)
    asked = rewards.redeem(by=member, reward=reward, price=100, client_id="redeem-01")
    sent = rewards.redeem(by=member, reward=reward, price=100, client_id="redeem-02")
    for _step in range(2):
        sent = rewards.advance(by=camille, redemption=sent, note=CANARY)
    Exchange.objects.create(brand=member.brand, name="Club", url="https://club.example/", secret="s" * 43, table=[[100, "1 €"]])
    for number in range(2):
        rewards.hand_over(by=member, points=100, worth="1 €", customer=CANARY, client_id=f"hand-000{number}")
    Payout.objects.filter(client_id="hand-0001").update(tries=1)
    Hold.objects.create(transaction=given, brand=member.brand, member=member, state="declined", appeal=CANARY, why=CANARY)
    rewards.stand_on_lists(by=member, listed=True)
    plant(Redemption.objects.filter(id=asked.id), "client_id")
    assert Correction.objects.get().why == CANARY


def is_cared_for(member, camille):
    touch = attentions.note_by_hand(by=camille, member=member, kind="other", note=CANARY)
    gift = attentions.restock(by=camille, gift=attentions.save_gift(by=camille, gift=None, name="Tasse"), more=3)
    parcel = attentions.give(by=camille, member=member, gift=gift, attention=touch)
    attentions.tell_address(by=member, parcel=parcel, address=f"{CANARY}, 3 rue des Lilas, Lille")
    attentions.save_about(by=member, passions=CANARY, story=CANARY, birthday=(3, 3), place="")
    plant(Attention.objects.filter(member=member), "cause")
    plant(About.objects.filter(member=member))
    wish_calls(by=member, wanted=True)


def is_written_to(member):
    with write():
        contact = contact_of(brand_id=member.brand_id, email=member.person.email)
        queue_mail(key="news", to=member.person.email, subject=CANARY, text=CANARY, brand_id=member.brand_id, kind="community")
        queue_mail(key="code", to=member.person.email, subject=CANARY, text=CANARY, brand_id=None, kind="service")
    save_wishes(contact=contact, timezone="Europe/Paris", quiet_from=21, quiet_to=8, weekly_cap=1, wanted=[], kinds=["community"])


@pytest.fixture
def nadia(site):
    return talks.admit(site=site, address="203.0.113.7")


def talk_of(nadia, member, camille, by_canary):
    """From question to appeal. `by_canary`: whether the visitor's words sing, or the member's."""
    visitor, _token = nadia
    hers, his = (CANARY, "Oui") if by_canary else ("Bonjour", CANARY)
    page = {"url": f"https://shop.example/panier?q={hers}", "title": hers, "picture": f"https://shop.example/{hers}.png"}
    email = LEFT if by_canary else "nadia@exemple.fr"
    talk, _first = talks.ask(by=visitor, client_id="asks-00001", text=f"{hers} 06 12 34 56 78", page=page, email=email)
    if by_canary:
        Visitor.objects.filter(id=visitor.id).update(name=CANARY, identity=CANARY)
    taken = talks.claim(by=member, conversation=talk)
    commit([Append(brand=talk.brand_id, conversation=talk.id, sender=member.id, lease=1, client_id="says-00001", text=his, original=his)])
    talks.ask_transcript(by=visitor, conversation=taken, email=email)
    while write_letters():
        pass
    talks.report(by=member, conversation=taken, reason=his, block=False)
    with pytest.raises(Refused):
        talks.hold(talk.brand_id, talk.id, "held-00001", hers)
    talks.complain(by=visitor, conversation=taken, reason=hers)
    talks.rate(by=visitor, conversation=taken, stars=5, comment=hers)
    talks.read_originals(by=camille, conversation=taken, reason=hers)
    for number in Report.objects.filter(conversation=talk).values_list("id", flat=True):
        report = report_of(talk.brand_id, number)
        what = "block" if report.by_id and by_canary else "warn"
        # The reasons for what concerns the visitor are hers to have, not his to erase.
        words = "Les raisons" if report.by_id and not by_canary else CANARY
        decided = safety.decide(by=camille, report=report, what=what, words=words)
        safety.appeal(decision=decided, words=words)
        safety.settle(by=camille, decision=decided, outcome="kept", answer=words)
    return Conversation.objects.get(id=talk.id)


def fold_all():
    """What follows the journal has read it to its end."""
    for follow in (recruitment.fold, attentions.fold, lambda: reader.tick(now_ms()), lambda: fold.fold(500), clockwork.soon):
        while follow():
            pass
    while write_letters():
        pass


def lives_everywhere(member, camille, bernadette):
    """A member in every room, and a visitor of theirs whose own words do not sing."""
    lives_in_the_community(member, camille, bernadette)
    is_rewarded(member, camille)
    is_cared_for(member, camille)
    is_written_to(member)
    PreparedAnswer.objects.create(brand=member.brand, member=member, shortcut=CANARY, text=CANARY)
    talk = talk_of(talks.admit(site=member.brand.sites.get(), address="203.0.113.8"), member, camille, by_canary=False)
    fold_all()
    seen = {"count": 1, "of": 1, "expected": 0, "found_at": 1, "seen_at": 1}
    Circle.objects.create(brand=member.brand, kind="likes", key="x", members=[member.pk], why=CANARY, **seen)
    return talk


def of(address):
    """Signed in as who has that address."""
    client = Client()
    client.force_login(Person.objects.get(email=address))
    return client


def ledger_of(member):
    """The chain, as it was sealed."""
    return list(Transaction.objects.filter(brand=member.brand).order_by("number").values_list("number", "hash", "member"))


def holds():
    """The invariants of the whole house, the ledger's sums and chain among them."""
    return [found.name for found in [*check(), *check_rewards()] if not found.holds] == []


def test_every_column_is_planted_or_known(florian, zoe, nadia, camille, bernadette):
    """What this file plants is all there is to plant: a new column sings, or stands in the list above."""
    talk_of(nadia, bernadette, camille, by_canary=True)
    lives_everywhere(florian, camille, bernadette)
    somebody.ask_link(brand=florian.brand, address=THEIRS)
    there = {name for name, _model, _field in columns()}
    assert sorted(there - sung_in() - NOT_A_PERSON_S) == []
    assert sorted(NOT_A_PERSON_S - there) == [], "a column that is gone"
    assert sorted(sung_in() & NOT_A_PERSON_S) == []


def test_a_member_who_wants_to_be_forgotten_leaves_nothing(florian, camille, bernadette):
    lives_everywhere(florian, camille, bernadette)
    before = ledger_of(florian)
    client = of(THEIRS)
    assert client.post("/desk/nidechange/my-data/erase/", {"sure": "yes"}).status_code == 200
    fold_all()
    assert everywhere() == []
    assert not Address.objects.exists()
    assert ledger_of(florian)[: len(before)] == before, "the ledger keeps its sums and its chain"
    assert set(Redemption.objects.values_list("client_id", "state")) == {("redeem-01", "cancelled"), ("redeem-02", "sent")}
    assert set(Payout.objects.values_list("client_id", "state")) == {("hand-0000", "refused"), ("hand-0001", "unclear")}
    assert holds()
    assert Refusal.objects.filter(why="erased").count() == 1, "no campaign writes to them again"


def test_the_team_ends_and_erases_a_member_who_asks_by_letter(florian, camille, bernadette):
    lives_everywhere(florian, camille, bernadette)
    office = of(camille.person.email)
    found = office.post("/office/nidechange/privacy/somebody/", {"email": THEIRS.upper()})
    assert "is a member" in found.content.decode()
    refused = office.post("/office/nidechange/privacy/somebody/export/", {"email": THEIRS})
    assert (refused.status_code, CANARY in refused.content.decode()) == (403, False), "a member's talks are for the member alone"
    assert office.post("/office/nidechange/privacy/somebody/erase/", {"email": THEIRS}).status_code == 422
    assert office.post("/office/nidechange/privacy/somebody/erase/", {"email": THEIRS, "sure": "yes"}).status_code == 302
    fold_all()
    assert everywhere() == []
    assert holds()
    assert "Nothing is kept" in office.post("/office/nidechange/privacy/somebody/", {"email": THEIRS}).content.decode()


def test_an_applicant_is_erased_by_a_mailed_link(zoe, page, camille):
    client = Client(headers={"accept-language": "en"})
    address = f"/w/{page.site.key}/kept/"
    unknown = client.post(address, {"email": "nobody@example.org"})
    known = client.post(address, {"email": ASKING})
    client.post(address, {"email": ASKING})
    assert clockwork.soon() == 3
    without_chance = [re.sub(rb"(nonce|csrf\w*)[\"=:\s\w-]*", b"", answer.content) for answer in (unknown, known)]
    assert without_chance[0] == without_chance[1], "who asks cannot tell"
    mail = Mail.objects.get(key__startswith="mine:")
    token = mail.text.split("#t=")[1].split()[0]
    assert CANARY in client.post("/my-data/", {"token": token}).content.decode()
    told = json.loads(client.post("/my-data/export/", {"token": token}).content)
    assert told["coming_in"]["applications"][0]["motivation"] == CANARY
    assert len(told["coming_in"]["quizzes"]) == 1
    assert client.post("/my-data/", {"token": token[:-1] + "_"}).status_code == 410
    assert client.post("/my-data/erase/", {"token": token, "sure": "yes"}).status_code == 200
    fold_all()
    assert everywhere() == []
    assert "Nothing is kept" in client.post("/my-data/", {"token": token}).content.decode()
    assert Step.objects.filter(applied_at__isnull=False).count() == 1, "what was counted stays counted"


def test_a_member_s_mailed_link_leads_to_the_sign_in(florian, camille):
    """A mailbox alone opens no account: what a member keeps here stands behind their own door."""
    of(camille.person.email).post("/office/nidechange/privacy/somebody/send/", {"email": THEIRS})
    assert clockwork.soon() == 1
    token = Mail.objects.get(key__startswith="mine:").text.split("#t=")[1].split()[0]
    client = Client(headers={"accept-language": "en"})
    assert "sign in" in client.post("/my-data/", {"token": token}).content.decode()
    for what in ("export", "erase"):
        assert client.post(f"/my-data/{what}/", {"token": token, "sure": "yes"}).status_code == 409
    assert Membership.objects.get(id=florian.id).ended_at is None
    recruitment.leave(by=florian)
    assert json.loads(client.post("/my-data/export/", {"token": token}).content)["profile"]["name"] == CANARY
    assert client.post("/my-data/erase/", {"token": token, "sure": "yes"}).status_code == 200
    fold_all()
    assert everywhere() == []


def test_the_team_exports_and_erases_an_applicant(zoe, camille, otto):
    office = of(camille.person.email)
    told = json.loads(office.post("/office/nidechange/privacy/somebody/export/", {"email": ASKING}).content)
    assert [len(told["coming_in"][kind]) for kind in ("applications", "quizzes", "campaigns")] == [1, 1, 1]
    Membership.objects.filter(id=otto.id).update(role="manager")
    theirs = of(otto.person.email)
    assert "Nothing is kept" in theirs.post("/office/autrement/privacy/somebody/", {"email": ASKING}).content.decode()
    theirs.post("/office/autrement/privacy/somebody/erase/", {"email": ASKING, "sure": "yes"})
    assert Application.objects.filter(email=ASKING).exists(), "another brand's"
    assert office.post("/office/nidechange/privacy/somebody/erase/", {"email": ASKING, "sure": "yes"}).status_code == 302
    fold_all()
    assert everywhere() == []


def test_a_blocked_visitor_erases_everything_from_the_window(nadia, bernadette, camille, site):
    talk_of(nadia, bernadette, camille, by_canary=True)
    fold_all()
    visitor = Client(headers={"authorization": f"Bearer {nadia[1]}"})
    assert visitor.post(f"/w/{site.key}/mine/erase").status_code == 200
    fold_all()
    assert everywhere() == []
    assert holds()


def test_a_member_takes_everything_along(florian, camille, bernadette):
    lives_everywhere(florian, camille, bernadette)
    told = json.loads(of(THEIRS).post("/desk/nidechange/my-data/export/").content)
    assert [room for room in hands.ABOUT if CANARY not in json.dumps(told[room]) and room != "figures"] == []
    assert CANARY in json.dumps(told["mails"])
    assert told["figures"]["hours"]
    assert told["attentions"]["addresses"] == [f"{CANARY}, 3 rue des Lilas, Lille"]
    assert sum(one["entries__amount"] for one in told["rewards"]["movements"] if one["entries__account__name"] == "available") > 0


def test_applications_are_forgotten_after_the_brand_s_days(zoe, camille):
    now = now_ms()
    keep_clean(now + 200 * DAY)
    assert Application.objects.filter(id=zoe.id).exists()
    safety.save_keeping(by=camille, days={"words": 2, "pages": 1, "originals": 1, "mails": 1, "applications": 20})
    keep_clean(now + 36 * DAY)
    assert everywhere() == []
    assert keep_clean(now + 36 * DAY) == 0, "run twice, it does nothing more"


def test_who_came_in_keeps_their_application_until_they_leave(florian):
    Invitation.objects.update(used_at=1)
    keep_clean(now_ms() + 900 * DAY)
    assert Application.objects.get(email=THEIRS).motivation == CANARY
