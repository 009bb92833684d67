"""How sign-in behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an invitation or an import, never by an open form."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
