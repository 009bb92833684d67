"""The log on the real store: whatever is sent, resent and refused, positions have no gap and an ack is a promise (I1 I2 I3 I5)."""

import threading
from collections import defaultdict

import hypothesis.strategies as st
import pytest
from django.db import OperationalError, connection
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from causerie.conversations import actions, store
from causerie.conversations.log import Append, Log, commit
from causerie.conversations.models import Conversation, Message
from causerie.journal.models import Fact
from causerie.kernel.refusal import Refused

TEXTS = st.sampled_from(["Bonjour", "Et l'assurance ?", "Merci bien", "a\u0301 \U0001f600", "x" * 4000])
WHICH = st.integers(0, 1)
QUICK = settings(max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))


def visitor_says(conversation, text, client_id, brand=None):
    return Append(
        brand=brand or conversation.brand_id, conversation=conversation.id, sender=0, lease=0, client_id=client_id, text=text
    )  # fmt: skip


def member_says(member, conversation, lease, text, client_id):
    return Append(brand=member.brand_id, conversation=conversation.id, sender=member.id, lease=lease, client_id=client_id, text=text)


class TheLog(RuleBasedStateMachine):
    """Two conversations of one brand, written by their visitors and by two members who claim and give back."""

    cast = None
    foreign_brand = 0

    @initialize()
    def two_questions_are_asked(self):
        self.asked = []
        self.acked = {}
        self.order = defaultdict(list)
        self.number = 0
        self.lease, self.holder, self.closed = {}, {}, set()
        for text in ("La maison est-elle assurée ?", "Comment marche l'échange ?"):
            visitor, _token = actions.admit(site=self.cast.site)
            conversation, first = actions.ask(by=visitor, client_id=self.new_client_id(), text=text)
            self.asked.append((visitor, conversation))
            self.acked[(conversation.id, 0, first.client_id)] = (1, text, first.sent_at)
            self.order[(conversation.id, 0)].append(first.client_id)
            self.lease[conversation.id], self.holder[conversation.id] = 0, None

    def new_client_id(self):
        self.number += 1
        return f"client-{self.number:06}"

    def judge(self, batch):
        """Commit, and compare what became of each item with what must become of it."""
        commit(batch)
        for item in batch:
            key = (item.conversation, item.sender, item.client_id)
            expected = self.expected(item, key)
            assert item.refused == expected, (item.refused, expected)
            if key in self.acked:
                seq, _text, sent_at = self.acked[key]
                assert item.again
                assert (item.seq, item.sent_at) == (seq, sent_at)
            elif not expected:
                assert not item.again
                self.acked[key] = (item.seq, item.text, item.sent_at)
                self.order[key[:2]].append(item.client_id)

    def expected(self, item, key):
        if key in self.acked:
            return "" if self.acked[key][1] == item.text else "conflict"
        if item.brand != self.cast.brand.id:
            return "not_found"
        if item.conversation in self.closed:
            return "closed"
        mine = self.holder[item.conversation] == item.sender and self.lease[item.conversation] == item.lease
        return "" if item.sender == 0 or mine else "not_yours"

    @rule(which=WHICH, text=TEXTS)
    def the_visitor_writes(self, which, text):
        self.judge([visitor_says(self.asked[which][1], text, self.new_client_id())])

    @rule(which=WHICH, text=TEXTS, stale=st.booleans(), name=st.sampled_from(["florian", "bernadette"]))
    def a_member_writes_perhaps_under_an_old_lease(self, which, text, stale, name):
        conversation = self.asked[which][1]
        lease = self.lease[conversation.id] - stale
        self.judge([member_says(self.cast.members[name], conversation, lease, text, self.new_client_id())])

    @rule(data=st.data(), other_text=st.booleans())
    def an_acked_message_is_sent_again(self, data, other_text):
        keys = list(self.acked)
        number, sender, client_id = keys[data.draw(st.integers(0, len(keys) - 1))]
        text = self.acked[(number, sender, client_id)][1] + ("!" if other_text else "")
        self.judge([Append(brand=self.cast.brand.id, conversation=number, sender=sender, lease=-1, client_id=client_id, text=text)])

    @rule(texts=st.lists(TEXTS, min_size=2, max_size=6), twins=st.booleans(), resend=st.booleans())
    def a_batch_holds_both_conversations_and_the_same_message_twice(self, texts, twins, resend):
        batch = [visitor_says(self.asked[n % 2][1], text, self.new_client_id()) for n, text in enumerate(texts)]
        if twins:
            batch += [visitor_says(self.asked[n % 2][1], item.text, item.client_id) for n, item in enumerate(batch)]
        if resend:
            number, sender, client_id = next(iter(self.acked))
            text = self.acked[(number, sender, client_id)][1]
            batch.insert(1, Append(brand=self.cast.brand.id, conversation=number, sender=sender, lease=0, client_id=client_id, text=text))
        self.judge(batch)

    @rule(which=WHICH, text=TEXTS)
    def somebody_of_another_brand_writes(self, which, text):
        self.judge([visitor_says(self.asked[which][1], text, self.new_client_id(), brand=self.foreign_brand)])

    @rule(which=WHICH, name=st.sampled_from(["florian", "bernadette"]))
    def a_member_claims_or_gives_back(self, which, name):
        conversation, member = self.asked[which][1], self.cast.members[name]
        number = conversation.id
        if number in self.closed:
            return
        if self.holder[number] == member.id:
            actions.release(by=member, conversation=conversation, lease=self.lease[number])
            self.holder[number] = None
            self.lease[number] += 1
        elif self.holder[number] is None:
            self.lease[number] = actions.claim(by=member, conversation=conversation).lease
            self.holder[number] = member.id
        else:
            with pytest.raises(Refused, match="taken"):
                actions.claim(by=member, conversation=conversation)

    @rule(which=WHICH, sure=st.integers(0, 5))
    def the_visitor_ends_it(self, which, sure):
        visitor, conversation = self.asked[which]
        if sure == 0:
            actions.close(by=visitor, conversation=conversation)
            self.closed.add(conversation.id)

    def teardown(self):
        Conversation.objects.filter(state="taken").update(state="closed")

    @invariant()
    def every_acked_message_is_there_once_in_order_and_without_a_gap(self):
        for _visitor, conversation in getattr(self, "asked", []):
            number = conversation.id
            rows = list(Message.objects.filter(conversation=number).order_by("seq"))
            assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
            assert Conversation.objects.get(id=number).last_seq == len(rows)
            stored = {(number, row.sender, row.client_id): (row.seq, row.text, row.sent_at) for row in rows}
            assert len(stored) == len(rows)
            assert stored == {key: value for key, value in self.acked.items() if key[0] == number}
            for sender in {row.sender for row in rows}:
                assert [row.client_id for row in rows if row.sender == sender] == self.order[(number, sender)]


