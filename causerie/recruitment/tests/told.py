"""What the tests of this room tell and read."""

from django.test import Client

from causerie.notify.letters import write_letters
from causerie.notify.models import Mail


def browser(member):
    client = Client()
    client.force_login(member.person, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def answers(topic=None, **changed):
    told = {
        "name": "Nadia",
        "email": "nadia@example.org",
        "languages": ["fr"],
        "motivation": "J’aime rassurer ceux qui hésitent.",
        "habits": ["evenings"],
        "proof": "C-1204",
        "topics": [topic] if topic else [],
    }
    return {**told, **changed}


def mails():
    """What stands in the outbox once the letters are written, oldest first."""
    while write_letters():
        pass
    return list(Mail.objects.order_by("id"))


def secret_in(mail, what="t"):
    """What stands after the # of the mail's link."""
    return mail.text.split(f"#{what}=")[1].split()[0]
