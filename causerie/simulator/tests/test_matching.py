import random

import pytest

from causerie.simulator import matching, script
from causerie.simulator.matching import Memory, Responder, language_of, stems

DIALOGUES = script.read()
MEMORIES = {language: Memory(DIALOGUES, language) for language in ("fr", "en", "es")}


@pytest.mark.parametrize(
    ("text", "language"),
    [("Est-ce que je peux venir ?", "fr"), ("Can I bring my dog?", "en"), ("¿Cómo puedo apuntarme?", "es"), ("???", "fr")],
)
def test_the_language_shows_in_its_little_words(text, language):
    assert language_of(text, "fr") == language


def test_endings_and_accents_do_not_matter():
    assert stems("Les clés des enfants", "fr") == stems("la cle de l’enfant", "fr")


@pytest.mark.parametrize(
    ("question", "language", "word"),
    [
        ("Mon chien peut venir ?", "fr", "patte"),
        ("c'est cher ?", "fr", "140"),
        ("comment ça se passe pour les clés ?", "fr", "boîte"),
        ("What about our tomatoes?", "en", "tomatoes"),
        ("How much is it?", "en", "140"),
        ("¿Cuánto cuesta?", "es", "140"),
    ],
)
def test_a_question_finds_the_answer_about_it(question, language, word):
    assert word in MEMORIES[language].nearest(question)


def test_what_nobody_knows_finds_nothing():
    assert MEMORIES["fr"].nearest("Quelle est la capitale du Pérou ?") == ""
    assert MEMORIES["fr"].nearest("") == ""


def _talk(language="fr"):
    return Responder(MEMORIES, random.Random(1), language)


def test_a_simulated_member_says_so_when_asked():
    assert "simulés" in _talk().answer("Vous êtes un robot ?")
    assert "simulated" in _talk("en").answer("Are you a real person?")


def test_a_greeting_is_greeted_and_thanks_are_welcome():
    assert _talk().answer("Bonjour") in matching._KIND["fr"]["hello"]
    assert _talk().answer("Merci !") in matching._KIND["fr"]["welcome"]


def test_nothing_is_said_twice_while_there_is_something_else():
    talk = _talk()
    answers = [talk.answer(f"zyx {number} vraiment inconnu de tous ?") for number in range(5)]
    assert len(set(answers)) == 5


def test_a_visitor_may_change_language():
    talk = _talk()
    talk.answer("Bonjour")
    assert talk.answer("Sorry, can we speak of the keys in English?") not in matching._KIND["fr"]["unsure"]
    assert talk.language == "en"
