"""The studio: words in each language, hours, a preview that writes nothing, and a way back."""

import json
import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from causerie.brands.models import Site
from causerie.conversations.clockwork import window_of
from causerie.journal import audit
from causerie.journal.models import Change
from causerie.kernel.refusal import Refused
from causerie.office import actions
from causerie.office.told import lines, of_table
from causerie.people.models import Membership
from causerie.recruitment import actions as coming_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("statics")]


@pytest.fixture
def office(camille):
    client = Client()
    client.force_login(camille.person, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def values(site, **changed):
    ticked = ("words", "hours", "picture", "show_faces", "rewarded", "recruiting")
    kept = {name: getattr(site, name) for name in actions.SITE_FIELDS if name not in ticked}
    return {**kept, "colour": site.accent, "show_faces": "on", "rewarded": "on", **changed}


def saved(office, site, **changed):
    answer = office.post(f"/office/nidechange/sites/{site.id}/", values(site, **changed))
    assert answer.status_code == 302, answer.context["form"].errors
    site.refresh_from_db()
    return site


def said(site, language):
    page = Client().get(f"/w/{site.key}/?lang={language}").content.decode()
    return json.loads(re.search(r'<script id="site" type="application/json">(.*?)</script>', page)[1])


def test_words_are_said_in_the_visitor_s_language(office, site):
    saved(office, site, greeting="Bonjour !", greeting_es="¡Hola!", launcher_text="Une question ?", launcher_text_es="¿Alguna pregunta?")
    assert site.words == {"es": {"greeting": "¡Hola!", "launcher_text": "¿Alguna pregunta?"}}
    assert (said(site, "es")["greeting"], said(site, "fr")["greeting"]) == ("¡Hola!", "Bonjour !")
    assert said(site, "en")["greeting"] == "Bonjour !", "nobody wrote English: the site's own words"
    window = window_of(Site.objects.select_related("brand").get(id=site.id))
    assert (window.look.text, window.sayings["es"]["text"]) == ("Une question ?", "¿Alguna pregunta?")


def test_hours_are_kept_and_looked_at(office, site):
    saved(office, site, limited="on", from_0="09:00", until_0="18:00", from_5="20:00", until_5="02:00", time_zone="Europe/Madrid")
    assert site.hours == {"0": ["09:00", "18:00"], "5": ["20:00", "02:00"]}
    wrong = office.post(f"/office/nidechange/sites/{site.id}/", values(site, limited="on", from_0="09:00"))
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["until_0"])
    assert office.post(f"/office/nidechange/sites/{site.id}/", values(site, limited="on")).status_code == 422
    assert office.post(f"/office/nidechange/sites/{site.id}/", values(site, time_zone="Europe/Paname")).status_code == 422
    saved(office, site)
    assert site.hours == {}


def test_the_preview_is_the_real_window_and_writes_nothing(office, site):
    before = Site.objects.filter(id=site.id).values().get()
    sent = values(
        site,
        greeting="<b>Bonjour",
        launcher_text="Demandez",
        colour="#ffd200",
        reward_label="points",
        preview_language="fr",
        min_online="0",
    )
    shown = office.post(f"/office/nidechange/sites/{site.id}/preview/", sent).json()
    assert (shown["site"]["greeting"], shown["site"]["reward"], shown["look"]["text"]) == ("<b>Bonjour", "points", "Demandez")
    assert list(shown["faults"]) == ["min_online"], "what is wrong does not stop the rest"
    assert shown["reading"]["adjusted"] is False
    assert shown["reading"]["ratio"] >= 4.5
    assert office.post(f"/office/nidechange/sites/{site.id}/preview/", {**sent, "colour": "#ff7900"}).json()["css"] != shown["css"]
    page = office.get(f"/office/nidechange/sites/{site.id}/window/")
    assert "frame-ancestors 'self';" in page["Content-Security-Policy"]
    assert f'"key": "preview-{site.key}"' in page.content.decode()
    assert Site.objects.filter(id=site.id).values().get() == before
    assert not Change.objects.exists()


