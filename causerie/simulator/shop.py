"""The imaginary shop's words and homes, in its three languages (data/shop.json)."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.templatetags.static import static

_PATH = Path(__file__).with_name("data") / "shop.json"


@lru_cache
def _all() -> dict[str, Any]:
    return dict(json.loads(_PATH.read_text(encoding="utf-8")))


def words(language: str) -> dict[str, Any]:
    """What the shop says in that language."""
    return dict(_all().get(language) or _all()["en"])


def homes(language: str) -> list[dict[str, Any]]:
    """Its homes, as they are told in that language."""
    return [_home(row, language) for row in _all()["homes"]]


def _home(row: dict[str, Any], language: str) -> dict[str, Any]:
    title, place, text, equipment = row.get(language) or row["en"]
    facts = {name: row[name] for name in ("slug", "people", "rooms", "points", "host")}
    return {
        **facts,
        "week": 7 * row["points"],
        "picture": f"simulator/{row['slug']}.webp",
        "title": title,
        "place": place,
        "text": text,
        "equipment": equipment,
    }


def home(slug: str, language: str) -> dict[str, Any] | None:
    return next((one for one in homes(language) if one["slug"] == slug), None)


def places(url: str) -> list[dict[str, str]]:
    """Pages that simulated visitors look at."""
    told = words("fr")
    pages = [{"url": f"{url}/shop/how/", "title": told["how_title"]}, {"url": f"{url}/shop/", "title": told["tagline"]}]
    return pages + [
        {"url": f"{url}/shop/listing/{one['slug']}/", "title": one["title"], "picture": f"{url}{static(one['picture'])}"}
        for one in homes("fr")
    ]
