"""The feed's life: corners, feelings, names, topics, polls, suggestions, changes with traces, unread marks, paces."""

import pytest

from causerie.community import actions, queries
from causerie.community.models import Like, Notice, Post, Reading, Suggestion, Tag, Trace, Vote
from causerie.community.queries import Lens
from causerie.community.rules import DAY_MS
from causerie.journal.models import Fact
from causerie.kernel.clock import now_ms
from causerie.kernel.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("statics")]
BRAND = {"brand": "nidechange"}


@pytest.fixture
def post(florian):
    return actions.post(by=florian, text="Dix-huitième échange bouclé")


@pytest.fixture
def poll(florian):
    return actions.post(by=florian, text="Quel soir ?", choices=["Mardi", "Jeudi", "Mardi"])


@pytest.fixture
def suggestion(florian):
    return actions.post(by=florian, text="Des lettres plus grandes", corner="suggestions").suggestion


def texts(member, **lens):
    return [item.post.text for item in queries.feed_items(member, lens=Lens(**lens)).items if item.post]


def facts(kind):
    return [fact.data for fact in Fact.objects.filter(kind=kind).order_by("id")]


# corners, articles, pins


def test_a_post_stands_in_its_corner(florian, camille, bernadette):
    actions.post(by=florian, text="Bonjour", corner="hello")
    actions.post(by=florian, text="Au comptoir")
    actions.post(by=camille, title="Mardi", text="La messagerie change", early=True)
    assert texts(bernadette, corner="hello") == ["Bonjour"]
    assert texts(bernadette, corner="news") == ["La messagerie change"]
    assert [fact["corner"] for fact in facts("posted")] == ["hello", "bar", "news"]


@pytest.mark.parametrize("words", [{"corner": "news"}, {"early": True}, {"title": "Moi"}])
def test_news_are_the_managers(florian, words):
    with pytest.raises(Refused, match="not_found"):
        actions.post(by=florian, text="x", **words)


def test_an_unknown_corner_is_refused(florian):
    with pytest.raises(Refused, match="bad_value"):
        actions.post(by=florian, text="x", corner="cellar")


def test_managers_pin_and_the_last_three_stay(florian, camille, bernadette):
    made = [actions.post(by=florian, text=str(number)) for number in range(5)]
    with pytest.raises(Refused, match="not_found"):
        actions.pin(by=florian, post=made[0], on=True)
    for one in made[:4]:
        actions.pin(by=camille, post=one, on=True)
    page = queries.feed_items(bernadette)
    assert len(page.pinned) == 3
    assert {item.post.text for item in page.items} | {one.text for one in page.pinned} == set("01234")
    assert not {item.post.id for item in page.items} & {one.id for one in page.pinned}


# feelings


def test_a_feeling_is_one_row_and_the_last_kind_stands(post, bernadette):
    assert actions.like(by=bernadette, post=post, kind="bravo")
    assert not actions.like(by=bernadette, post=post, kind="moved")
    assert Like.objects.get().kind == "moved"
    assert [fact["reaction"] for fact in facts("liked")] == ["bravo"]
    shown = queries.one_post(bernadette, post.id)
    assert (shown.my_kind, shown.like_count, shown.felt) == ("moved", 1, ["sparkles"])
    with pytest.raises(Refused, match="bad_value"):
        actions.like(by=bernadette, post=post, kind="hate")


# names and topics


def test_who_is_named_is_told_once(told, florian, bernadette):
    frames = told(actions.post, by=florian, text="Merci @Bernadette, vraiment @Bernadette !")
    assert [(topic, frame["kind"], frame["by"]) for topic, frame in frames if frame["type"] == "notice"] == [
        (("member", bernadette.id), "mention", "Florian")
    ]
    made = Post.objects.get()
    actions.edit_post(by=florian, post=made, text="Merci @Bernadette encore")
    assert Notice.objects.filter(member=bernadette, kind="mention").count() == 1
    assert facts("mentioned") == [{"post": made.id, "comment": 0, "member": bernadette.id, "by": florian.id}]


def test_nobody_of_another_brand_is_named(florian, otto):
    actions.post(by=florian, text="Salut @Otto")
    assert not Notice.objects.exists()


