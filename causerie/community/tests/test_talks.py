"""The room's chat, the private lines, and what is reported: who reads, who writes, who decides."""

import pytest

from causerie.community import actions, queries
from causerie.community.access import said_for
from causerie.community.models import Comment, Flag, Line, LineWord, Post, Said, Trace
from causerie.community.rules import DAY_MS
from causerie.journal.models import Fact
from causerie.kernel.clock import now_ms
from causerie.kernel.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("statics")]
BRAND = {"brand": "nidechange"}


@pytest.fixture
def line(florian):
    """Writes on Florian's line."""

    def write(by, text, client_id):
        return actions.write_line(by=by, member=florian, text=text, client_id=client_id)

    return write


# the chat


def test_a_message_reaches_everybody_once(told, florian):
    for _ in range(2):
        frames = told(actions.say, by=florian, text="Qui est là ?", client_id="12345678")
        assert len(frames) <= 1
    said = Said.objects.get()
    assert [fact.data for fact in Fact.objects.all()] == [{"member": florian.id, "chat": said.id}]
    with pytest.raises(Refused, match="conflict"):
        actions.say(by=florian, text="Autre chose", client_id="12345678")


def test_the_frame_is_all_that_open_pages_need(told, florian):
    [(topic, frame)] = told(actions.say, by=florian, text="<b>Bonsoir</b>", client_id="12345678")
    assert topic == ("brand", florian.brand_id)
    assert (frame["type"], frame["text"], frame["by"]["name"]) == ("chat", "<b>Bonsoir</b>", "Florian")


@pytest.mark.parametrize("client_id", ["", "court", "x" * 65, "espace et é", "nul\0nul\0"])
def test_a_message_has_a_name_of_its_own(florian, client_id):
    with pytest.raises(Refused, match="bad_value"):
        actions.say(by=florian, text="x", client_id=client_id)


def test_the_chat_is_kept_for_a_month(florian):
    old = actions.say(by=florian, text="Ancien", client_id="12345678")
    Said.objects.filter(id=old.id).update(at=now_ms() - 31 * DAY_MS)
    actions.say(by=florian, text="Récent", client_id="87654321")
    assert actions.forget_old(now=now_ms()) == 1
    assert [said.text for said in queries.chat_before(florian)] == ["Récent"]


def test_authors_and_managers_remove_what_was_said(told, florian, bernadette, camille):
    mine = actions.say(by=florian, text="Oups", client_id="12345678")
    other = actions.say(by=florian, text="Hors sujet", client_id="87654321")
    with pytest.raises(Refused, match="not_found"):
        actions.unsay(by=bernadette, said=mine)
    actions.unsay(by=florian, said=mine)
    assert told(actions.unsay, by=camille, said=other)[0][1] == {"type": "chat_gone", "id": other.id}
    assert [trace.text for trace in Trace.objects.all()] == ["Hors sujet"]


def test_the_chat_over_http(as_member, florian, bernadette, otto):
    browser = as_member(florian)
    said = browser.post("/community/chat", {**BRAND, "text": "Bonsoir", "client_id": "12345678"}).json()
    assert as_member(bernadette).get("/community/chat", BRAND).json()["messages"] == [said]
    assert browser.get("/community/chat", {**BRAND, "before": said["id"]}).json() == {"messages": []}
    assert as_member(otto).get("/community/chat", {"brand": "autrement"}).json() == {"messages": []}
    assert browser.get("/community/chat/pane", BRAND).status_code == 200
    answers = [browser.post("/community/chat", {**BRAND, "text": "x", "client_id": f"aaaaaaa{number}"}).status_code for number in range(12)]
    assert answers[-1] == 429


# the private line


def test_each_side_may_begin_and_only_they_hear(told, florian, camille, line):
    frames = told(line, by=camille, text="Bienvenue !", client_id="12345678")
    assert {topic for topic, _frame in frames} == {("member", florian.id), ("member", camille.id)}
    line(by=florian, text="Merci", client_id="12345678")
    assert [(word.sender.name, word.text) for word in queries.words_before(florian)] == [("Camille", "Bienvenue !"), ("Florian", "Merci")]
    assert not Fact.objects.exists()


def test_never_between_ambassadors_nor_between_managers(florian, bernadette, camille, otto, analyst, line):
    for by in (bernadette, otto, analyst):
        with pytest.raises(Refused, match="not_found"):
            line(by=by, text="Psst", client_id="12345678")
    with pytest.raises(Refused, match="not_found"):
        actions.write_line(by=camille, member=camille, text="Moi", client_id="12345678")
    assert not Line.objects.exists()


def test_what_was_not_seen_is_counted_on_each_side(florian, camille, line):
    first = line(by=camille, text="Un", client_id="aaaaaaaa")
    line(by=camille, text="Deux", client_id="bbbbbbbb")
    assert (queries.unread_line(florian), queries.unread_lines(camille)) == (2, 0)
    actions.read_line(by=florian, member=florian, upto=first.id)
    assert queries.unread_line(florian) == 1
    last = line(by=florian, text="Trois", client_id="cccccccc")
    assert (queries.unread_line(florian), queries.unread_lines(camille)) == (0, 1)
    actions.read_line(by=camille, member=florian, upto=last.id + 50)
    assert queries.unread_lines(camille) == 1
    actions.read_line(by=camille, member=florian, upto=last.id)
    assert queries.unread_lines(camille) == 0


