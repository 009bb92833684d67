"""Which addresses of the product are pages that a person opens: to say which of them have no picture."""

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

# Asked for by a page or a program, never opened by a person; or standing inside another page's picture.
NO_PAGE = {
    "faces/<str:name>": "a photo",
    "w/<str:site_key>/": "inside the shop's page: window/",
    "w/<str:site_key>/picture/<str:name>": "a picture",
    "office/<slug:brand_slug>/log/export.csv": "a file",
    "office/<slug:brand_slug>/sites/<int:number>/window/": "inside the studio",
    "office/<slug:brand_slug>/sites/<int:number>/seen/": "JSON",
    "office/<slug:brand_slug>/recruitment/applications/<int:number>/trial/lines/": "a piece of the application's page",
    "office/<slug:brand_slug>/figures/<str:what>.<str:kind>": "a file",
    "trial/lines/": "a piece of the trial's page",
    "desk/<slug:brand_slug>/rewards/pictures/<str:name>": "a picture",
    "desk/<slug:brand_slug>/coverage/": "a piece of the desk",
    "community/centre": "a piece of the desk",
    "community/feed/": "a piece of the feed",
    "community/older": "as above",
    "community/news": "as above",
    "community/names": "JSON",
    "community/notices": "a piece of the feed",
    "community/posts/<int:number>": "as above",
    "community/posts/<int:number>/body": "as above",
    "community/posts/<int:number>/versions": "as above",
    "community/comments/<int:number>": "as above",
    "community/pictures/<str:name>": "a picture",
    "community/chat/pane": "a piece of the desk",
    "community/line/pane": "as above",
    "office/": "goes on to an office",
    "desk/": "goes on to a desk",
}


def without_picture(taken: Iterable[str]) -> list[str]:
    """The patterns of pages of which none of these paths is one. Those of the sign-in library are not counted."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "causerie.config.settings")
    os.environ["CAUSERIE_DEMO"] = "1"
    import django
    from django.urls import get_resolver, resolve

    django.setup()
    seen = {resolve(path).route for path in taken}
    pages = [pattern for pattern, view in _patterns(get_resolver().url_patterns) if "GET" in _methods(view)]
    return [pattern for pattern in pages if pattern not in seen and pattern not in NO_PAGE and not pattern.startswith("account/")]


def _patterns(listed: list[Any], before: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    for one in listed:
        written = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from _patterns(one.url_patterns, written)
        else:
            yield written, one.callback


def _methods(view: Callable[..., Any]) -> set[str]:
    """What `require_http_methods` and its like let through, read in what they closed over."""
    allowed, inner = {"GET", "POST"}, view
    while inner is not None:
        code = getattr(inner, "__code__", None)
        if code and "request_method_list" in code.co_freevars:
            allowed &= set(inner.__closure__[code.co_freevars.index("request_method_list")].cell_contents)
        inner = getattr(inner, "__wrapped__", None)
    return allowed
