"""A brand with a public page and a quiz."""

import pytest


@pytest.fixture
def topic(brand):
    from causerie.brands.models import Topic

    return Topic.objects.get(brand=brand)


@pytest.fixture
def page(camille, site):
    from causerie.recruitment import actions

    return actions.save_page(by=camille, site=site, values={"open": True, "of_age": 18, "proof": "ask", "headline": "Rejoignez-nous"})


@pytest.fixture
def quiz(camille, topic):
    from causerie.recruitment import actions

    made = actions.save_quiz(by=camille, quiz=None, values={"topic": topic, "language": "fr", "pass_mark": 2, "attempts": 2, "open": True})
    for number in range(2):
        actions.add_question(by=camille, quiz=made, text=f"Question {number} ?", choices=["Oui", "Non", "Parfois"], right=0)
    return made