def test_each_change_is_noted_and_undone_once(office, site, camille):
    saved(office, site, greeting="Bonjour !", min_online=2)
    saved(office, site, greeting="Bonjour !", min_online=2)
    change = Change.objects.get()
    assert change.changes == {"greeting": ["", "Bonjour !"], "min_online": [1, 2]}
    assert change.by == camille
    page = office.get(f"/office/nidechange/sites/{site.id}/history/").content.decode()
    assert "Bonjour !" in page
    undo = f"/office/nidechange/sites/{site.id}/history/{change.id}/undo/"
    office.post(undo)
    site.refresh_from_db()
    assert (site.greeting, site.min_online) == ("", 1)
    assert "changed again since" in office.post(undo, follow=True).content.decode().replace("&#x27;", "'")
    back = Change.objects.latest("id")
    assert (back.undoes, [line.can_undo for line in lines(audit.changes(site.brand_id))]) == (change, [True, False])
    actions.undo(by=camille, change=back)
    site.refresh_from_db()
    assert site.min_online == 2


def test_what_was_changed_since_is_not_overwritten(office, site, camille):
    saved(office, site, greeting="Un")
    first = Change.objects.get()
    saved(office, site, greeting="Deux")
    with pytest.raises(Refused, match="conflict"):
        actions.undo(by=camille, change=first)
    site.refresh_from_db()
    assert site.greeting == "Deux"


def test_another_brand_s_change_does_not_exist(office, site, otto):
    otto.role = Membership.Role.OWNER
    otto.save()
    saved(office, site, greeting="Bonjour, voisin !")
    change = Change.objects.get()
    theirs = Client()
    theirs.force_login(otto.person, "allauth.account.auth_backends.AuthenticationBackend")
    own = Site.objects.get(brand=otto.brand)
    assert theirs.post(f"/office/autrement/sites/{own.id}/history/{change.id}/undo/").status_code == 404
    assert "voisin" not in theirs.get("/office/autrement/log/").content.decode()
    with pytest.raises(Refused, match="not_found"):
        actions.undo(by=otto, change=change)


def test_a_picture_of_the_brand_stands_on_the_button(office, site):
    drawn = BytesIO()
    Image.new("RGB", (80, 40), "#2f6b58").save(drawn, "PNG")
    sent = values(site, picture_file=SimpleUploadedFile("logo.png", drawn.getvalue(), "image/png"))
    assert office.post(f"/office/nidechange/sites/{site.id}/", sent).status_code == 302
    site.refresh_from_db()
    address = window_of(site).picture
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Type"], answer["Cross-Origin-Resource-Policy"]) == (200, "image/webp", "cross-origin")
    wrong = office.post(
        f"/office/nidechange/sites/{site.id}/", values(site, picture_file=SimpleUploadedFile("x.png", b"<svg/>", "image/png"))
    )
    assert wrong.status_code == 422
    saved(office, site, no_picture="on")
    assert Client().get(address).status_code == 404


def test_the_reward_label_cannot_hide_that_there_is_one(office, site):
    saved(office, site, reward_label="récompensés par Nidéchange")
    assert (said(site, "fr")["rewarded"], said(site, "fr")["reward"]) == (True, "récompensés par Nidéchange")


def test_the_log_is_filtered_and_exported_harmlessly(office, brand, site, camille):
    office.post("/office/nidechange/topics/", {"name": "=HYPERLINK(1)", "keywords": ""})
    office.post("/office/nidechange/topics/", {"name": "Chiens", "keywords": "chien"})
    saved(office, site, greeting="=1+1")
    english = {"accept-language": "en"}
    page = office.get("/office/nidechange/log/?kind=topic_added", headers=english).content.decode()
    assert "Chiens" in page
    assert "=1+1" not in page
    assert "Chiens" in office.get(f"/office/nidechange/log/?by={camille.id}").content.decode()
    assert "Chiens" not in office.get("/office/nidechange/log/?by=999999").content.decode()
    text = office.get("/office/nidechange/log/export.csv", headers=english).content.decode()
    assert "'=HYPERLINK(1)" in text
    assert "'=1+1" in text
    assert "Camille" in text