def test_a_comment_tells_the_author_once(post, florian, bernadette):
    actions.comment(by=bernadette, post=post, text="Bravo @Florian")
    actions.comment(by=florian, post=post, text="Merci")
    actions.comment(by=bernadette, post=post, text="De rien")
    assert list(Notice.objects.order_by("id").values_list("member__name", "kind")) == [("Florian", "mention"), ("Florian", "comment")]
    assert actions.see_notices(by=florian) == 2
    assert queries.unseen_notices(florian) == 0


def test_topics_gather_posts_and_can_be_followed(florian, bernadette):
    made = actions.post(by=florian, text="#Astuce du jour")
    actions.post(by=florian, text="rien")
    tag = Tag.objects.get(name="astuce")
    actions.follow_tag(by=bernadette, tag=tag, on=True)
    actions.follow_tag(by=bernadette, tag=tag, on=True)
    assert texts(bernadette, tag="astuce") == texts(bernadette, mine=True) == ["#Astuce du jour"]
    assert texts(florian, mine=True) == []
    assert (queries.tag_view(bernadette, "astuce").follower_count, queries.popular_tags(bernadette)[0].name) == (1, "astuce")
    actions.edit_post(by=florian, post=made, text="Plus de sujet")
    assert texts(bernadette, tag="astuce") == []


def test_a_search_finds_without_accents(florian, bernadette):
    actions.post(by=florian, text="La Fête des voisins à Séville")
    actions.post(by=florian, text="Autre chose")
    assert texts(bernadette, sought="seville fete") == ["La Fête des voisins à Séville"]
    assert texts(bernadette, sought="florian chose") == ["Autre chose"]
    assert texts(bernadette, sought="100% _") == []


# polls


def test_one_vote_each_that_may_change(poll, bernadette, camille):
    mardi, jeudi = poll.poll.choices.order_by("place")
    shown = queries.one_post(bernadette, poll.id).asks
    assert not shown["shown"]
    assert actions.vote(by=bernadette, post=poll, choice=mardi.id)
    assert not actions.vote(by=bernadette, post=poll, choice=jeudi.id)
    actions.vote(by=camille, post=poll, choice=jeudi.id)
    shown = queries.one_post(bernadette, poll.id).asks
    assert [(choice.text, choice.n, choice.share, choice.mine) for choice in shown["choices"]] == [
        ("Mardi", 0, 0, False),
        ("Jeudi", 2, 100, True),
    ]
    assert Vote.objects.count() == 2
    assert [fact["member"] for fact in facts("polled")] == [bernadette.id, camille.id]


def test_a_poll_ends(poll, bernadette):
    poll.poll.ends_at = now_ms() - 1
    poll.poll.save()
    with pytest.raises(Refused, match="closed"):
        actions.vote(by=bernadette, post=poll, choice=poll.poll.choices.first().id)
    assert queries.one_post(bernadette, poll.id).asks["shown"]


def test_a_choice_of_another_poll_is_none(poll, florian, bernadette, post):
    other = actions.post(by=florian, text="Et où ?", choices=["Ici", "Là"])
    with pytest.raises(Refused, match="not_found"):
        actions.vote(by=bernadette, post=poll, choice=other.poll.choices.first().id)
    with pytest.raises(Refused, match="not_found"):
        actions.vote(by=bernadette, post=post, choice=1)


@pytest.mark.parametrize("choices", [["Une seule"], list("abcdefg")])
def test_a_poll_has_two_to_six_choices(florian, choices):
    with pytest.raises(Refused, match="bad_value"):
        actions.post(by=florian, text="?", choices=choices)
    assert not Post.objects.exists()


# suggestions


def test_the_brand_owes_an_answer(suggestion, camille, florian, told):
    assert suggestion.due_at == suggestion.post.posted_at + 7 * DAY_MS
    frames = told(actions.answer_suggestion, by=camille, suggestion=suggestion, status="study", text="On regarde", days=10)
    assert {"type": "notice", "kind": "status", "post": suggestion.post_id, "by": "Camille"} in [frame for _topic, frame in frames]
    suggestion.refresh_from_db()
    assert suggestion.due_at > now_ms() + 9 * DAY_MS
    owed = queries.one_post(florian, suggestion.post_id).owed
    assert [(step.status, step.text) for step in owed["steps"]] == [("study", "On regarde")]
    actions.answer_suggestion(by=camille, suggestion=suggestion, status="done")
    assert Suggestion.objects.get().due_at is None
    assert [fact["status"] for fact in facts("suggestion_answered")] == ["study", "done"]
    assert [one.status for one in queries.suggestions(camille, settled=True)] == ["done"]


