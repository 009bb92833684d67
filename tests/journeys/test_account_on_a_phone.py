"""One's account on a narrow phone: everything that can be chosen is on screen."""

import pytest
from django.conf import settings

from tests.journeys.people import sits_down


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_way_of_the_account_is_in_sight_at_360_pixels(browser, scene, language):
    page = sits_down(browser, scene, "Florian")
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": scene.wires.url}])
    page.set_viewport_size({"width": 360, "height": 740})
    for address in ("password/change/", "2fa/", "email/"):
        page.goto(f"{scene.wires.url}/account/{address}")
        links = page.locator(".account-nav a")
        assert links.count() == 4
        for number in range(4):
            box = links.nth(number).bounding_box()
            assert box is not None
            assert 0 <= box["x"] <= box["x"] + box["width"] <= 360, (address, links.nth(number).inner_text())
            assert box["height"] >= 44
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
