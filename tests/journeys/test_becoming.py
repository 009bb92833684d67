"""From a visitor who was well answered to a member who answers, is thanked, and is given something for it: five people's browsers."""

import re
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.mails import link_in, wait_for_mail
from tests.journeys.people import looked_at, signs_in
from tests.journeys.shop import Visitor, shop
from tests.serving import serving

PHONE = {"locale": "fr-FR", "viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESKTOP = {"locale": "fr-FR", "viewport": {"width": 1440, "height": 900}}
NADIA = "nadia@lille.example"


@pytest.fixture
def house(tmp_path, new_house):
    """Nidéchange, set up by Camille for people to come in; its mails are printed."""
    folder = tmp_path / "server"
    with shop() as a_shop, serving(folder, database=new_house(folder, "becoming"), MAIL_URL="console:") as server:
        look = {"allowed_origins": a_shop.url, "url": a_shop.url, "offline": "hidden", "name": "Nidéchange France"}
        seeded = server.seed("Camille", "Florian", site=look, roles={"Camille": "manager"}, programme=True)
        a_shop.paste(server.url, seeded["site_key"])
        people = {person["name"]: person for person in seeded["people"]}
        yield SimpleNamespace(server=server, shop=a_shop, people=people, site_key=seeded["site_key"])


@pytest.mark.timeout(300)
def test_a_visitor_who_was_well_answered_becomes_a_member_who_is_thanked_and_rewarded(browser, house):
    faults: list[str] = []
    camille, florian = _page(browser, DESKTOP, faults), _page(browser, DESKTOP, faults)
    signs_in(camille, house.server.url, house.people["Camille"], "/office/nidechange/")
    _opens_the_door(camille, house)
    signs_in(florian, house.server.url, house.people["Florian"], "/desk/nidechange/")
    nadia = _page(browser, PHONE, faults)
    joining = _is_well_answered(nadia, florian, house)
    _applies(joining)
    _takes_the_quiz(joining, house)
    _is_accepted(camille)
    _lives_her_first_hour(joining, house)
    _answers_and_is_thanked(browser, joining, house, faults)
    _spends_her_points(joining, camille)
    _the_figures_agree(joining, camille, house)
    assert faults == []


def _page(browser: Browser, device: dict, faults: list[str]) -> Page:
    page = browser.new_context(**device).new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    return page


def _opens_the_door(camille: Page, house: SimpleNamespace) -> None:
    """The page where people ask to join, and the line in the window that leads to it."""
    camille.goto(f"{house.server.url}/office/nidechange/recruitment/settings/")
    camille.get_by_role("link", name="Ouvrir une page").click()
    expect(camille.locator("[name=open]")).to_be_checked()
    looked_at(camille, "01-camille-page")
    camille.get_by_role("button", name="Enregistrer").click()
    camille.get_by_role("link", name="Pages, charte, quiz").first.click()
    camille.locator("a[href$='#id_recruiting']").click()
    camille.locator("#id_recruiting").check()
    looked_at(camille, "01-studio")
    camille.get_by_role("button", name="Enregistrer").first.click()
    expect(camille.locator("main")).to_contain_text("Camille a modifié cette fenêtre")


def _is_well_answered(nadia: Page, florian: Page, house: SimpleNamespace) -> Page:
    """A talk, a thank-you, and the page to which the window then leads."""
    visitor = Visitor(nadia)
    nadia.goto(f"{house.shop.url}/maison/lille")
    visitor.wait_for_launcher(shown=True, seconds=15)
    looked_at(nadia, "02-shop-window")
    window = visitor.open()
    _asks(window, "L’assurance couvre-t-elle un dégât des eaux ?")
    _answers(florian, "Oui, comme pour la famille.")
    expect(window.locator("c-thread")).to_contain_text("comme pour la famille")
    looked_at(nadia, "03-talk-window")
    window.get_by_role("button", name="Menu").click()
    window.get_by_text("Terminer la conversation").click()
    window.get_by_role("button", name="Merci, Florian").click()
    window.get_by_role("radio", name="5").check(force=True)
    line = window.get_by_role("link", name="Rejoindre les membres")
    expect(line).to_be_visible()
    line.scroll_into_view_if_needed()
    looked_at(nadia, "04-thanks-window")
    looked_at(florian, "05-florian-desk")
    with nadia.context.expect_page() as opened:
        line.click()
    return opened.value


def _asks(window: object, text: str) -> None:
    window.locator("textarea").first.fill(text)  # type: ignore[attr-defined]
    window.locator("textarea").first.press("Enter")  # type: ignore[attr-defined]


def _answers(member: Page, text: str) -> None:
    member.get_by_role("button", name="Je réponds").click(timeout=15_000)
    member.locator("#answer").fill(text)
    looked_at(member, "member-answering-desk")
    member.get_by_role("button", name="Envoyer", exact=True).click()
    expect(member.locator("c-thread")).to_contain_text(text)


def _applies(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    looked_at(page, "06-join")
    page.get_by_role("link", name="J’aimerais aider").click()
    page.get_by_label("Votre prénom ou pseudonyme").fill("Nadia")
    page.get_by_label("E-mail").fill(NADIA)
    page.get_by_role("checkbox", name="assurance").check()
    page.get_by_label("Pourquoi aimeriez-vous aider ?").fill("Florian m’a rassurée en deux minutes. J’aimerais rendre la pareille.")
    page.get_by_role("checkbox", name="Le soir").check()
    page.get_by_role("checkbox", name="J’ai au moins 18 ans").check()
    looked_at(page, "07-join-filled")
    page.get_by_role("button", name="Envoyer ma candidature").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Regardez votre boîte mail")
    looked_at(page, "08-join-thanks")


def _takes_the_quiz(page: Page, house: SimpleNamespace) -> None:
    _to, text = wait_for_mail(page, house.server, NADIA, 1)
    page.goto(link_in(text))
    looked_at(page, "09-quiz-door")
    page.get_by_role("button", name="Commencer").click()
    for right in ("Les deux foyers", "On en convient ensemble"):
        page.get_by_role("radio", name=right).check()
    looked_at(page, "10-quiz")
    page.get_by_role("button", name="Envoyer mes réponses").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tout est fait")
    looked_at(page, "11-quiz-done")


def _is_accepted(camille: Page) -> None:
    camille.goto(camille.url.split("/office/")[0] + "/office/nidechange/")
    looked_at(camille, "12-camille-today")
    camille.get_by_role("link", name="Lire et répondre").click()
    card = camille.locator("article", has_text="Nadia")
    expect(card).to_contain_text("2/2")
    expect(card).to_contain_text("fenêtre")
    card.get_by_role("checkbox").check()
    looked_at(camille, "13-board")
    camille.get_by_role("button", name="Accepter").click()
    expect(camille.locator("body")).to_contain_text("1 personne")
    looked_at(camille, "14-board-after")


def _lives_her_first_hour(page: Page, house: SimpleNamespace) -> None:
    _to, text = wait_for_mail(page, house.server, NADIA, 2)
    page.goto(link_in(text))
    looked_at(page, "15-invitation")
    page.get_by_role("button", name="Entrer").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nadia")
    looked_at(page, "16-welcome")
    page.get_by_role("link", name="Modifier ma page").click()
    page.get_by_label("Présentation en une phrase").fill("Deux échanges, un chat, une baignoire capricieuse")
    looked_at(page, "17-profile")
    page.get_by_role("button", name="Enregistrer").click()
    _back_to_the_hour(page, "3")
    looked_at(page, "18-after-profile")
    page.get_by_role("button", name="J’accepte").click()
    _back_to_the_hour(page, "2")
    looked_at(page, "19-two-left")
    page.get_by_role("link", name="Répondre au visiteur d’entraînement").click()
    for turn, text in enumerate(("Oui, je suis membre.", "Un peu stressant, puis très doux.", "Restons ici, c’est mieux."), 1):
        expect(page.locator("c-thread .bubble:not(.dots)")).to_have_count(2 * turn - 1)
        page.locator("#practice-text").fill(text)
        looked_at(page, f"20-practice-{turn}-window")
        page.get_by_role("button", name="Envoyer").click()
    page.get_by_role("button", name="J’ai compris").click()
    _back_to_the_hour(page, "1")
    page.get_by_role("link", name="Aller au fil").click()
    looked_at(page, "21-feed")
    page.get_by_label("Ta publication").fill("Bonjour ! Moi c’est Nadia, de Lille.")
    looked_at(page, "22-hello")
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("article")).to_contain_text("Moi c’est Nadia")
    looked_at(page, "23-hello-said")
    page.get_by_role("link", name="Ma première heure").click()
    expect(page.locator("h1 + .soft")).to_contain_text("Tout est fait")
    looked_at(page, "24-all-done")


def _back_to_the_hour(page: Page, left: str) -> None:
    expect(page.locator("h1 + .soft")).to_contain_text(f"{left} petite")


def _answers_and_is_thanked(browser: Browser, nadia: Page, house: SimpleNamespace, faults: list[str]) -> None:
    """Her first question, from somebody who asks on a phone too; what she is thanked with appears while she looks."""
    nadia.get_by_role("link", name="Mon espace", exact=True).click()
    nadia.wait_for_url(f"{house.server.url}/desk/nidechange/")
    expect(nadia.locator("#calm")).to_be_visible()
    looked_at(nadia, "25-desk")
    paul = Visitor(_page(browser, PHONE, faults))
    paul.page.goto(f"{house.shop.url}/maison/roubaix")
    paul.wait_for_launcher(shown=True, seconds=15)
    window = paul.open()
    _asks(window, "Et si le chat fait une bêtise, l’assurance couvre-t-elle ?")
    looked_at(nadia, "26-question-desk")
    _answers(nadia, "La mienne a couvert le vase, sans un mot.")
    expect(window.locator("c-thread")).to_contain_text("couvert le vase")
    window.get_by_role("button", name="Menu").click()
    window.get_by_text("Terminer la conversation").click()
    window.get_by_role("button", name="Merci, Nadia").click()
    window.get_by_role("radio", name="5").check(force=True)
    window.locator("#why").fill("Merci pour le vase !")
    window.get_by_role("button", name="Envoyer mon mot").click()
    expect(nadia.locator("#thanks")).to_contain_text("Merci pour le vase !")
    expect(nadia.locator("#thanks")).to_contain_text("Première réponse")
    looked_at(nadia, "27-thanked-desk")
    nadia.get_by_role("button", name="Ranger").click()
    expect(nadia.locator("#rewards-count")).to_have_text("10")


def _spends_her_points(nadia: Page, camille: Page) -> None:
    """Chosen on the phone, approved and sent in the office; the desk says so, and the page has it to the end."""
    nadia.locator("#rewards-chip").click()
    expect(nadia.locator(".badges li").first).to_contain_text("Première réponse")
    looked_at(nadia, "28-rewards")
    nadia.get_by_role("button", name="Cela me plairait Une carte du Nord").click()
    chosen = nadia.locator(".item", has_text="Une carte du Nord")
    expect(chosen).to_contain_text("Demandée")
    looked_at(nadia, "29-chosen")
    nadia.get_by_role("link", name="Retour à mon espace").click()
    expect(nadia.locator("#calm")).to_be_visible()

    camille.get_by_role("link", name="Aujourd’hui").click()
    looked_at(camille, "30-camille-today")
    camille.locator("main .line", has=camille.locator("[href$='/rewards/']")).get_by_role("link").click()
    looked_at(camille, "31-camille-rewards")
    camille.get_by_role("button", name="Valider").click()
    camille.get_by_label("Un mot au membre").fill("Partie ce matin, par la poste")
    camille.get_by_role("button", name="C’est envoyé").click()
    expect(camille.locator("main")).to_contain_text("Partie ce matin")
    looked_at(camille, "32-camille-sent")

    expect(nadia.locator("#thanks")).to_contain_text("Envoyée")
    looked_at(nadia, "33-sent-desk")
    nadia.locator("#thanks a", has_text="Envoyée").click()
    expect(chosen).to_contain_text("Partie ce matin")
    looked_at(nadia, "33-sent")
    chosen.get_by_role("button", name="C’est arrivé").click()
    expect(chosen).to_contain_text("Reçue")
    looked_at(nadia, "34-received")


def _the_figures_agree(nadia: Page, camille: Page, house: SimpleNamespace) -> None:
    """The funnel, the member's statement, the manager's, the trial balance and the checks tell one story."""
    camille.get_by_role("link", name="Recrutement").click()
    camille.get_by_role("link", name="De la candidature à l’activité").click()
    _until(camille, ".funnel strong", ["1"] * 5)
    looked_at(camille, "35-funnel")
    row = camille.get_by_role("row", name="La fenêtre, après un échange")
    assert [cell.split()[0] for cell in row.locator("td").all_inner_texts()] == ["1"] * 5

    house.server.run("tests.later")
    nadia.goto(f"{house.server.url}/rewards/nidechange/")
    thanks, stars = (_gives(nadia, cause) for cause in ("Le merci d’un visiteur", "Les bonnes étoiles d’un visiteur"))
    assert (thanks[1:], stars[1:]) == (["+10", "+10"], ["+5", "+5"]), "what everybody reads"
    looked_at(nadia, "35-rules")
    nadia.goto(f"{house.server.url}/desk/nidechange/rewards/")
    nadia.get_by_role("link", name="Relevé").click()
    looked_at(nadia, "36-statement")
    moves = _moves(nadia)
    assert moves == [stars, ["Une récompense choisie", "", "-10"], thanks], "is what she was given, each once"
    camille.get_by_role("link", name="Récompenses", exact=True).click()
    expect(camille.locator("tfoot")).to_contain_text("Total")
    looked_at(camille, "37-balance")
    lines = (line.split("\t") for line in camille.locator("tbody tr, tfoot tr").all_inner_texts())
    balance = {account: points for account, *_score, points in lines}
    told = {"Points émis": "-30", "Points à dépenser": "20", "Points dépensés dans le catalogue": "10", "Total": "0"}
    assert told.items() <= balance.items(), "thirty for two thank-yous with five stars each: Nadia spent ten of them"
    camille.get_by_role("link", name="Membres", exact=True).click()
    camille.get_by_role("link", name="Relevé Nadia").click()
    looked_at(camille, "38-statement")
    assert _moves(camille) == moves
    with ThreadPoolExecutor() as pool:
        checks = list(pool.map(lambda words: house.server.run("causerie", *words), (["rewards", "check"], ["check"])))
    assert all(re.search(r"^I7 +holds", said, re.MULTILINE) and re.search(r"^I8 +holds", said, re.MULTILINE) for said in checks)


def _gives(page: Page, cause: str) -> list[str]:
    """What the public rules promise for a cause, as a statement would write it."""
    row = page.get_by_role("row", name=cause)
    expect(row).to_be_visible()
    return [cause, *(f"+{cell}" for cell in row.locator("td").all_text_contents()[1:3])]


def _moves(page: Page) -> list[list[str]]:
    """The lines of a statement: what, score, points; all have come."""
    expect(page.locator(".statement tbody tr")).to_have_count(3)
    return [[cell.strip() for cell in line.locator("td").all_text_contents()[1:4]] for line in page.locator(".statement tbody tr").all()]


def _until(page: Page, what: str, wanted: list[str]) -> None:
    """The report is folded from the journal some seconds later."""
    for _ in range(60):
        if (found := page.locator(what).all_inner_texts()) == wanted:
            return
        page.wait_for_timeout(250)
        page.reload()
    raise AssertionError(found)
