"""What a manager has set up before anybody comes: a charter, a quiz, rules by which thanks are worth something at once, a reward."""

from causerie.brands.models import Brand
from causerie.people.models import Membership
from causerie.recruitment import actions as recruitment
from causerie.rewards import actions as rewards
from causerie.rewards.rules import Rules

QUIZ = {
    "Qui est assuré pendant un échange ?": ["Les deux foyers", "Personne"],
    "Où laisse-t-on les clés ?": ["On en convient ensemble", "Sous le pot"],
}
CHARTER = "Vous répondez quand vous en avez envie, et vous dites ce que vous pensez.\n\nNous vous répondons toujours."


def set_up(brand: Brand) -> None:
    """By the verbs, as Camille: she is the brand's first manager."""
    camille = Membership.objects.filter(brand=brand, role="manager").select_related("brand").earliest("id")
    recruitment.publish_charter(by=camille, texts={"fr": CHARTER})
    recruitment.save_programme(by=camille, active_answers=1, answer_within=3, mails_a_day=100)
    values = {"topic": brand.topics.get(name="assurance"), "language": "fr", "pass_mark": 2, "attempts": 2, "open": True}
    quiz = recruitment.save_quiz(by=camille, quiz=None, values=values)
    for text, choices in QUIZ.items():
        recruitment.add_question(by=camille, quiz=quiz, text=text, choices=choices, right=0)
    rewards.change_rules(by=camille, rules=Rules(vesting_days=0, too_fast=0), seen=0, note="Un merci se dépense le jour même")
    rewards.save_reward(by=camille, reward=None, title="Une carte du Nord", text="Écrite à la main par l’équipe.", price=10, stock=3)
