"""How Nidéchange’s community grew: half a year of people at the door, through the same verbs, then moved into the past."""

import json
import random
from datetime import UTC, datetime
from functools import partial
from typing import Any

import jwt
from django.conf import settings

from causerie.brands.models import Brand, Site
from causerie.conversations import actions as talks
from causerie.conversations.log import Append, commit
from causerie.journal.models import Fact
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.notify.letters import write_letters
from causerie.notify.models import Mail
from causerie.office.actions import save_site
from causerie.people.models import Membership
from causerie.recruitment import actions
from causerie.recruitment.links import member_link, token
from causerie.recruitment.models import Application, Campaign, Contact, Invitation, Page, Part, Quiz
from causerie.simulator import past
from causerie.simulator.script import read

_MINUTE, _HOUR, _DAY = 60_000, 3_600_000, 86_400_000
_ANSWERS = {"active": 3, "answered": 1}
_CAME_IN = ("active", "answered", "joined")


def grow(brand: Brand, members: dict[str, Membership], plan: dict[str, Any]) -> None:
    """Pages, charter, quiz, campaign, and everybody who came to the door. Called once, after everything else was seeded."""
    rng = random.Random(23)
    camille = members["camille"]
    quiz = _settings(brand, camille, plan)
    for member in members.values():
        actions.accept_charter(by=member, version=1)
        if not member.in_team:
            actions.save_part(by=member, on_page=True, willing=member.name in ("Bernadette", "Étienne"))
    campaign = _campaign(brand, camille, plan)
    page = Page.objects.select_related("site", "brand").get(site__brand=brand, site__language="fr")
    for number, row in enumerate(plan["people"]):
        _comes(page, quiz, campaign, members, _Row(number, *row), plan, rng)
    _trial(camille, plan["trial"])
    _settle_mails()
    while actions.fold():
        pass


class _Row:
    """Somebody of the plan."""

    def __init__(self, number: int, name: str, source: str, months: int, end: str, why: str, habits: list[str]) -> None:
        self.number, self.name, self.source, self.end, self.why, self.habits = number, name, source, end, why, habits
        self.email = f"candidat{number}@exemple.fr"
        self.at = _months_ago(months, number) if months else now_ms() - (9 * _DAY if end == "late" else (number % 4) * _DAY + 3 * _HOUR)


def _months_ago(months: int, number: int) -> int:
    """A day of that month before this one, in the morning."""
    now = datetime.now(UTC)
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    return int(datetime(year, month + 1, 3 + number % 20, 9, 17, tzinfo=UTC).timestamp() * 1000)


def _settings(brand: Brand, camille: Membership, plan: dict[str, Any]) -> Quiz:
    for site in Site.objects.filter(brand=brand):
        actions.save_page(by=camille, site=site, values={"open": True, **plan["pages"][site.language]})
    save_site(by=camille, site=brand.sites.get(language="fr"), values={"recruiting": True})
    actions.publish_charter(by=camille, texts=plan["charter"])
    actions.save_programme(by=camille, active_answers=3, answer_within=5, mails_a_day=100)
    topic = brand.topics.order_by("id")[0]
    values = {"topic": topic, "language": "fr", "pass_mark": 2, "attempts": 2, "open": True}
    quiz = actions.save_quiz(by=camille, quiz=None, values=values)
    for text, choices in plan["quiz"]:
        actions.add_question(by=camille, quiz=quiz, text=text, choices=choices, right=0)
    return quiz


def _campaign(brand: Brand, camille: Membership, plan: dict[str, Any]) -> Campaign:
    site = brand.sites.get(language="fr")
    made = actions.draft(by=camille, site=site, **plan["campaign"])
    invited = [f"candidat{n}@exemple.fr;{row[0]};oui" for n, row in enumerate(plan["people"]) if row[1] == "campaign"]
    others = [f"client{n}@exemple.fr;Client{n};{'non' if n % 9 == 0 else 'oui'}" for n in range(30)]
    actions.load(by=camille, campaign=made, data="\n".join(["email;first_name;consent", *invited, *others]).encode())
    actions.run_campaign(by=camille, campaign=made, running=True)
    while actions.send_campaigns(now_ms()):
        pass
    actions.stop(token=token("stop", Contact.objects.get(campaign=made, email="client4@exemple.fr").nonce))
    with write():
        began = _months_ago(6, 0) - 2 * _DAY
        Campaign.objects.filter(id=made.id).update(at=began)
        Contact.objects.filter(campaign=made, sent_at__isnull=False).update(sent_at=began)
    return made


def _trial(camille: Membership, plan: dict[str, Any]) -> None:
    """A manager who was not sure played a visitor with one of those who wait for an answer."""
    (_visitor, question), *rest = plan["lines"]
    made = actions.propose_trial(
        by=camille, application=Application.objects.get(brand_id=camille.brand_id, name=plan["who"]), question=question
    )
    actions.open_trial(trial=made)
    for number, (by_visitor, text) in enumerate(rest):
        words = {"trial": made, "text": text, "client_id": f"demo-{number}"}
        _line = actions.say_as_visitor(by=camille, **words) if by_visitor else actions.say_as_applicant(**words)


