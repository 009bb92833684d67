"""Every setting and decision of the team stands in the log, from what to what, and says nothing of a visitor."""

import pytest
from django.utils import translation

from causerie.attentions import actions as attentions
from causerie.community import actions as community
from causerie.conversations import actions as talks
from causerie.conversations.models import Held
from causerie.insights import actions as insights
from causerie.journal import audit
from causerie.office.told import lines
from causerie.recruitment import actions as recruitment
from causerie.rewards import actions as rewards
from causerie.rewards.models import Transaction
from causerie.safety import actions as safety
from causerie.safety.models import Decision
from tests.world import world

# kind → what a manager does. `by`: Camille; `it`: a brand with one object of each kind (tests/world.py).
DEEDS = {
    "application_decided": lambda by, it: recruitment.decide(by=by, applications=[it["application"]], what="waiting"),
    "charter_published": lambda by, it: recruitment.publish_charter(by=by, texts={"fr": "Nous répondons quand nous voulons."}),
    "join_page_set": lambda by, it: recruitment.save_page(by=by, site=it["site"], values={"headline": "Venez"}),
    "programme_set": lambda by, it: recruitment.save_programme(by=by, active_answers=9, answer_within=3, mails_a_day=7),
    "quiz_set": lambda by, it: recruitment.save_quiz(by=by, quiz=it["quiz"], values={"topic": it["topic"], "pass_mark": 3}),
    "quiz_question_removed": lambda by, it: recruitment.remove_question(by=by, question=it["asked"]),
    "letter_set": lambda by, it: recruitment.save_template(by=by, kind="accepted", language="fr", text="Bienvenue"),
    "campaign_loaded": lambda by, it: recruitment.load(by=by, campaign=it["campaign"], data=b"email,consent\nzoe@example.org,yes\n"),
    "campaign_started": lambda by, it: recruitment.run_campaign(by=by, campaign=it["campaign"], running=True),
    "invitation_withdrawn": lambda by, it: recruitment.cancel_invitation(by=by, invitation=it["invitation"]),
    "guard_set": lambda by, it: talks.save_guard(by=by, masks=False, spared="", words="insulte", words_are="hold"),
    "held_decided": lambda by, it: talks.decide_held(by=by, held=Held.objects.get(id=it["held"].id), let_pass=False),
    "report_decided": lambda by, it: safety.decide(by=by, report=it["report"], what="warn", words="Restons courtois."),
    "appeal_settled": lambda by, it: appealed(by, it),
    "visitor_blocked": lambda by, it: talks.block_visitor(by=by, visitor=it["visitor"]),
    "network_lifted": lambda by, it: talks.lift_network(by=by, block=it["block"]),
    "originals_read": lambda by, it: talks.read_originals(by=by, conversation=it["talk"], reason="Une plainte"),
    "keeping_set": lambda by, it: safety.save_keeping(by=by, days={"words": 90}),
    "notice_set": lambda by, it: safety.save_notice(by=by, site=it["site"], controller="Nidéchange", contact="", more=""),
    "measures_set": lambda by, it: insights.settle(by=by, values={"job_cost": 4200}),
    "holdout_set": lambda by, it: insights.hold_out(by=by, site=it["site"], share=10),
    "reward_set": lambda by, it: rewards.save_reward(by=by, reward=it["reward"], title="Tasse", price=120),
    "exchange_set": lambda by, it: rewards.change_exchange(by=by, name="Nid", url="https://nid.example.org/p", table=[(1000, "10 €")]),
    "mission_ended": lambda by, it: rewards.end_mission(by=by, mission=it["mission"]),
    "circle_cleared": lambda by, it: rewards.clear_circle(by=by, circle=it["circle"], why="Une famille"),
    "points_given": lambda by, it: rewards.give(by=by, to=it["leaver"], points=5, why="Merci", client_id="log-1"),
    "points_reversed": lambda by, it: rewards.reverse(by=by, transaction=Transaction.objects.get(pk=it["given"].pk), why="Erreur"),
    "redemption_moved": lambda by, it: rewards.advance(by=by, redemption=it["redemption"]),
    "gift_set": lambda by, it: attentions.save_gift(by=by, gift=it["gift"], name="Grande tasse"),
    "gift_restocked": lambda by, it: attentions.restock(by=by, gift=it["gift"], more=3),
    "gift_given": lambda by, it: attentions.give(by=by, member=it["leaver"], gift=it["gift"], client_id="log-2"),
    "wording_set": lambda by, it: attentions.save_wording(by=by, kind="first", language="fr", text="Bravo {name}"),
    "suggestion_answered": lambda by, it: community.answer_suggestion(by=by, suggestion=it["suggestion"], status="study"),
    "post_removed": lambda by, it: community.delete_post(by=by, post=it["post"]),
}


def appealed(by, it):
    decision = safety.decide(by=by, report=it["report"], what="warn", words="Restons courtois.")
    safety.appeal(decision=decision, words="Je n’ai rien dit.")
    safety.settle(by=by, decision=Decision.objects.get(id=decision.id), outcome="lifted", answer="C’est juste.")


@pytest.fixture
def house(db):
    made = world("nid")
    return made.cast.members["manager"], made.things


@pytest.mark.parametrize("kind", DEEDS)
def test_what_a_manager_does_stands_in_the_log(house, kind):
    camille, it = house
    before = audit.changes(camille.brand_id, kind=kind).count()
    DEEDS[kind](camille, it)
    told = audit.changes(camille.brand_id, kind=kind)
    assert told.count() == before + 1
    assert told[0].by == camille
    assert "canari" not in str(told[0].changes) + told[0].name


def test_the_same_settings_again_are_no_line(house):
    camille, it = house
    for _twice in range(2):
        safety.save_keeping(by=camille, days={"words": 90})
        recruitment.save_page(by=camille, site=it["site"], values={"headline": "Venez"})
    kinds = [change.kind for change in audit.changes(camille.brand_id)]
    assert (kinds.count("keeping_set"), kinds.count("join_page_set")) == (1, 1)


def test_values_are_told_as_people_write_them(house):
    camille, it = house
    safety.save_keeping(by=camille, days={"words": 90})
    safety.decide(by=camille, report=it["report"], what="warn", words="Restons courtois.")
    with translation.override("en"):
        decided, kept = lines(audit.changes(camille.brand_id)[:2])
    assert decided.parts == [("Decision", "", "A word to the person concerned")]
    assert kept.parts == [("Words, pictures and ratings of ended conversations", "180", "90")]
