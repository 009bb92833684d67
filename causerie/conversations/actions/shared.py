"""What the verbs of a question share."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from causerie.brands.models import Site
from causerie.conversations import rules
from causerie.conversations.models import Conversation
from causerie.kernel.masking import mask, mask_address_of_page
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean_optional

MOST_TEXT = 4000
RELATED = ("site", "brand", "visitor", "holder", "topic")


def patience(site: Site) -> rules.Patience:
    return rules.Patience(site.widen_after * 1000, site.offer_after * 1000, site.silence_limit * 1000)


def fresh(number: int) -> Conversation:
    """The conversation as it is now, with what frames need."""
    return Conversation.objects.select_related(*RELATED).get(id=number)


def cut(text: str, limit: int) -> str:
    """The beginning of a text, without half a token at its end."""
    short = text[:limit]
    return short[: short.rfind("⟦")] if short.rfind("⟦") > short.rfind("⟧") else short


def valid_email(address: str) -> str:
    """The address, or Refused("bad_email")."""
    try:
        validate_email(address.strip())
    except ValidationError as error:
        raise Refused("bad_email") from error
    return address.strip()


def page_fields(page: Mapping[str, str] | None) -> dict[str, str]:
    """A page as columns: only http and https addresses, shortened."""
    page = page or {}
    url = mask_address_of_page(_web(page.get("url", "")))
    return {
        "page_url": url[:500],
        "page_title": cut(mask(clean_optional(page.get("title"), limit=200)), 200) if url else "",
        "page_picture": _web(page.get("picture", ""))[:500],
    }


def _web(url: str) -> str:
    return clean_optional(url, limit=2000) if url.startswith(("https://", "http://")) else ""