def test_the_log_tells_words_and_hours_as_people_write_them_and_puts_them_back(office, brand, site, camille):
    said_before = {"en": {"greeting": "Hello!", "about": "Members answer."}}
    actions.save_site(by=camille, site=site, values={"words": said_before})
    after = {"en": {"greeting": "Hi there!", "about": "Members answer."}, "es": {"greeting": "¡Hola!"}}
    change = actions.save_site(by=camille, site=site, values={"words": after, "hours": {"0": ["09:00", "18:00"]}})
    assert of_table(change) == [
        ("Greeting · English", "Hello!", "Hi there!"),
        ("Greeting · Español", "", "¡Hola!"),
        ("Opening hours · Monday", "", "09:00–18:00"),
    ]
    actions.save_brand(by=camille, values={"words": {"fr": ["Hôte", "Hôtes"]}})
    assert of_table(Change.objects.latest("id")) == [("How you call your ambassadors · Français", "", "Hôte, Hôtes")]
    page = office.get("/office/nidechange/log/", headers={"accept-language": "en"}).content.decode()
    assert "{&quot;" not in page
    undo = f"/office/nidechange/sites/{site.id}/history/{change.id}/undo/"
    assert undo in page
    assert office.post(undo, {"from": "log"}).url == "/office/nidechange/log/"
    site.refresh_from_db()
    assert (site.words, site.hours) == (said_before, {})


def test_the_invitation_after_a_good_talk_needs_the_page_it_leads_to(office, site, camille):
    refused = office.post(f"/office/nidechange/sites/{site.id}/", values(site, recruiting="on"))
    assert refused.status_code == 422
    assert "recruiting" in refused.context["form"].errors
    coming_in.save_page(by=camille, site=site, values={"open": True})
    saved(office, site, recruiting="on")
    assert site.join_url == f"/join/{site.key}/?from=window"
    settings = office.get("/office/nidechange/recruitment/settings/").content.decode()
    assert f"/office/nidechange/sites/{site.id}/#id_recruiting" in settings
    assert Change.objects.filter(kind="site_set").latest("id").changes == {"recruiting": [False, True]}


def test_every_verb_of_the_office_leaves_its_line(office, site, brand, florian):
    site_page = f"/office/nidechange/sites/{site.id}/"
    office.post("/office/nidechange/sites/", {"name": "España", "language": "es", "url": "https://es.example.org"})
    saved(office, site, greeting="Bonjour")
    office.post(f"{site_page}secret/")
    office.post(f"{site_page}greetings/", {"page_pattern": "/basket*", "seconds": 5, "text": "Une hésitation ?"})
    office.post(f"{site_page}greetings/{site.greetings.get().id}/remove/")
    office.post("/office/nidechange/topics/", {"name": "Chiens"})
    topic = brand.topics.get(name="Chiens")
    office.post(f"/office/nidechange/topics/{topic.id}/", {"name": "Animaux"})
    office.post(f"/office/nidechange/topics/{topic.id}/remove/")
    office.post("/office/nidechange/answers/", {"shortcut": "assurance", "text": "Votre assurance suit.", "language": "fr"})
    answer = Change.objects.get(kind="answer_added").subject.partition(":")[2]
    office.post(f"/office/nidechange/answers/{answer}/", {"shortcut": "assurance", "text": "Elle suit.", "language": "fr"})
    office.post(f"/office/nidechange/answers/{answer}/remove/")
    office.post("/office/nidechange/brand/", {"name": "Nidéchange", "colour": "#224466", "capacity_cap": 3})
    office.post("/office/nidechange/people/invite/", {"email": "n@example.org", "name": "Nadia", "languages": ["fr"], "role": "ambassador"})
    office.post(f"/office/nidechange/people/{florian.id}/end/")
    office.post("/office/nidechange/begin/mail/")
    kinds = set(Change.objects.values_list("kind", flat=True))
    assert set(audit.WORDS) - kinds <= {"brand_founded", "role_set"} | {kind for kind in audit.WORDS if kind not in OURS}
    assert site.identify_secret not in str(list(Change.objects.values_list("changes", flat=True)))


OURS = {
    "site_added", "site_set", "secret_shown", "greeting_added", "greeting_removed", "topic_added", "topic_set", "topic_removed",
    "answer_added", "answer_set", "answer_removed", "brand_set", "member_invited", "member_ended", "mail_tried",
}  # fmt: skip