def test_a_no_says_why_and_only_managers_say_it(suggestion, camille, florian):
    with pytest.raises(Refused, match="empty"):
        actions.answer_suggestion(by=camille, suggestion=suggestion, status="no")
    with pytest.raises(Refused, match="not_found"):
        actions.answer_suggestion(by=florian, suggestion=suggestion, status="done")
    with pytest.raises(Refused, match="bad_value"):
        actions.answer_suggestion(by=camille, suggestion=suggestion, status="new")


def test_what_is_overdue_reminds_the_managers_once(suggestion, camille):
    assert actions.remind(now=now_ms()) == 0
    late = suggestion.due_at + 1
    assert actions.remind(now=late) == 1
    assert actions.remind(now=late) == 0
    assert list(Notice.objects.values_list("member__name", "kind")) == [("Camille", "overdue")]
    actions.answer_suggestion(by=camille, suggestion=suggestion, status="seen", days=1)
    assert actions.remind(now=now_ms() + 2 * DAY_MS) == 1


# changes and traces


def test_a_change_is_marked_and_its_trace_is_the_managers(post, florian, camille, bernadette, as_member):
    with pytest.raises(Refused, match="not_found"):
        actions.edit_post(by=camille, post=post, text="Mis dans sa bouche")
    actions.edit_post(by=florian, post=post, text="Dix-neuvième")
    assert (post.text, bool(post.edited_at)) == ("Dix-neuvième", True)
    assert [trace.text for trace in queries.traces_of(camille, post.id)] == ["Dix-huitième échange bouclé"]
    assert as_member(bernadette).get(f"/community/posts/{post.id}/versions", BRAND).status_code == 404
    assert "Dix-huitième" in as_member(camille).get(f"/community/posts/{post.id}/versions", BRAND).content.decode()


def test_the_same_words_again_leave_no_trace(post, florian):
    actions.edit_post(by=florian, post=post, text=post.text)
    assert not Trace.objects.exists()


def test_what_is_removed_leaves_a_trace_for_a_time(post, florian, bernadette, camille):
    said = actions.comment(by=bernadette, post=post, text="Hors sujet")
    actions.edit_comment(by=bernadette, comment=said, text="Très hors sujet")
    actions.delete_comment(by=camille, comment=said)
    actions.delete_post(by=florian, post=post)
    assert [(trace.text, trace.by.name) for trace in queries.traces_removed(camille)] == [
        ("Dix-huitième échange bouclé", "Florian"),
        ("Très hors sujet", "Camille"),
    ]
    assert [(fact["comment"], fact["by"]) for fact in facts("feed_removed")] == [(said.id, camille.id), (0, florian.id)]
    actions.forget_old(now=now_ms() + 91 * DAY_MS)
    assert not Trace.objects.exists()


def test_removing_twice_is_told_once(post, florian):
    actions.delete_post(by=florian, post=post)
    with pytest.raises(Refused, match="not_found"):
        actions.delete_post(by=florian, post=Post(id=post.id, brand_id=post.brand_id, author_id=florian.id))
    assert len(facts("feed_removed")) == 1


# where one left off


def test_the_mark_stands_where_one_left_off(florian, bernadette):
    made = [actions.post(by=florian, text=str(number)) for number in range(4)]
    assert queries.unread(bernadette, queries.left_at(bernadette)) == 0
    actions.have_read(by=bernadette, newest=made[1].id)
    actions.have_read(by=bernadette, newest=made[0].id)
    left = queries.left_at(bernadette)
    assert (left, queries.unread(bernadette, left), queries.unread(florian, left)) == (made[1].id, 2, 0)
    assert [item.post.text for item in queries.feed_items(bernadette, left=left).items if item.left] == ["1"]
    page = queries.feed_items(bernadette, left=left, limit=2)
    assert [item.left for item in page.items] == [False, False]
    older = queries.feed_items(bernadette, left=left, before=page.before, until=page.until)
    assert [item.left for item in older.items] == [True, False]
    actions.have_read(by=bernadette, newest=10**14)
    assert Reading.objects.get(member=bernadette).last_post == made[3].id