def test_the_line_over_http(as_member, florian, camille, bernadette):
    word = as_member(florian).post("/community/line", {**BRAND, "text": "Bonjour", "client_id": "12345678"}).json()
    manager = as_member(camille)
    assert manager.get("/community/line", {**BRAND, "member": florian.id}).json()["messages"] == [word]
    assert manager.post("/community/line/seen", {**BRAND, "member": florian.id, "upto": word["id"]}).status_code == 204
    assert as_member(florian).get("/community/line", BRAND).json()["seen"] == word["id"]
    assert as_member(bernadette).get("/community/line", {**BRAND, "member": florian.id}).status_code == 404
    assert (
        as_member(bernadette).post("/community/line", {**BRAND, "member": florian.id, "text": "x", "client_id": "1" * 8}).status_code == 404
    )
    assert manager.get("/community/line", BRAND).status_code == 404
    assert LineWord.objects.count() == 1


def test_the_lines_pages(as_member, florian, camille, bernadette, line):
    line(by=florian, text="Une question", client_id="12345678")
    office = as_member(camille)
    assert "Une question" in office.get("/office/nidechange/messages/").content.decode()
    assert "Bernadette" in office.get("/office/nidechange/messages/", {"q": "bern"}).content.decode()
    assert f'data-whose="{florian.id}"' in office.get(f"/office/nidechange/messages/{florian.id}/").content.decode()
    assert office.get(f"/office/nidechange/messages/{camille.id}/").status_code == 404
    assert as_member(florian).get("/office/nidechange/messages/").status_code == 404
    for member in (florian, camille):
        assert as_member(member).get("/community/nidechange/line/").status_code == 200
        assert as_member(member).get("/community/line/pane", BRAND).status_code == 200


# reports


def test_a_report_waits_for_a_manager_and_is_one_for_each_member(told, florian, bernadette, camille):
    made = actions.post(by=florian, text="Une blague douteuse")
    frames = told(actions.flag, by=bernadette, what=made, reason="Blessant")
    assert frames == [(("member", camille.id), {"type": "moderation"})]
    assert not actions.flag(by=bernadette, what=made)
    actions.flag(by=camille, what=made)
    [report] = queries.open_reports(camille)
    assert (report.kind, [flag.by.name for flag in report.flags]) == ("post", ["Bernadette", "Camille"])
    assert actions.settle(by=camille, what=made) == 2
    assert queries.open_reports(camille) == []


def test_nobody_reports_themselves_or_settles_for_the_team(florian, bernadette):
    made = actions.post(by=florian, text="Moi")
    with pytest.raises(Refused, match="not_found"):
        actions.flag(by=florian, what=made)
    with pytest.raises(Refused, match="not_found"):
        actions.settle(by=bernadette, what=made)


def test_the_queue_of_moderation(as_member, florian, bernadette, camille):
    post = actions.post(by=florian, text="<script>alert(1)</script>")
    comment = actions.comment(by=florian, post=post, text="Encore")
    said = actions.say(by=florian, text="Et ici", client_id="12345678")
    for path in (f"posts/{post.id}", f"comments/{comment.id}", f"chat/{said.id}"):
        assert as_member(bernadette).post(f"/community/{path}/flag", {**BRAND, "reason": "Trop"}).status_code == 204
    office = as_member(camille)
    page = office.get("/office/nidechange/moderation/feed/").content.decode()
    assert "&lt;script&gt;" in page
    decide = "/office/nidechange/moderation/feed"
    assert as_member(bernadette).post(f"{decide}/post/{post.id}/", {"decision": "remove"}).status_code == 404
    assert office.post(f"{decide}/lives/{post.id}/").status_code == 404
    assert office.post(f"{decide}/said/{said.id}/", {"decision": "remove"}).status_code == 302
    assert office.post(f"{decide}/comment/{comment.id}/", {"decision": "remove"}).status_code == 302
    assert office.post(f"{decide}/post/{post.id}/", {"decision": "keep"}).status_code == 302
    assert (Said.objects.count(), Comment.objects.count(), Post.objects.count()) == (0, 0, 1)
    assert not Flag.objects.filter(settled_at=None).exists()
    assert "Encore" in office.get("/office/nidechange/moderation/feed/").content.decode()


def test_the_suggestions_pages(as_member, florian, camille):
    made = actions.post(by=florian, text="Un bouton", corner="suggestions")
    office, address = as_member(camille), f"/office/nidechange/suggestions/{made.id}/"
    assert "Un bouton" in office.get("/office/nidechange/suggestions/").content.decode()
    assert office.get(address).status_code == 200
    assert office.post(address, {"status": "no", "text": "", "days": "30"}).status_code == 422
    assert office.post(address, {"status": "study", "text": "On regarde", "days": "30"}).status_code == 302
    assert "On regarde" in office.get(address).content.decode()
    assert as_member(florian).get(address).status_code == 404
    plain = actions.post(by=florian, text="Rien")
    assert office.get(f"/office/nidechange/suggestions/{plain.id}/").status_code == 404


def test_a_message_of_another_brand_does_not_exist(otto, florian):
    said = actions.say(by=florian, text="x", client_id="12345678")
    with pytest.raises(Refused, match="not_found"):
        said_for(otto, said.id)
