"""The life of a question, whatever order things happen in: one holder, legal steps only, leases that rise, a cap that holds."""

import hypothesis.strategies as st
import pytest
from django.db.models import F
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from causerie.conversations import actions, queries
from causerie.conversations.log import Append, commit
from causerie.conversations.models import Conversation, MailRequest, Message
from causerie.journal.models import Fact
from causerie.kernel.clock import now_ms
from causerie.kernel.refusal import Refused
from causerie.people.models import Membership

NAMES = ("florian", "bernadette", "camille", "otto")
AMBASSADORS = ("florian", "bernadette")
CAP = 2
QUICK = settings(max_examples=30, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
LEGAL = {("waiting", "taken"), ("taken", "waiting"), ("waiting", "closed"), ("taken", "closed")}
EMAIL = "jeanne@example.org"


def outcome(verb, **values):
    """ "" when the verb did it, else the code of the refusal."""
    try:
        verb(**values)
    except Refused as refused:
        return refused.code
    return ""


class Question:
    """What the test believes of a conversation."""

    def __init__(self, visitor, row):
        self.visitor, self.row, self.id = visitor, row, row.id
        self.state, self.holder, self.lease = "waiting", None, 0
        self.for_team = self.erased = self.thanked = False
        self.last_holder = None


class Life(RuleBasedStateMachine):
    """Two visitors, two ambassadors with room for two each, their manager, and somebody of another brand."""

    members = None
    site = None

    @initialize()
    def the_queue_is_empty(self):
        self.questions, self.messages = [], 0

    def pick(self, data):
        return self.questions[data.draw(st.integers(0, len(self.questions) - 1))] if self.questions else None

    def load(self, member):
        return sum(1 for one in self.questions if one.state == "taken" and one.holder == member.id)

    def hand_back(self, question, *, for_team=False):
        question.state, question.holder, question.lease = "waiting", None, question.lease + 1
        question.for_team = question.for_team or for_team

    @rule(email=st.booleans())
    def somebody_asks(self, email):
        if len(self.questions) < 6:
            visitor, _token = actions.admit(site=self.site)
            row, first = actions.ask(
                by=visitor, client_id="question-1", text="La maison est-elle assurée ?", email=EMAIL if email else "",
                page={"url": "https://nidechange.example/maison/7", "title": "Maison"},
            )  # fmt: skip
            assert first.seq == 1
            self.questions.append(Question(visitor, row))

    @rule(data=st.data())
    def asking_again_gives_the_same_question(self, data):
        question = self.pick(data)
        if question and not question.erased:
            row, _first = actions.ask(by=question.visitor, client_id="question-1", text="La maison est-elle assurée ?")
            assert row.id == question.id
            assert outcome(actions.ask, by=question.visitor, client_id="question-1", text="Autre chose") == "conflict"

    @rule(data=st.data(), name=st.sampled_from(NAMES))
    def a_member_claims(self, data, name):
        question, member = self.pick(data), self.members[name]
        if question is None:
            return
        expected = self.claim_expected(question, member)
        won = []
        assert outcome(lambda: won.append(actions.claim(by=member, conversation=question.row))) == expected
        if not expected:
            if question.state == "waiting":
                question.state, question.holder, question.lease = "taken", member.id, question.lease + 1
                question.last_holder = member.id
            assert (won[0].lease, won[0].holder_id) == (question.lease, member.id)

    def claim_expected(self, question, member):
        if member.brand_id != question.row.brand_id or (question.row.for_team and not member.in_team):
            return "not_eligible"
        if question.state == "taken":
            return "" if question.holder == member.id else "taken"
        if question.state == "waiting" and not member.in_team and self.load(member) >= CAP:
            return "full"
        if question.state == "closed":
            return "closed"
        return ""

    @rule(data=st.data(), name=st.sampled_from(NAMES), old=st.integers(0, 2), verb=st.sampled_from(["release", "hand_over", "close"]))
    def a_member_gives_back_hands_over_or_ends_perhaps_too_late(self, data, name, old, verb):
        question, member = self.pick(data), self.members[name]
        if question is None:
            return
        lease = max(0, question.lease - old)
        right = question.holder == member.id and lease == question.lease
        again = verb == "close" and question.state == "closed" and right
        expected = "" if (right and question.state == "taken") or again else "not_yours"
        assert outcome(getattr(actions, verb), by=member, conversation=question.row, lease=lease) == expected
        if expected or again:
            return
        if verb == "close":
            question.state = "closed"
        else:
            self.hand_back(question, for_team=verb == "hand_over")

    @rule(data=st.data(), erase=st.integers(0, 3))
    def the_visitor_ends_or_erases(self, data, erase):
        question = self.pick(data)
        if question is None:
            return
        if erase == 0:
            actions.erase(by=question.visitor, conversation=question.row)
            question.erased = True
        else:
            actions.close(by=question.visitor, conversation=question.row)
        question.state = "closed"

    @rule(data=st.data())
    def another_visitor_can_do_nothing_with_it(self, data):
        question, other = self.pick(data), self.pick(data)
        if question is None or other.visitor.id == question.visitor.id:
            return
        assert outcome(actions.close, by=other.visitor, conversation=question.row) == "not_yours"
        assert outcome(actions.thank, by=other.visitor, conversation=question.row) == "not_found"
        assert outcome(actions.rate, by=other.visitor, conversation=question.row, stars=1) == "not_found"
        assert outcome(actions.leave_email, by=other.visitor, conversation=question.row, email=EMAIL) == "closed"
        with pytest.raises(Conversation.DoesNotExist):
            actions.erase(by=other.visitor, conversation=question.row)

    @rule(data=st.data(), stars=st.integers(1, 5))
    def the_visitor_thanks_and_rates(self, data, stars):
        question = self.pick(data)
        if question is None:
            return
        expected = "" if question.holder else "not_found"
        assert outcome(actions.thank, by=question.visitor, conversation=question.row) == expected
        assert outcome(actions.rate, by=question.visitor, conversation=question.row, stars=stars) == expected
        if not expected:
            question.thanked = True
            assert Conversation.objects.get(id=question.id).stars == stars

    @rule(data=st.data(), of_visitor=st.booleans())
    def somebody_writes(self, data, of_visitor):
        question = self.pick(data)
        if question is None:
            return
        self.messages += 1
        sender = 0 if of_visitor else question.holder or self.members["florian"].id
        item = Append(
            brand=question.row.brand_id, conversation=question.id, sender=sender, lease=question.lease,
            client_id=f"client-{self.messages:05}", text="Bonjour",
        )  # fmt: skip
        commit([item])
        open_to_them = question.state != "closed" and (of_visitor or question.holder is not None)
        assert item.refused == ("" if open_to_them else "closed" if question.state == "closed" else "not_yours")

    @rule(data=st.data(), seconds=st.sampled_from([0, 30, 46, 61, 121, 170, 241, 31 * 60]), here=st.booleans())
    def time_passes(self, data, seconds, here):
        question = self.pick(data)
        if question is None:
            return
        before = Conversation.objects.select_related("site", "holder").get(id=question.id)
        due = actions.step(conversation=before, holder_here=here, now=now_ms() + seconds * 1000)
        after = Conversation.objects.get(id=question.id)
        allowed = {"waiting": {"", "widen", "offer"}, "taken": {"", "warn", "calm", "take_back", "close_idle"}, "closed": {""}}
        assert due in allowed[question.state]
        if due == "take_back":
            assert seconds >= (240 if here else 60)
            self.hand_back(question)
        elif due == "close_idle":
            assert seconds >= 30 * 60
            question.state = "closed"
        assert (after.widened, after.offered) == (
            (before.widened or due == "widen", before.offered or due == "offer") if due != "take_back" else (False, False)
        )

    @rule(data=st.data(), seconds=st.integers(0, 4000))
    def a_step_decided_on_what_is_no_longer_so_changes_nothing(self, data, seconds):
        """The clock read the conversation, then somebody took it or gave it back: the late step must not touch the new state."""
        question = self.pick(data)
        if question is None or question.state == "closed":
            return
        stale = Conversation.objects.select_related("site", "holder").get(id=question.id)
        stale.lease -= 1
        before = Conversation.objects.filter(id=question.id).values().get()
        outcome(actions.step, conversation=stale, holder_here=True, now=now_ms() + seconds * 1000)
        assert Conversation.objects.filter(id=question.id).values().get() == before

    @invariant()
    def the_database_agrees(self):
        for question in getattr(self, "questions", []):
            row = Conversation.objects.get(id=question.id)
            assert (row.state, row.lease, row.for_team) == (question.state, question.lease, question.for_team)
            assert row.holder_id == question.holder
            assert (row.state == "taken") <= (row.holder_id is not None)
            assert (row.check_at is None) <= (row.state != "taken")
            question.row = row

    @invariant()
    def the_journal_tells_the_same_story(self):
        for question in getattr(self, "questions", []):
            told = [
                fact
                for fact in Fact.objects.filter(kind__in=["claimed", "released"]).order_by("id")
                if fact.data["conversation"] == question.id
            ]
            assert [fact.kind for fact in told] == ["claimed", "released"] * (len(told) // 2) + ["claimed"] * (len(told) % 2)
            assert [fact.data["lease"] for fact in told if fact.kind == "claimed"] == list(range(1, question.lease + 1, 2))
            assert question.lease == len(told)
            for claimed, released in zip(told[::2], told[1::2], strict=False):
                assert claimed.data["member"] == released.data["member"]

    @invariant()
    def nobody_holds_more_than_they_may(self):
        for name in AMBASSADORS:
            assert Conversation.objects.filter(holder=self.members[name], state="taken").count() <= CAP

    @invariant()
    def what_was_erased_is_gone(self):
        for question in getattr(self, "questions", []):
            if question.erased:
                row = Conversation.objects.get(id=question.id)
                assert (row.preview, row.page_url, row.page_title, row.email, row.comment) == ("", "", "", "", "")
                assert set(Message.objects.filter(conversation=row).values_list("text", flat=True)) == {""}
                assert not MailRequest.objects.filter(conversation=row).exists()

    def teardown(self):
        Conversation.objects.filter(state="taken").update(state="closed", closed_at=F("asked_at"))
        Fact.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_a_question_lives_by_its_rules(cast, otto):
    Membership.objects.filter(brand=cast.brand, role="ambassador").update(capacity=CAP)
    Life.members = {**cast.members, "otto": otto}
    Life.site = cast.site
    run_state_machine_as_test(Life, settings=QUICK)


@pytest.fixture
def question(site):
    visitor, _token = actions.admit(site=site)
    return actions.ask(by=visitor, client_id="question-1", text="La maison est-elle assurée ?")[0]


def test_a_capacity_above_the_brands_cap_counts_as_the_cap(site, brand, florian):
    brand.capacity_cap = 1
    brand.save()
    Membership.objects.filter(id=florian.id).update(capacity=10)
    first, second = (actions.ask(by=actions.admit(site=site)[0], client_id="question-1", text="Bonjour")[0] for _ in range(2))
    actions.claim(by=florian, conversation=first)
    assert outcome(actions.claim, by=florian, conversation=second) == "full"


def test_the_brands_team_may_hold_more_than_the_cap(site, brand, camille):
    brand.capacity_cap = 1
    brand.save()
    for _ in range(3):
        actions.claim(by=camille, conversation=actions.ask(by=actions.admit(site=site)[0], client_id="question-1", text="Bonjour")[0])


def test_somebody_who_left_the_community_cannot_claim(question, florian):
    from django.utils import timezone

    Membership.objects.filter(id=florian.id).update(ended_at=timezone.now())
    assert outcome(actions.claim, by=florian, conversation=question) == "not_eligible"


def test_a_member_of_other_sites_cannot_claim(question, brand, florian):
    from causerie.brands.models import Site

    florian.sites.add(Site.objects.create(brand=brand, name="Nidéchange España", language="es"))
    assert outcome(actions.claim, by=florian, conversation=question) == "not_eligible"
    florian.sites.add(question.site)
    assert outcome(actions.claim, by=florian, conversation=question) == ""


def test_the_loser_is_told_who_was_faster(question, florian, bernadette):
    actions.claim(by=florian, conversation=question)
    with pytest.raises(Refused) as refused:
        actions.claim(by=bernadette, conversation=question)
    assert (refused.value.code, refused.value.extra) == ("taken", {"by": "Florian"})


def test_thanks_are_counted_once(question, florian):
    actions.claim(by=florian, conversation=question)
    for _ in range(3):
        actions.thank(by=question.visitor, conversation=question)
    assert Fact.objects.filter(kind="thanked").count() == 1


def test_stars_are_the_visitors_own_and_of_a_talk_that_somebody_took(question, site, florian):
    """A52: none before somebody has taken it, none of another visitor; the last of a hundred stand."""
    assert outcome(actions.rate, by=question.visitor, conversation=question, stars=5) == "not_found"
    actions.claim(by=florian, conversation=question)
    stranger, _token = actions.admit(site=site)
    assert outcome(actions.rate, by=stranger, conversation=question, stars=1) == "not_found"
    assert not Fact.objects.filter(kind="rated").exists()
    for turn in range(100):
        actions.rate(by=question.visitor, conversation=question, stars=1 + turn % 5)
    assert Conversation.objects.get().stars == 5


def test_no_fact_holds_words_of_a_person(question, florian):
    taken = actions.claim(by=florian, conversation=question)
    actions.rate(by=question.visitor, conversation=question, stars=5, comment="Merci Florian, vous êtes formidable")
    actions.leave_email(by=question.visitor, conversation=question, email=EMAIL)
    actions.ask_transcript(by=question.visitor, conversation=question, email=EMAIL)
    actions.report(by=florian, conversation=taken, reason="Des mots durs", block=True)
    told = " ".join(str(fact.data) for fact in Fact.objects.all())
    assert not [word for word in ("assurée", "formidable", "example.org", "durs") if word in told]


def test_reporting_with_a_block_ends_the_talk_and_the_visitor_is_shut_out(question, florian):
    from causerie.conversations import access

    visitor, token = actions.admit(site=question.site)
    row, _first = actions.ask(by=visitor, client_id="question-1", text="Bonjour")
    taken = actions.claim(by=florian, conversation=row)
    actions.report(by=florian, conversation=taken, reason="", block=True)
    assert Conversation.objects.get(id=row.id).state == "closed"
    with pytest.raises(Refused, match="blocked"):
        access.visitor_of(token)


def test_a_mailed_link_works_once(question):
    actions.ask_transcript(by=question.visitor, conversation=question, email="nadia@example.org")
    code = queries.owed_mail(MailRequest.objects.get(conversation=question).id).code
    visitor, token = actions.come_back(code=code)
    assert visitor.id == question.visitor_id
    assert outcome(actions.come_back, code=code) == "not_you"
    assert outcome(actions.come_back, code=token) == "not_you"
