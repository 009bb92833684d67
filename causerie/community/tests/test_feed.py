"""The feed: what each may do, what travels, and that it stays cheap."""

import io

import pytest
from django.test import Client
from PIL import Image

from causerie.community import actions, queries
from causerie.community.models import Comment, Like, Post
from causerie.journal.models import Fact
from causerie.kernel import files
from causerie.kernel.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("statics")]


@pytest.fixture
def post(florian):
    return actions.post(by=florian, text="Dix-huitième échange bouclé")


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(out, "PNG")
    return out.getvalue()


def kinds():
    return list(Fact.objects.order_by("id").values_list("kind", flat=True))


def thank(florian, conversation=1, stars=0):
    """As the room of conversations tells it."""
    from causerie.journal.actions import now_ms

    data = {"conversation": conversation, "member": florian.id}
    Fact.objects.create(brand_id=florian.brand_id, at=now_ms(), kind="thanked", data=data)
    if stars:
        Fact.objects.create(brand_id=florian.brand_id, at=now_ms(), kind="rated", data={**data, "stars": stars})


def test_a_post_is_told_to_the_brand_and_journalled(told, florian):
    frames = told(actions.post, by=florian, text="Bonjour à tous")
    made = Post.objects.get()
    assert frames == [(("brand", florian.brand_id), {"type": "feed", "post": made.id})]
    assert Fact.objects.get().data == {"post": made.id, "member": florian.id, "article": False, "corner": "bar", "poll": False}


def test_articles_are_the_managers(camille, florian):
    assert actions.post(by=camille, title="La messagerie change", text="Mardi").title
    with pytest.raises(Refused, match="not_found"):
        actions.post(by=florian, title="Je décide", text="Non")


def test_empty_words_are_refused_and_leave_no_picture(florian, settings):
    with pytest.raises(Refused, match="empty"):
        actions.post(by=florian, text="  ", picture=photo())
    assert not list(settings.FILES.rglob("*.webp"))


def test_liking_twice_counts_once(post, bernadette):
    assert actions.like(by=bernadette, post=post)
    assert not actions.like(by=bernadette, post=post)
    assert Like.objects.count() == 1
    assert kinds() == ["posted", "liked"]
    assert actions.unlike(by=bernadette, post=post)
    assert not actions.unlike(by=bernadette, post=post)


def test_authors_and_managers_remove(post, florian, bernadette, camille):
    said = actions.comment(by=bernadette, post=post, text="Bravo !")
    with pytest.raises(Refused):
        actions.delete_post(by=bernadette, post=post)
    with pytest.raises(Refused):
        actions.delete_comment(by=florian, comment=said)
    actions.delete_comment(by=camille, comment=said)
    actions.delete_post(by=florian, post=post)
    assert not Post.objects.exists()
    with pytest.raises(Refused, match="not_found"):
        actions.comment(by=bernadette, post=post, text="Trop tard")


def test_a_removed_post_takes_its_picture_along(florian, told):
    made = actions.post(by=florian, text="Liège", picture=photo())
    assert (made.picture_width, made.picture_height) == (30, 20)
    assert files.path_of(made.picture).exists()
    told(actions.delete_post, by=florian, post=made)
    assert not files.path_of(made.picture).exists()


def test_another_brand_sees_and_does_nothing(as_member, post, otto, florian):
    for verb in (actions.like, actions.delete_post):
        with pytest.raises(Refused):
            verb(by=otto, post=post)
    with pytest.raises(Refused):
        actions.comment(by=otto, post=post, text="Moi aussi")
    assert not queries.feed_items(otto).items
    assert queries.one_post(otto, post.id) is None
    browser = as_member(otto)
    assert browser.get("/community/feed/?brand=nidechange").status_code == 404
    for path in ("comments", "like", "delete"):
        assert browser.post(f"/community/posts/{post.id}/{path}", {"brand": "autrement", "text": "x", "on": "1"}).status_code == 404
    assert not Comment.objects.exists()
    assert not Like.objects.exists()


