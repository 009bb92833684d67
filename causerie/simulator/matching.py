"""What a simulated ambassador answers to words it has never seen: the nearest line of the dialogues, or something kind."""

import json
import math
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from causerie.simulator.script import Dialogue

_WORD = re.compile(r"[a-z0-9]+")
_STOP = {
    "fr": "a ai au aux avec ce ces cette comme d dans de des du elle en est et eu il ils j je l la le les leur lui m ma mais me mes mon "
    "n ne nos notre nous on ont ou par pas pour qu que qui s sa se ses si son sont sur t ta te tes toi ton tu un une vos votre vous y c "
    "bonjour merci oui non tres bien plus peut faut faire fait etre avoir quand comment quoi dit sais ca combien passe marche temps "
    "je peux puis suis demain",
    "en": "a about all am an and any are as at be been but by can could do does for from get had has have he hello hi how i if in is it "
    "its just like me my no not of on or our out she so some that the their them then there they this to up us was we were what when "
    "which who will with work would yes you your thanks thank s t m re ve ll d",
    "es": "a al con como cual cuando de del el ella en es esta este esto la las le les lo los me mi muy no nos o para pero por que se si "
    "sin son su sus te tu un una unos y ya yo hola gracias hay ser tener puede puedo",
}
_STOPS = {language: frozenset(words.split()) for language, words in _STOP.items()}
_TELLS = {
    "fr": "je vous est les une des pour que dans avec mon ma mes bonjour comment combien peut on si merci ça maison et",
    "en": "the is are you my do does how can what and with for hello hi i we it if thanks house of to",
    "es": "el los las una qué que cómo como puedo mi para con hola gracias es y si casa hay cuánto en",
}
_TELLING = {language: frozenset(words.split()) for language, words in _TELLS.items()}
# Other words for what the dialogues speak of.
_SAME = {
    **dict.fromkeys(
        ("cher", "prix", "cout", "tarif", "coute", "payer", "inscription", "adhesion", "fee", "cost", "price", "much", "cuest"), "price"
    ),
    **dict.fromkeys(("enfant", "bebe", "kid", "child", "children", "cot", "nino"), "child"),
    **dict.fromkeys(("cle", "clef", "key", "llave"), "key"),
    **dict.fromkeys(("casser", "casse", "abim", "abimer", "break", "broken", "damag", "romp"), "break"),
    **dict.fromkeys(("perro", "chien", "dog", "labrador"), "dog"),
    **dict.fromkeys(("chat", "cat", "gato"), "cat"),
}
ENOUGH = 0.45


