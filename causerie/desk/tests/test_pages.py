"""The desk's pages: who may see them, one's own page, prepared answers."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from causerie.brands.models import Topic
from causerie.conversations.models import PreparedAnswer
from causerie.kernel import files
from causerie.people.models import Person
from tests.cast import new_brand, new_member

pytestmark = pytest.mark.django_db
PAGES = ["", "me/", "prepared/", "prepared/new/"]


def _png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (900, 600), "orange").save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_asked_to_sign_in(client, brand, page):
    answer = client.get(f"/desk/{brand.slug}/{page}")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


@pytest.mark.parametrize("page", PAGES)
def test_a_brand_that_is_not_ones_own_does_not_exist(client, brand, otto, page):
    client.force_login(otto.person)
    assert client.get(f"/desk/{brand.slug}/{page}").status_code == 404
    assert client.get(f"/desk/nowhere/{page}").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_a_member_sees_their_pages(client, florian, page):
    client.force_login(florian.person)
    assert client.get(f"/desk/nidechange/{page}").status_code == 200


def test_an_ended_membership_opens_nothing(client, florian):
    florian.ended_at = florian.joined_at
    florian.save()
    client.force_login(florian.person)
    assert client.get("/desk/nidechange/").status_code == 404
    assert client.get("/desk/").status_code == 403


def test_home_leads_to_the_desk(client, florian):
    client.force_login(florian.person)
    assert client.get("/desk/")["Location"] == "/desk/nidechange/"


def test_without_a_brand_a_kind_page_says_what_to_do(client):
    client.force_login(Person.objects.create_user("nobody@example.org", "a long enough password"))
    answer = client.get("/desk/")
    assert answer.status_code == 403
    assert "nobody@example.org" in answer.content.decode()


def test_several_brands_are_one_click_apart(client, florian):
    second, _site = new_brand("cuisine", "Cuisine")
    member = new_member(second, "Flo")
    member.person = florian.person
    member.save()
    client.force_login(florian.person)
    assert 'href="/desk/cuisine/"' in client.get("/desk/nidechange/").content.decode()


def test_the_profile_is_kept_and_hidden_characters_are_not(client, florian):
    client.force_login(florian.person)
    topic = Topic.objects.get(brand=florian.brand)
    form = {
        "name": "Flo\u202e  rian",
        "story": "Deux enfants, un chien",
        "expertise": "familles",
        "languages": ["es", "fr"],
        "topics": [topic.pk],
    }
    assert client.post("/desk/nidechange/me/", form).status_code == 302
    florian.refresh_from_db()
    assert (florian.name, florian.story, florian.languages) == ("Flo rian", "Deux enfants, un chien", ["es", "fr"])
    assert list(florian.topics.all()) == [topic]


def test_a_topic_of_another_brand_is_refused(client, florian, otto):
    client.force_login(florian.person)
    theirs = Topic.objects.get(brand=otto.brand)
    answer = client.post("/desk/nidechange/me/", {"name": "Florian", "languages": ["fr"], "topics": [theirs.pk]})
    assert answer.status_code == 422
    assert not florian.topics.exists()


def test_a_name_of_hidden_characters_is_no_name(client, florian):
    client.force_login(florian.person)
    assert client.post("/desk/nidechange/me/", {"name": "\u2060\u2060"}).status_code == 422
    florian.refresh_from_db()
    assert florian.name == "Florian"


def test_a_photo_is_encoded_anew_and_replaced(client, florian):
    client.force_login(florian.person)
    form = {"name": "Florian", "photo": SimpleUploadedFile("me.png", _png())}
    assert client.post("/desk/nidechange/me/", form).status_code == 302
    florian.refresh_from_db()
    first = florian.photo
    assert Image.open(files.path_of(first)).format == "WEBP"
    assert max(Image.open(files.path_of(first)).size) <= 512
    client.post("/desk/nidechange/me/", {"name": "Florian", "remove_photo": "on"})
    florian.refresh_from_db()
    assert florian.photo == ""


def test_what_is_not_a_picture_is_told_beside_the_field(client, florian):
    client.force_login(florian.person)
    form = {"name": "Florian", "photo": SimpleUploadedFile("me.png", b"<svg onload=alert(1)>")}
    answer = client.post("/desk/nidechange/me/", form)
    assert answer.status_code == 422
    assert "Only JPEG, PNG or WebP" in answer.content.decode()


def test_a_photo_sent_with_a_name_that_is_refused_leaves_no_file(client, florian, settings, tmp_path):
    settings.FILES = tmp_path
    client.force_login(florian.person)
    form = {"name": "\u2060\u2060", "photo": SimpleUploadedFile("me.png", _png())}
    assert client.post("/desk/nidechange/me/", form).status_code == 422
    assert list(tmp_path.rglob("*.webp")) == []


def _prepared(**fields) -> PreparedAnswer:
    return PreparedAnswer.objects.create(**{"shortcut": "assurance", "text": "Un e-mail suffit.", **fields})


def test_prepared_answers_are_added_changed_and_removed(client, florian):
    client.force_login(florian.person)
    client.post("/desk/nidechange/prepared/new/", {"shortcut": "/mon assureur", "text": "Un e-mail suffit.", "language": "fr"})
    mine = PreparedAnswer.objects.get()
    assert (mine.member, mine.brand, mine.shortcut) == (florian, florian.brand, "mon-assureur")
    client.post(f"/desk/nidechange/prepared/{mine.pk}/", {"shortcut": "assureur", "text": "Un mot suffit."})
    mine.refresh_from_db()
    assert mine.text == "Un mot suffit."
    client.post(f"/desk/nidechange/prepared/{mine.pk}/delete/")
    assert not PreparedAnswer.objects.exists()


def test_an_ambassador_changes_neither_the_brands_nor_a_colleagues(client, florian, bernadette):
    client.force_login(florian.person)
    for one in (_prepared(brand=florian.brand), _prepared(brand=florian.brand, member=bernadette)):
        assert client.get(f"/desk/nidechange/prepared/{one.pk}/").status_code == 404
        assert client.post(f"/desk/nidechange/prepared/{one.pk}/", {"shortcut": "x", "text": "x"}).status_code == 404
        assert client.post(f"/desk/nidechange/prepared/{one.pk}/delete/").status_code == 404
    assert PreparedAnswer.objects.filter(text="Un e-mail suffit.").count() == 2
    client.post("/desk/nidechange/prepared/new/", {"shortcut": "mine", "text": "Mine", "for_brand": "on"})
    assert PreparedAnswer.objects.get(shortcut="mine").member == florian


def test_a_manager_writes_for_everybody_of_their_brand_only(client, camille, otto):
    client.force_login(camille.person)
    client.post("/desk/nidechange/prepared/new/", {"shortcut": "salut", "text": "Bonjour !", "for_brand": "on"})
    assert PreparedAnswer.objects.get(shortcut="salut").member is None
    theirs = _prepared(brand=otto.brand)
    assert client.post(f"/desk/nidechange/prepared/{theirs.pk}/delete/").status_code == 404
    assert PreparedAnswer.objects.filter(pk=theirs.pk).exists()


def test_people_text_is_only_text(client, florian):
    florian.story = "<script>alert(1)</script>"
    florian.save()
    _prepared(brand=florian.brand, member=florian, text="<img src=x onerror=alert(1)>")
    client.force_login(florian.person)
    for page in PAGES:
        words = client.get(f"/desk/nidechange/{page}").content.decode()
        assert "<script>alert" not in words
        assert "<img src=x" not in words


def test_the_ticket_is_for_ones_own_brand(client, florian, otto):
    assert client.post("/desk/ticket").status_code == 401
    client.force_login(florian.person)
    assert client.post("/desk/ticket", {"brand": otto.brand.slug}).status_code == 404
    assert client.post("/desk/ticket", {"brand": "nidechange"}).json()["ticket"]
