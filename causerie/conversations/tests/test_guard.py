"""What is hidden before others read it, what is held back, and who may look behind."""

import pytest

from causerie.conversations import actions, guard, queries, shown
from causerie.conversations.log import Append, commit
from causerie.conversations.models import BlockedNetwork, Conversation, Held, Message, Original, Reading, Report, VisitorNetwork
from causerie.journal.models import Fact
from causerie.kernel.refusal import Refused

pytestmark = pytest.mark.django_db(transaction=True)
QUESTION = "Ma carte 4242 4242 4242 4242 est débitée, mon mail est nadia@exemple.fr"
CANARY = "nadia@exemple.fr"


@pytest.fixture
def nadia(site):
    return actions.admit(site=site)[0]


@pytest.fixture
def asked(nadia):
    return actions.ask(by=nadia, client_id="nadia-asks-1", text=QUESTION)[0]


@pytest.fixture
def taken(asked, florian):
    return actions.claim(by=florian, conversation=asked)


def said(taken, member, text, client_id="said-0001"):
    """As the live path does."""
    seen = guard.read(taken.brand_id).seen(text, "visitor" if member is None else shown.kind_of(member))
    item = Append(
        brand=taken.brand_id, conversation=taken.id, sender=member.id if member else 0, lease=taken.lease, client_id=client_id,
        text=seen, original=text if seen != text else "",
    )  # fmt: skip
    commit([item])
    return item


def test_the_first_question_and_its_preview_hide_what_is_personal(asked):
    assert Message.objects.get(conversation=asked).text == "Ma carte ⟦card⟧ est débitée, mon mail est ⟦email⟧"
    assert CANARY not in asked.preview
    assert Original.objects.get(conversation=asked).text == QUESTION


def test_asking_again_with_the_same_words_gives_the_same_conversation(asked, nadia):
    again, first = actions.ask(by=nadia, client_id="nadia-asks-1", text=QUESTION)
    assert again.id == asked.id
    assert "⟦card⟧" in first.text
    with pytest.raises(Refused, match="conflict"):
        actions.ask(by=nadia, client_id="nadia-asks-1", text="Autre chose")


def test_both_directions_are_masked_but_not_the_team(taken, florian, camille):
    item = said(taken, florian, "Appelle-moi au 06 12 34 56 78")
    assert item.text == "Appelle-moi au ⟦phone⟧"
    assert Original.objects.get(conversation=taken, seq=item.seq).text.endswith("06 12 34 56 78")
    assert guard.read(taken.brand_id).seen("Appelez le 09 72 39 40 50", "team") == "Appelez le 09 72 39 40 50"


def test_a_message_sent_twice_keeps_one_original(taken):
    said(taken, None, "mon tel 06 12 34 56 78")
    again = said(taken, None, "mon tel 06 12 34 56 78")
    assert again.again
    assert not again.refused
    assert Original.objects.filter(conversation=taken, seq=again.seq).count() == 1


def test_nobody_forges_a_token(taken):
    assert said(taken, None, "⟦joined⟧").text == "[joined⟧"


def test_a_brand_may_spare_its_own_number_or_not_mask_at_all(camille, brand):
    actions.save_guard(by=camille, masks=True, spared="09 72 39 40 50", words="", words_are="hide")
    assert guard.read(brand.id).seen("09 72 39 40 50 ou 06 12 34 56 78", "ambassador") == "09 72 39 40 50 ou ⟦phone⟧"
    actions.save_guard(by=camille, masks=False, spared="", words="zut", words_are="hide")
    assert guard.read(brand.id).seen("zut, 06 12 34 56 78", "visitor") == "⟦word⟧, 06 12 34 56 78"


def test_the_live_path_reads_the_rules_from_memory(camille, brand):
    actions.save_guard(by=camille, masks=False, spared="", words="", words_are="hide")
    assert guard.of(brand.id).masks
    guard.load()
    assert not guard.of(brand.id).masks
    guard._kept.clear()


def test_the_page_shown_live_hides_what_a_form_put_into_its_address(asked, nadia):
    actions.keep_soft(seen={}, pages={nadia.id: {"url": f"https://shop.example/x?email={CANARY}&p=2", "title": f"Compte de {CANARY}"}})
    asked.refresh_from_db()
    assert asked.page_url == "https://shop.example/x?email=hidden&p=2"
    assert asked.page_title == "Compte de ⟦email⟧"


def test_the_word_beside_the_stars_is_masked(taken, nadia):
    actions.rate(by=nadia, conversation=taken, stars=5, comment=f"Écris-moi à {CANARY}")
    taken.refresh_from_db()
    assert taken.comment == "Écris-moi à ⟦email⟧"


def test_a_mailed_transcript_holds_no_token_signs(asked):
    from causerie.design.templatetags.causerie import veiled

    assert veiled(Message.objects.get(conversation=asked).text) == "Ma carte [card number] est débitée, mon mail est [e-mail]"