def _comes(
    page: Page, quiz: Quiz, campaign: Campaign, members: dict[str, Membership], row: _Row, plan: dict[str, Any], rng: random.Random
) -> None:
    before = _last_fact()
    made = _applies(page, quiz, campaign, members, row)
    if row.end not in ("received",):
        _quiz(made, quiz, right=0 if row.end == "quiz" else 3)
    camille = members["camille"]
    _moved(before, row.at, made)
    if row.end in ("received", "quiz", "deciding", "late"):
        return
    what = row.end if row.end in ("declined", "waiting") else "accepted"
    before = _last_fact()
    actions.decide(by=camille, applications=[made], what=what, reason=plan["reasons"].get(what, ""))
    _moved(before, row.at + 2 * _DAY, made, decided=True)
    if row.end in _CAME_IN:
        _comes_in(page.site, made, row, rng)


def _applies(page: Page, quiz: Quiz, campaign: Campaign, members: dict[str, Membership], row: _Row) -> Application:
    values = {
        "email": row.email,
        "name": row.name,
        "languages": ["fr"],
        "topics": [quiz.topic],
        "motivation": row.why,
        "habits": row.habits,
        "region": "France métropolitaine",
        "proof": f"NE-{4100 + 37 * row.number}",
    }
    came, words = row.source, {}
    if row.source == "member":
        came = member_link(page.site, members["hugo"]).split("from=")[1]
    if row.source == "campaign":
        words["contact"] = token("stop", Contact.objects.get(campaign=campaign, email=row.email).nonce)
    if row.source == "signed":
        claims = {"sub": f"client-{row.number}", "exp": now_ms() // 1000 + 600}
        words["identity"] = jwt.encode(claims, page.site.identify_secret, algorithm="HS256")
    made = actions.apply(page=page, values=values, came=came, **words)
    assert made is not None
    return made


def _quiz(made: Application, quiz: Quiz, right: int) -> None:
    questions = quiz.questions.order_by("id")
    actions.take_quiz(application=made, quiz=quiz, answers={one.id: 0 if place < right else 1 for place, one in enumerate(questions)})


def _comes_in(site: Site, made: Application, row: _Row, rng: random.Random) -> None:
    before = _last_fact()
    invitation = Invitation.objects.get(application=made)
    member, _new = actions.use_invitation(token=token("invitation", invitation.nonce))
    joined = row.at + 3 * _DAY
    for verb in (partial(actions.accept_charter, version=1), actions.profile_shown, actions.practised):
        verb(by=member)
    with write():
        Membership.objects.filter(id=member.id).update(joined_at=datetime.fromtimestamp(joined / 1000, tz=UTC))
        Part.objects.filter(member=member).update(begun_at=joined, profile_at=joined, practised_at=joined, hello_at=joined)
        Part.objects.filter(member=member).update(welcomed_at=joined)
        Fact.objects.filter(id__gt=before).update(at=joined)
    for turn in range(_ANSWERS.get(row.end, 0)):
        _answers(site, member, joined + (1 + 2 * turn) * _DAY, rng)


def _answers(site: Site, member: Membership, at: int, rng: random.Random) -> None:
    """A question that this member answered well."""
    dialogue = rng.choice([one for one in read() if one.lang == site.language])
    visitor, _token = talks.admit(site=site)
    client_id = f"grown-{member.id}-{at}"
    asked, _first = talks.ask(by=visitor, client_id=client_id, text=dialogue.question, locale=site.language)
    taken = talks.claim(by=member, conversation=asked)
    reply = next(text for by_visitor, text in dialogue.turns[1:] if not by_visitor)
    line = Append(brand=site.brand_id, conversation=asked.id, sender=member.id, lease=taken.lease, client_id=client_id, text=reply)
    commit([line])
    talks.thank(by=visitor, conversation=asked)
    talks.close(by=member, conversation=asked, lease=taken.lease)
    with write():
        asked.refresh_from_db()
        past.talk(asked, at, rng)


def _last_fact() -> int:
    return Fact.objects.order_by("-id").values_list("id", flat=True).first() or 0


def _moved(before: int, at: int, made: Application, *, decided: bool = False) -> None:
    """What was just told happened then."""
    with write():
        Fact.objects.filter(id__gt=before).update(at=at)
        rows = Application.objects.filter(id=made.id)
        rows.update(decided_at=at, since=at) if decided else rows.update(at=at, since=at)
        made.tries.update(at=at)
        Invitation.objects.filter(application=made).update(at=at)


def _settle_mails() -> None:
    """The letters of half a year have left long ago; they do not stand before today's."""
    while write_letters():
        pass
    then = now_ms() - 3 * _DAY
    with write():
        Mail.objects.filter(key__startswith="letter:").update(created_at=then, due_at=then, sent_at=then)


def plan() -> dict[str, Any]:
    """What is written in data/recruitment.json."""
    return dict(json.loads((settings.PACKAGE / "simulator" / "data" / "recruitment.json").read_text(encoding="utf-8")))
