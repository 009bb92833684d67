"""The mails of a server that prints them (CAUSERIE_MAIL_URL=console:)."""

import re
from email import message_from_string

from playwright.sync_api import Page

from tests.serving import Server


def mails(server: Server) -> list[tuple[str, str]]:
    """What the server printed instead of sending, the newest last: (address, text)."""
    printed = re.findall(r"---- mail to (\S+)\n(.*?)\n----", server.log(), re.S)
    return [(to, message_from_string(text).get_payload(decode=True).decode()) for to, text in printed]  # type: ignore[union-attr]


def wait_for_mail(page: Page, server: Server, address: str, count: int) -> tuple[str, str]:
    """The newest mail to that address, once so many have come."""
    for _ in range(150):
        found = [mail for mail in mails(server) if mail[0] == address]
        if len(found) >= count:
            return found[-1]
        page.wait_for_timeout(100)
    raise AssertionError(server.log())


def link_in(text: str) -> str:
    """The first address in a mail."""
    found = re.search(r"http\S+", text)
    assert found, text
    return found[0]
