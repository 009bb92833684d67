"""What the team of the demonstration has to watch over: a report in each state, a held message, something hidden."""

from causerie.brands.models import Brand, Site
from causerie.conversations import actions, guard, queries
from causerie.conversations.log import Append, commit
from causerie.conversations.models import Conversation, Report, Visitor
from causerie.kernel.refusal import Refused
from causerie.people.models import Membership
from causerie.safety import actions as safety
from causerie.safety.models import Decision

_HIDDEN = "Ma carte 4970 1012 3456 7897 a été débitée deux fois, pouvez-vous regarder ? Je suis joignable au 06 12 34 56 78."
_RUDE = "Vous êtes tous des arnaqueurs, rendez-moi mon argent."


def live(brand: Brand) -> None:
    """Through the same verbs as everything else; made once, with the brand."""
    people = Membership.objects.filter(brand=brand).select_related("person", "brand").order_by("id")
    manager = next(member for member in people if member.is_manager)
    helpers = [member for member in people if not member.in_team]
    site = brand.sites.get(language="fr")
    actions.save_guard(by=manager, masks=True, spared="", words="arnaqueur*, escroc*", words_are="hold")
    _reported_by_member(site, helpers[0], "open", _HIDDEN)
    _decided(_reported_by_member(site, helpers[1], "decided", "Répondez plus vite, vous êtes payés pour ça."), manager, "warn")
    appealed = _decided(_reported_by_visitor(site, helpers[2], "appealed"), manager, "warn")
    safety.appeal(decision=appealed, words="Je voulais seulement l'aider à retrouver sa commande.")
    settled = _decided(_reported_by_member(site, helpers[0], "settled", "C'est nul."), manager, "block")
    safety.appeal(decision=settled, words="J'étais à bout, je vous prie de m'excuser.")
    safety.settle(by=manager, decision=settled, outcome="lifted", answer="Merci de l'avoir écrit. Vous pouvez de nouveau écrire.")
    _held(site, helpers[1])


def _talk(site: Site, member: Membership, key: str, text: str) -> tuple[Visitor, Conversation]:
    visitor, _token = actions.admit(site=site, address="192.0.2.17")
    asked, _first = actions.ask(by=visitor, client_id=f"safety-{key}", text=text, locale="fr")
    taken = actions.claim(by=member, conversation=asked)
    words = guard.read(site.brand_id).seen("Bonjour ! Je regarde avec vous.", "ambassador")
    commit([Append(brand=site.brand_id, conversation=taken.id, sender=member.id, lease=1, client_id=f"safety-{key}-2", text=words)])
    return visitor, taken


def _reported_by_member(site: Site, member: Membership, key: str, text: str) -> Report:
    visitor, taken = _talk(site, member, key, text)
    actions.report(by=member, conversation=taken, reason="Je ne suis pas à l'aise, l'équipe peut-elle regarder ?", block=False)
    actions.close(by=visitor, conversation=taken)
    return Report.objects.get(conversation=taken)


def _reported_by_visitor(site: Site, member: Membership, key: str) -> Report:
    visitor, taken = _talk(site, member, key, "Bonjour, où en est ma demande ?")
    actions.complain(by=visitor, conversation=taken, reason="On m'a demandé mon adresse.")
    actions.close(by=visitor, conversation=taken)
    return Report.objects.get(conversation=taken)


def _decided(report: Report, manager: Membership, what: str) -> Decision:
    found = queries.report_of(report.brand_id, report.id)
    words = "La charte demande de rester aimable et de ne rien demander de personnel."
    return safety.decide(by=manager, report=found, what=what, words=words)


def _held(site: Site, member: Membership) -> None:
    visitor, taken = _talk(site, member, "held", "Bonjour, je n'ai pas été remboursé.")
    try:
        actions.hold(site.brand_id, taken.id, "safety-held-3", _RUDE)
    except Refused:
        actions.close(by=visitor, conversation=taken)
