import json

import pytest

from causerie.simulator import script


def _line(*turns, **more):
    return json.dumps({"id": "a", "lang": "fr", "source": "s", "turns": [{"who": who, "text": text} for who, text in turns], **more})


def test_a_dialogue_is_read_word_for_word():
    (dialogue,) = script.parse([_line(("visitor", "Bonjour, l’été ?"), ("ambassador", "Oui !")), "\n"])
    assert dialogue.turns == ((True, "Bonjour, l’été ?"), (False, "Oui !"))
    assert dialogue.question == "Bonjour, l’été ?"


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        '{"id": "a"}',
        _line(),
        _line(("ambassador", "first")),
        _line(("visitor", "a"), ("robot", "b")),
        _line(("visitor", "a"), ("ambassador", "  ")),
    ],
)
def test_a_bad_line_is_named(line):
    with pytest.raises(script.BadScript, match="line 2"):
        list(script.parse([_line(("visitor", "good")), line]))


def test_our_own_dialogues():
    own = script.read()
    assert len({dialogue.id for dialogue in own}) == len(own) >= 70
    for dialogue in own:
        assert 4 <= len(dialogue.turns) <= 10, dialogue.id
        assert {by_visitor for by_visitor, _ in dialogue.turns} == {True, False}
    assert sum(dialogue.lang == "fr" for dialogue in own) >= 40
    assert sum(dialogue.lang == "en" for dialogue in own) >= 25
    assert sum(dialogue.lang == "es" for dialogue in own) >= 5
    assert len({dialogue.question for dialogue in own}) == len(own)