@pytest.mark.django_db(transaction=True)
def test_whatever_is_sent_the_log_keeps_its_promises(cast, otto):
    TheLog.cast, TheLog.foreign_brand = cast, otto.brand_id
    run_state_machine_as_test(TheLog, settings=QUICK)


@pytest.fixture
def question(cast):
    visitor, _token = actions.admit(site=cast.site)
    return actions.ask(by=visitor, client_id="question-1", text="La maison est-elle assurée ?")[0]


def test_the_first_reply_is_told_to_the_journal_once(question, florian):
    lease = actions.claim(by=florian, conversation=question).lease
    commit([member_says(florian, question, lease, "Bonjour", "answer-01"), member_says(florian, question, lease, "Oui", "answer-02")])
    commit([member_says(florian, question, lease, "Encore", "answer-03")])
    told = Fact.objects.filter(kind="replied")
    assert [(fact.data["conversation"], fact.data["member"]) for fact in told] == [(question.id, florian.id)]


def test_a_hundred_messages_queued_together_are_one_transaction(question, django_assert_max_num_queries):
    batch = [visitor_says(question, f"mot {n}", f"client-{n:04}") for n in range(100)]
    # A savepoint, three statements, its release.
    with django_assert_max_num_queries(5):
        commit(batch)
    assert [item.seq for item in batch] == list(range(2, 102))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "words",
    ["database or disk is full", "database is locked", "the connection is closed", "could not write to file: No space left on device"],
)
def test_when_the_database_cannot_write_nobody_is_told_it_is_saved(question, monkeypatch, words):
    def broken(_items):
        raise OperationalError(words)

    batch = [visitor_says(question, "Allô ?", "client-01"), visitor_says(question, "Il y a quelqu'un ?", "client-02")]
    with monkeypatch.context() as broke:
        broke.setattr(store, "insert", broken)
        commit(batch)
    assert [(item.refused, item.seq, item.again) for item in batch] == [("try_again", 0, False)] * 2
    assert Message.objects.filter(conversation=question).count() == 1
    commit(batch)
    assert [(item.refused, item.seq) for item in batch] == [("", 2), ("", 3)]