def test_pictures_are_for_members_of_the_brand(as_member, florian, bernadette, otto):
    made = actions.post(by=florian, text="Liège", picture=photo())
    address = f"/community/pictures/{made.picture}"
    answer = as_member(bernadette).get(f"{address}?brand=nidechange")
    assert answer["Content-Type"] == "image/webp"
    assert as_member(otto).get(f"{address}?brand=autrement").status_code == 404
    assert as_member(otto).get(f"{address}?brand=nidechange").status_code == 404
    assert Client(headers={"HX-Request": "true"}).get(f"{address}?brand=nidechange").status_code == 401
    assert Client().get(f"/faces/{made.picture}").status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_the_same_queries_for_one_post_or_thirty(count, florian, bernadette, django_assert_num_queries):
    for number in range(count):
        made = actions.post(by=florian, text=f"Publication {number}")
        for word in ("un", "deux", "trois", "quatre"):
            actions.comment(by=bernadette, post=made, text=word)
        thank(florian, number)
    with django_assert_num_queries(7):
        queries.feed_items(bernadette, limit=30)


def test_counts_comments_and_likes_apart(post, florian, bernadette, camille):
    for member in (florian, bernadette, camille):
        actions.like(by=member, post=post)
        for word in ("a", "b"):
            actions.comment(by=member, post=post, text=word)
    shown = queries.one_post(bernadette, post.id)
    assert (shown.like_count, shown.comment_count, shown.my_kind, shown.earlier) == (3, 6, "like", 3)
    assert [comment.text for comment in shown.latest] == ["b", "a", "b"]
    assert queries.one_post(bernadette, post.id, all_comments=True).earlier == 0


def test_pages_follow_each_other_without_gap_or_double(florian, monkeypatch):
    clock = iter(range(1000, 9000))
    monkeypatch.setattr("causerie.community.actions.posts.now_ms", lambda: next(clock))
    monkeypatch.setattr("causerie.journal.actions.now_ms", lambda: next(clock))
    for number in range(7):
        actions.post(by=florian, text=f"{number}")
        thank(florian, number, stars=5)
    seen, before, until = [], 0, 0
    for _ in range(9):
        page = queries.feed_items(florian, before=before, until=until, limit=2)
        seen += [item.post.text if item.post else f"thanks {item.thanks.stars}" for item in page.items]
        before, until = page.before, page.until
        if not before:
            break
    assert [text for text in seen if text.isdigit()] == list("6543210")
    assert seen.count("thanks 5") == 7


def test_news_are_what_came_since(florian, post):
    assert queries.news(florian, after=post.id, since=post.posted_at) == []
    thank(florian)
    newer = actions.post(by=florian, text="Encore")
    found = queries.news(florian, after=post.id, since=post.posted_at - 1)
    assert {item.post.id for item in found if item.post} == {newer.id}
    assert [item.thanks.member.name for item in found if item.thanks] == ["Florian"]


def test_the_fragments(as_member, florian, bernadette, post):
    browser, brand = as_member(bernadette), {"brand": "nidechange"}
    assert "Dix-huitième échange" in browser.get("/community/feed/", brand).content.decode()
    talk = browser.post(f"/community/posts/{post.id}/comments", {**brand, "text": "<b>Bravo</b>"}).content.decode()
    assert "&lt;b&gt;Bravo" in talk
    assert 'aria-pressed="true"' in browser.post(f"/community/posts/{post.id}/like", {**brand, "on": "1"}).content.decode()
    sent = browser.post("/community/posts", {**brand, "text": "Photo", "picture": io.BytesIO(photo())})
    assert "causerie:posted" in sent["HX-Trigger"]
    news = browser.get("/community/news", {**brand, "after": post.id, "since": 0}).content.decode()
    assert "/community/pictures/" in news
    assert browser.post(f"/community/posts/{post.id}/delete", brand).status_code == 404
    gone = as_member(florian).post(f"/community/posts/{post.id}/delete", brand)
    assert (gone["HX-Reswap"], gone["HX-Retarget"]) == ("delete", f"#post-{post.id}")
    assert browser.get(f"/community/posts/{post.id}", brand)["HX-Reswap"] == "delete"


def test_refusals_are_said_in_words(as_member, florian, post):
    browser = as_member(florian)
    answer = browser.post("/community/posts", {"brand": "nidechange", "text": "x", "picture": io.BytesIO(b"not a picture")})
    assert answer.status_code == 415
    assert answer.json()["message"]
    assert browser.get("/community/older?brand=nidechange&before=²&until=-1").status_code == 200


def test_who_left_reads_no_more(client, florian, post):
    from django.utils import timezone

    client.force_login(florian.person, "allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/community/?brand=nidechange").status_code == 200
    florian.ended_at = timezone.now()
    florian.save()
    assert client.get("/community/?brand=nidechange").status_code == 404


def test_strangers_are_sent_to_sign_in(client, post):
    assert client.get("/community/?brand=nidechange").status_code == 302