def test_one_finds_the_place_again(florian, bernadette):
    made = [actions.post(by=florian, text=str(number)) for number in range(30)]
    page = queries.feed_items(bernadette, down_to=made[2].id)
    assert [item.post.id for item in page.items][-1] == made[2].id
    assert len(queries.feed_items(bernadette, down_to=made[29].id).items) == queries.PAGE


# doors


def test_readers_of_figures_read_nothing_here(analyst, as_member, post):
    browser = as_member(analyst)
    for path in ("", "feed/", "centre", "older", "news", f"posts/{post.id}", "notices", "names?q=F", "chat", "line"):
        assert browser.get(f"/community/{path}", BRAND).status_code == 404
    assert browser.post("/community/posts", {**BRAND, "text": "x"}).status_code == 404
    assert browser.get("/office/nidechange/moderation/feed/").status_code == 404
    for verb in (actions.post, actions.say):
        with pytest.raises(Refused, match="not_found"):
            verb(by=analyst, text="x", **({"client_id": "12345678"} if verb is actions.say else {}))


def test_another_brand_touches_nothing(otto, as_member, post, poll, suggestion, camille):
    said = actions.say(by=camille, text="Bonsoir", client_id="12345678")
    browser, brand = as_member(otto), {"brand": "autrement"}
    paths = [f"posts/{poll.id}/{path}" for path in ("vote", "pin", "flag", "edit", "answer", "like", "comments", "delete")]
    for path in [*paths, f"chat/{said.id}/flag", f"chat/{said.id}/delete"]:
        assert browser.post(f"/community/{path}", {**brand, "text": "x", "choice": "1", "on": "1", "status": "done"}).status_code == 404
    assert browser.get("/community/", {**brand, "post": post.id}).status_code == 404
    assert browser.get("/community/feed/", {**brand, "tag": "x", "q": "\0\0", "corner": "<"}).status_code == 200
    assert browser.get(f"/community/posts/{post.id}/body", brand)["HX-Reswap"] == "delete"
    assert browser.get("/office/nidechange/suggestions/").status_code == 404


def test_too_fast_is_said_kindly(as_member, post, bernadette):
    browser = as_member(bernadette)
    answers = [browser.post(f"/community/posts/{post.id}/comments", {**BRAND, "text": str(number)}) for number in range(14)]
    assert {answer.status_code for answer in answers[:12]} == {200}
    assert answers[-1].status_code == 429
    assert answers[-1].json()["retry_after"] > 0


def test_the_pages_are_drawn(as_member, florian, camille, bernadette, poll, suggestion):
    actions.answer_suggestion(by=camille, suggestion=suggestion, status="seen", text="Vu <b>")
    actions.comment(by=bernadette, post=poll, text="Jeudi, @Florian #rencontre https://example.org/x")
    page = as_member(florian).get("/community/", BRAND).content.decode()
    assert "Vu &lt;b&gt;" in page
    assert 'href="https://example.org/x" rel="noopener noreferrer nofollow ugc"' in page
    assert '<b class="feed-name">@Florian</b>' in page
    assert "Suggestions" in page
    for query in ({"tag": "rencontre"}, {"corner": "tips"}, {"q": "rien de tel"}, {"mine": "1"}, {"post": poll.id}):
        assert as_member(florian).get("/community/", {**BRAND, **query}).status_code == 200
    assert "Bernadette" in as_member(florian).get("/community/notices", BRAND).content.decode()
    names = as_member(florian).get("/community/names", {**BRAND, "q": "ber"}).json()["names"]
    assert [one["name"] for one in names] == ["Bernadette"]


def test_on_its_own_page_the_address_follows(as_member, florian, post):
    here = {"HX-Current-URL": "http://testserver/community/?brand=nidechange"}
    answer = as_member(florian).get("/community/feed/", {**BRAND, "corner": "tips"}, headers=here)
    assert answer["HX-Push-Url"] == "/community/?brand=nidechange&corner=tips"
    assert "HX-Push-Url" not in as_member(florian).get("/community/feed/", {**BRAND, "corner": "tips"})