def test_the_original_is_for_the_team_with_a_reason_that_is_kept(asked, camille, florian, otto):
    assert actions.read_originals(by=camille, conversation=asked, reason="Remboursement demandé") == {1: QUESTION}
    row = Reading.objects.get(conversation=asked)
    assert (row.member_id, row.kind, row.reason) == (camille.id, "originals", "Remboursement demandé")
    fact = Fact.objects.get(kind="read")
    assert fact.data["by"] == camille.id
    assert "Remboursement" not in str(fact.data)
    with pytest.raises(Refused, match="empty"):
        actions.read_originals(by=camille, conversation=asked, reason=" ")
    for stranger in (florian, otto):
        with pytest.raises(Refused, match="not_found"):
            actions.read_originals(by=stranger, conversation=asked, reason="curieux")


def test_erasing_a_conversation_erases_the_originals_and_the_reasons(asked, nadia, camille):
    actions.read_originals(by=camille, conversation=asked, reason=f"Elle est {CANARY}")
    actions.complain(by=nadia, conversation=asked, reason=f"Répondez à {CANARY}")
    actions.erase(by=nadia, conversation=asked)
    assert not Original.objects.exists()
    assert Reading.objects.get().reason == Report.objects.get().reason == ""


def test_a_word_that_the_brand_holds_makes_the_message_wait(taken, camille, nadia):
    actions.save_guard(by=camille, masks=True, spared="", words="arnaque", words_are="hold")
    rules = guard.read(taken.brand_id)
    assert rules.holds_back("c'est une ARNAQUE", "visitor")
    assert not rules.holds_back("c'est une arnaque", "ambassador")
    for _twice in range(2):
        with pytest.raises(Refused, match="held"):
            actions.hold(taken.brand_id, taken.id, "held-00001", "c'est une arnaque, 06 12 34 56 78")
    held = Held.objects.get()
    assert actions.decide_held(by=camille, held=held, let_pass=True)
    message = Message.objects.get(conversation=taken, client_id="held-00001")
    assert message.text == "c'est une arnaque, ⟦phone⟧"
    held.refresh_from_db()
    assert held.passed
    assert not held.text
    with pytest.raises(Refused, match="taken"):
        actions.decide_held(by=camille, held=held, let_pass=False)


def test_a_first_question_with_such_a_word_goes_to_the_team(camille, nadia, florian):
    actions.save_guard(by=camille, masks=True, spared="", words="arnaque", words_are="hold")
    question, _first = actions.ask(by=nadia, client_id="nadia-asks-2", text="Est-ce une arnaque ?")
    assert question.for_team
    assert question.id not in {one.id for one in queries.waiting(florian)}
    assert question.id in {one.id for one in queries.waiting(camille)}


def test_reading_along_is_said_in_the_thread_first(taken, camille, florian, otto):
    with pytest.raises(Refused, match="not_found"):
        actions.read_along(by=camille, conversation=taken)
    said(taken, florian, "Bonjour !")
    actions.read_along(by=camille, conversation=taken)
    actions.read_along(by=camille, conversation=taken)
    notice = Message.objects.get(conversation=taken, sender=camille.id)
    assert notice.text == "⟦joined⟧"
    taken.refresh_from_db()
    assert taken.last_seq == notice.seq
    assert said(taken, florian, "Oui", "said-0002").seq == notice.seq + 1
    for stranger in (florian, otto):
        with pytest.raises(Refused, match="not_found"):
            actions.read_along(by=stranger, conversation=taken)


def test_a_visitor_reports_once_a_day_for_each_conversation(taken, nadia):
    for _many in range(4):
        actions.complain(by=nadia, conversation=taken, reason="Il m'a demandé mon numéro")
    report = Report.objects.get()
    assert report.by_id is None
    assert Conversation.objects.get(id=taken.id).state == "taken", "nothing is taken down by a report alone"


def test_a_network_is_known_by_a_keyed_digest_and_blocked_for_a_while(site, camille):
    visitor, _token = actions.admit(site=site, address="203.0.113.77")
    assert "203.0" not in VisitorNetwork.objects.get().digest
    block = actions.block_network(by=camille, visitor=visitor, days=99, reason="Vingt insultes en une heure")
    assert block.until - block.at == 30 * 86_400_000
    for same in ("203.0.113.5", "::ffff:203.0.113.9"):
        with pytest.raises(Refused, match="blocked"):
            actions.admit(site=site, address=same)
    actions.admit(site=site, address="203.0.114.5")
    actions.lift_network(by=camille, block=BlockedNetwork.objects.get())
    actions.admit(site=site, address="203.0.113.5")


def test_a_blocked_visitor_loses_the_talk_and_may_come_back(taken, nadia, camille, otto):
    actions.block_visitor(by=camille, visitor=nadia)
    taken.refresh_from_db()
    nadia.refresh_from_db()
    assert taken.state == "closed"
    assert nadia.blocked_at
    assert Fact.objects.get(kind="closed").data["by"] == "team"
    actions.block_visitor(by=camille, visitor=nadia, on=False)
    nadia.refresh_from_db()
    assert not nadia.blocked_at
    with pytest.raises(Refused, match="not_found"):
        actions.block_visitor(by=otto, visitor=nadia)
