"""Each invariant as clients judge it: it holds on a good run and breaks on each fault planted."""

import pytest

from causerie.simulator.history import History, View, Won, sha
from causerie.simulator.verdict import judge

C = "00000000001"
LINES = [(1, "client-a", "Bonjour"), (2, "client-b", "Oui"), (3, "client-c", "Merci")]


def _good() -> History:
    history = History()
    for seq, client_id, text in LINES:
        sender = 7 if seq == 2 else 0
        history.sending(f"who-{sender}", sender, client_id, C, text, ask=seq == 1)
        history.acked(client_id, C, f"{C}.{seq}", seq)
    history.won.append(Won(C, 7, 1))
    history.views += [View("visitor", C, list(LINES), list(LINES), 3), View("member", C, LINES[:2], list(LINES), 3)]
    return history


def _broken(history):
    return {verdict.name for verdict in judge(history) if not verdict.holds}


def test_a_good_run_holds():
    assert _broken(_good()) == set()
    assert all(verdict.looked_at for verdict in judge(_good()))


def _lose(history):
    for view in history.views:
        view.fetched = [line for line in view.fetched if line[1] != "client-b"]


def _other_words(history):
    history.views[1].fetched[1] = (2, "client-b", "Non")


def _two_acks(history):
    history.acked("client-a", C, f"{C}.9", 9)


def _double(history):
    history.views[0].fetched.append((4, "client-b", "Oui"))


def _gap(history):
    history.views[0].fetched[2] = (4, "client-c", "Merci")


def _longer_head(history):
    history.views[0].head = 5


def _shown_twice(history):
    history.views[0].lines.insert(1, LINES[0])


def _shown_in_disorder(history):
    history.views[0].lines.reverse()


def _out_of_turn(history):
    history.sent["client-a"].acks = [(C, f"{C}.3", 3)]
    history.sent["client-c"].acks = [(C, f"{C}.1", 1)]


def _two_winners(history):
    history.won.append(Won(C, 8, 1))


@pytest.mark.parametrize(
    ("fault", "name"),
    [
        (_lose, "I1"),
        (_other_words, "I1"),
        (_two_acks, "I1"),
        (_double, "I2"),
        (_gap, "I3"),
        (_longer_head, "I3"),
        (_shown_twice, "I4"),
        (_shown_in_disorder, "I4"),
        (_out_of_turn, "I5"),
        (_two_winners, "I6"),
    ],
)
def test_each_fault_is_found(fault, name):
    history = _good()
    fault(history)
    assert name in _broken(history)


def test_the_history_is_written_for_the_server_s_check(tmp_path):
    _good().write(tmp_path / "history.jsonl")
    text = (tmp_path / "history.jsonl").read_text()
    assert text.count('"acked"') == 3
    assert sha("Oui") in text
    assert '"claimed"' in text