def fold(text: str) -> str:
    """Lower case without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))


def stems(text: str, language: str) -> list[str]:
    """The words that carry meaning, cut so that plurals and endings meet."""
    stop = _STOPS.get(language, frozenset())
    return [_cut(word) for word in _WORD.findall(fold(text)) if word not in stop and len(word) > 1]


def _cut(word: str) -> str:
    if word.endswith("s") and len(word) > 3:
        word = word[:-1]
    for ending in ("ement", "ation", "ment", "ance", "ion", "ing", "ent", "ee", "er", "ed", "ez", "o", "a", "e", "x"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    return _SAME.get(word, word)


def language_of(text: str, default: str) -> str:
    """French, English or Spanish by its little words; `default` when they do not say."""
    words = set(re.findall(r"[^\W\d_]+", text.lower()))
    scores = {language: len(words & tells) for language, tells in _TELLING.items()}
    best = max(scores.values())
    leaders = [language for language, score in scores.items() if score == best]
    return leaders[0] if best and len(leaders) == 1 else default


@dataclass(frozen=True)
class _Line:
    asked: frozenset[str]
    around: frozenset[str]
    said: frozenset[str]
    opening: bool
    answer: str


class Memory:
    """All answers of the dialogues in one language, found by the words of the line they answered."""

    def __init__(self, dialogues: Iterable[Dialogue], language: str) -> None:
        self.language = language
        self._lines: list[_Line] = []
        for dialogue in dialogues:
            if dialogue.lang == language:
                self._learn(dialogue)
        seen = Counter(word for line in self._lines for word in line.asked | line.around | line.said)
        self._weight = {word: math.log(1 + len(self._lines) / count) for word, count in seen.items()}
        self._unknown = math.log(1 + len(self._lines)) / 2

    def _learn(self, dialogue: Dialogue) -> None:
        around = frozenset(stems(dialogue.question, self.language))
        for place, ((by_visitor, text), (next_by_visitor, answer)) in enumerate(pairwise(dialogue.turns)):
            if by_visitor and not next_by_visitor:
                asked, said = (frozenset(stems(words, self.language)) for words in (text, answer))
                self._lines.append(_Line(asked, around, said, place == 0, answer))

    def nearest(self, text: str, said: Sequence[str] = (), topic: str = "") -> str:
        """The best answer not said yet, or "" when nothing is near enough. `topic`: what the talk began with."""
        words, hints = set(stems(text, self.language)), set(stems(topic, self.language))
        best, best_score = "", ENOUGH
        for line in self._lines:
            score = self._covers(line, words) + 0.1 * self._covers(line, hints)
            if score > best_score and line.answer not in said:
                best, best_score = line.answer, score
        return best

    def _covers(self, line: _Line, words: set[str]) -> float:
        """How much of these words the line is about, 0 to 1: rare words count most, an opening's answer stands by itself."""
        if not words:
            return 0.0
        got = sum(self._of(word) * self._place(line, word) for word in words)
        # Of two lines about the same, the shorter is more about it.
        got += 0.1 * len(words & line.asked) / max(1, len(line.asked))
        return got / sum(map(self._of, words)) * (1.0 if line.opening else 0.8)

    def _place(self, line: _Line, word: str) -> float:
        return 1.0 if word in line.asked else 0.6 if word in line.around else 0.4 if word in line.said else 0.0

    def _of(self, word: str) -> float:
        return self._weight.get(word, self._unknown)


_KIND: dict[str, dict[str, list[str]]] = json.loads((Path(__file__).with_name("data") / "kind.json").read_text(encoding="utf-8"))
_SIGNS: list[tuple[str, str]] = [
    ("robot", r"robot|chatbot|\bbots?\b|\bia\b|\bai\b|real person|vraie personne|persona de verdad|humain|human\b|humano|simule|simulat"),
    ("bye", r"au revoir|bonne (journee|soiree)|a bientot|\bbye\b|goodbye|have a (good|nice|lovely)|adios|hasta (luego|pronto)"),
    ("welcome", r"\bmerci\b|\bthanks?\b|\bthank you\b|\bgracias\b|\bthx\b|\bcheers\b"),
    ("hello", r"^(bonjour|bonsoir|salut|coucou|hello|hi|hey|hola|buenas)\b"),
]


class Responder:
    """One ambassador's side of one talk with somebody unknown."""

    def __init__(self, memories: dict[str, Memory], rng: random.Random, language: str) -> None:
        self._memories, self._rng, self.language = memories, rng, language
        self._said: list[str] = []
        self._topic = ""

    def answer(self, text: str) -> str:
        """What to say to this line. Never the same thing twice while there is something else to say."""
        self.language = language_of(text, self.language)
        memory = self._memories.get(self.language)
        sign = self._sign(text)
        if sign == "robot":
            return self._say(self._pick("robot"))
        near = memory.nearest(text, self._said, self._topic) if memory else ""
        self._topic = self._topic or text
        if near and (not sign or len(stems(text, self.language)) >= 2):
            return self._say(near)
        if sign:
            return self._say(self._pick(sign))
        return self._say(self._pick("short" if len(text) < 18 and "?" not in text else "unsure"))

    def farewell(self) -> str:
        """The last word to somebody who has gone."""
        return self._pick("gone")

    def _sign(self, text: str) -> str:
        folded = fold(text)
        return next((name for name, pattern in _SIGNS if re.search(pattern, folded)), "")

    def _pick(self, name: str) -> str:
        lines = _KIND.get(self.language, _KIND["en"])[name]
        fresh = [line for line in lines if line not in self._said] or lines
        # In order, so that the talk goes somewhere; the small ones by chance.
        return fresh[0] if name == "unsure" else self._rng.choice(fresh)

    def _say(self, text: str) -> str:
        self._said.append(text)
        return text
