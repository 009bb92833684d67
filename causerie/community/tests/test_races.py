"""Many at once, on the real database: exactly one effect each."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from causerie.community import actions
from causerie.community.models import Flag, Like, Line, LineWord, Notice, Said, Tag, Vote
from causerie.journal.models import Fact
from causerie.kernel.refusal import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Runs them in threads of their own; the codes of those that were refused."""

    def run(call):
        try:
            call()
        except Refused as refused:
            return refused.code
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(run, calls))


def test_a_vote_is_one_however_often_it_arrives(florian, bernadette):
    post = actions.post(by=florian, text="?", choices=["Oui", "Non"])
    choices = [choice.id for choice in post.poll.choices.all()]
    assert set(at_once(*(lambda turn=turn: actions.vote(by=bernadette, post=post, choice=choices[turn % 2]) for turn in range(16)))) == {""}
    assert Vote.objects.count() == 1
    assert Fact.objects.filter(kind="polled").count() == 1


def test_a_feeling_is_one_however_often_it_arrives(florian, bernadette):
    post = actions.post(by=florian, text="!")
    kinds = ["like", "bravo", "moved", "idea"]
    at_once(*(lambda turn=turn: actions.like(by=bernadette, post=post, kind=kinds[turn % 4]) for turn in range(16)))
    assert Like.objects.count() == 1
    assert Fact.objects.filter(kind="liked").count() == 1


def test_a_message_sent_again_is_the_same(florian, camille):
    calls = [lambda: actions.say(by=florian, text="Bonsoir", client_id="12345678")] * 8
    calls += [lambda: actions.write_line(by=camille, member=florian, text="Bonjour", client_id="12345678")] * 8
    assert set(at_once(*calls)) == {""}
    assert (Said.objects.count(), LineWord.objects.count(), Line.objects.count()) == (1, 1, 1)


def test_both_sides_may_begin_the_line_at_once(florian, camille):
    calls = [
        lambda side=side: actions.write_line(by=side, member=florian, text="Bonjour", client_id="12345678") for side in (florian, camille)
    ]
    assert set(at_once(*calls * 4)) == {""}
    assert (Line.objects.count(), LineWord.objects.count()) == (1, 2)


def test_one_topic_of_many_posts(florian, bernadette):
    at_once(*(lambda by=by: actions.post(by=by, text="#astuce") for by in [florian, bernadette] * 5))
    assert Tag.objects.get().posts.count() == 10


def test_a_removed_post_takes_nothing_more(florian, bernadette, camille):
    post = actions.post(by=florian, text="!")
    calls = [lambda: actions.comment(by=bernadette, post=post, text="Bravo @Camille"), lambda: actions.like(by=bernadette, post=post)] * 6
    calls.insert(6, lambda: actions.delete_post(by=florian, post=post))
    assert set(at_once(*calls)) <= {"", "not_found"}
    assert not Like.objects.exists()
    assert not Notice.objects.exists()


def test_a_report_and_a_reminder_are_told_once(florian, bernadette, camille):
    post = actions.post(by=florian, text="!", corner="suggestions")
    late = post.suggestion.due_at + 1
    at_once(*[lambda: actions.flag(by=bernadette, what=post)] * 6, *[lambda: actions.remind(now=late)] * 6)
    assert Flag.objects.count() == 1
    assert Notice.objects.filter(kind="overdue", member=camille).count() == 1
