"""The invariants, judged from what the clients saw alone."""

from collections import defaultdict

from causerie.kernel.finding import Finding
from causerie.simulator.history import History, View


def judge(history: History) -> list[Finding]:
    """I1 to I6 from the clients' side."""
    truth = {view.conversation: view for view in history.views}
    return [
        _acked_is_kept(history, truth),
        _sent_once(history),
        _no_gap(history),
        _same_view(history),
        _in_the_sender_s_order(history),
        _one_winner(history),
    ]


def _acked_is_kept(history: History, truth: dict[str, View]) -> Finding:
    found = Finding("I1", "no acknowledged message is lost")
    places = {
        conversation: {client_id: (seq, text) for seq, client_id, text in view.fetched if client_id} for conversation, view in truth.items()
    }
    for sent in history.sent.values():
        if not sent.acks:
            continue
        found.looked_at += 1
        if len(set(sent.acks)) > 1:
            found.wrong.append(f"{sent.client_id} was acknowledged in two ways: {sorted(set(sent.acks))}")
        conversation, _, seq = sent.acks[0]
        if conversation in places and (kept := places[conversation].get(sent.client_id)) != (seq, sent.text):
            there = f"stands at {kept[0]}, {'as' if kept[1] == sent.text else 'not as'} it was sent" if kept else "is not there"
            found.wrong.append(f"{sent.client_id} of {conversation} was acknowledged at {seq} and {there}")
    return found


def _sent_once(history: History) -> Finding:
    found = Finding("I2", "no message is there twice")
    for view in history.views:
        ids = [client_id for _, client_id, _ in view.fetched if client_id]
        found.looked_at += len(ids)
        if len(ids) != len(set(ids)):
            found.wrong.append(f"{view.conversation}: {len(ids) - len(set(ids))} messages are there twice")
    return found


def _no_gap(history: History) -> Finding:
    found = Finding("I3", "positions run from 1 without a gap")
    for view in history.views:
        found.looked_at += 1
        seqs = [seq for seq, _, _ in view.fetched]
        if seqs != list(range(1, len(seqs) + 1)) or view.head != len(seqs):
            found.wrong.append(f"{view.conversation}: positions {seqs[:5]}…{seqs[-2:]} under the head {view.head}")
    return found


def _same_view(history: History) -> Finding:
    found = Finding("I4", "what a client shows is the log, in order, each line once")
    for view in history.views:
        found.looked_at += 1
        shown = [(seq, text) for seq, _, text in view.lines]
        kept = [(seq, text) for seq, _, text in view.fetched]
        if shown != kept[: len(shown)]:
            found.wrong.append(f"{view.who} in {view.conversation} shows {len(shown)} lines that are not the log's {len(kept)}")
    return found


def _in_the_sender_s_order(history: History) -> Finding:
    found = Finding("I5", "each sender's messages keep the order of sending")
    by_sender: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for sent in history.sent.values():
        if sent.acks:
            by_sender[sent.who, sent.acks[0][0]].append((sent.order, sent.acks[0][2]))
    for (who, conversation), rows in by_sender.items():
        found.looked_at += 1
        seqs = [seq for _, seq in sorted(rows)]
        if seqs != sorted(seqs):
            found.wrong.append(f"{who} in {conversation}: {seqs}")
    return found


def _one_winner(history: History) -> Finding:
    found = Finding("I6", "a question has one winner at a time")
    winners: dict[tuple[str, int], set[int]] = defaultdict(set)
    for won in history.won:
        winners[won.conversation, won.lease].add(won.member)
    for (conversation, lease), members in winners.items():
        found.looked_at += 1
        if len(members) > 1:
            found.wrong.append(f"{conversation}: lease {lease} was given to members {sorted(members)}")
    return found