@pytest.mark.django_db(transaction=True)
def test_an_error_after_the_insert_takes_everything_back(question, monkeypatch):
    def broken(_rows):
        raise OperationalError("disk I/O error")

    item = visitor_says(question, "Allô ?", "client-01")
    with monkeypatch.context() as broke:
        broke.setattr(store, "update", broken)
        commit([item])
    assert (item.refused, item.seq) == ("try_again", 0)
    assert not Message.objects.filter(client_id="client-01").exists()


class Loop:
    """Stands for the event loop: calls at once."""

    def is_closed(self):
        return False

    def call_soon_threadsafe(self, function, *args):
        function(*args)


@pytest.fixture
def writer(transactional_db):
    """A running log; `told` gets every batch, `more` is set each time."""
    told, more = [], threading.Semaphore(0)

    def heard(batch):
        told.extend(batch)
        for _ in batch:
            more.release()

    log = Log(heard)
    log.open(Loop())
    yield log, told, more
    log.close()
    assert not log._thread.is_alive()


def test_the_writer_lives_on_after_a_full_disk(writer, question, monkeypatch):
    log, told, more = writer
    real = store.insert

    def full_once(items):
        monkeypatch.setattr(store, "insert", real)
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(store, "insert", full_once)
    assert log.append(visitor_says(question, "Allô ?", "client-01"))
    assert more.acquire(timeout=10)
    assert log.append(visitor_says(question, "Allô ?", "client-01"))
    assert more.acquire(timeout=10)
    assert [item.refused for item in told] == ["try_again", ""]
    assert told[1].seq == 2


def test_an_unforeseen_error_does_not_end_the_writer_either(writer, question, monkeypatch):
    log, told, more = writer
    with monkeypatch.context() as broke:
        broke.setattr(store, "lock", lambda _numbers: 1 / 0)
        log.append(visitor_says(question, "Allô ?", "client-01"))
        assert more.acquire(timeout=10)
    log.append(visitor_says(question, "Allô ?", "client-02"))
    assert more.acquire(timeout=10)
    assert [item.refused for item in told] == ["try_again", ""]


def test_what_is_queued_when_the_house_closes_is_committed_first(writer, question):
    log, told, _more = writer
    for n in range(50):
        log.append(visitor_says(question, f"mot {n}", f"client-{n:04}"))
    log.close()
    assert [item.seq for item in told] == list(range(2, 52))
    assert not log.append(visitor_says(question, "trop tard", "client-9999"))


def test_a_writer_too_far_behind_says_so_at_once(monkeypatch):
    monkeypatch.setattr("causerie.conversations.log.MOST_QUEUED", 3)
    log = Log(lambda _batch: None)
    log._open = True
    items = [Append(brand=1, conversation=1, sender=0, lease=0, client_id=f"client-{n}", text="x") for n in range(4)]
    assert [log.append(item) for item in items] == [True, True, True, False]


def test_one_bad_message_does_not_spoil_the_others_of_its_batch(question):
    """A zero byte, which PostgreSQL cannot store, never reaches the log: the wire's types refuse it."""
    import msgspec

    from causerie.conversations import wire

    frame = {"type": "say", "client_id": "client\x00-01", "conversation": question.public_id, "text": "Bonjour"}
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode(frame), type=wire.FromClient)


def test_messages_lie_durably(db):
    """A committed message survives a power cut, not only the end of the process."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)
            assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        else:
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone() == ("on",)
