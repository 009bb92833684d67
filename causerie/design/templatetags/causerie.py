"""The house's template tags: modules, words, icons, faces, a brand's theme."""

import json
import re
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from babel.numbers import format_percent
from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Widget
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy

from causerie.design import theme, words

register = template.Library()
Context = template.RequestContext

# "<", ">" and "&" never stand as such inside a script element.
_JSON_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}

# No eval, no script and no style out of an answer; pages are fetched again rather than kept as text in the browser.
HTMX = {
    "allowEval": False,
    "allowScriptTags": False,
    "includeIndicatorStyles": False,
    "selfRequestsOnly": True,
    "historyCacheSize": 0,
    "refreshOnHistoryMiss": True,
    "attributesToSettle": ["class"],
}


def _json(value: object) -> SafeString:
    return mark_safe(json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_JSON_ESCAPES))  # noqa: S308


@lru_cache(64)
def module_addresses(rooms: tuple[str, ...]) -> dict[str, str]:
    """Bare names of these rooms' modules to their addresses, hashed in their names."""
    return {f"@causerie/{name}": static(name) for name, _ in words.scripts(rooms)}


@register.simple_tag(takes_context=True)
def import_map(context: Context, *rooms: str, only: tuple[str, ...] = ()) -> SafeString:
    """The import map of the named rooms' modules, or of a few modules; before any module of the page."""
    imports = module_addresses(only or rooms)
    return format_html('<script type="importmap" nonce="{}">{}</script>', context.get("nonce", ""), _json({"imports": imports}))


@register.simple_tag(name="words", takes_context=True)
def words_tag(context: Context, *rooms: str, only: tuple[str, ...] = ()) -> SafeString:
    """The translations of the named rooms' modules and of design's, or of a few modules, for `@causerie/design/i18n.js`."""
    named = only or tuple(dict.fromkeys(("design", *rooms)))
    return format_html(
        '<script type="application/json" id="words" nonce="{}">{}</script>',
        context.get("nonce", ""),
        _json(words.words(named, get_language() or "en")),
    )


@register.simple_tag(takes_context=True)
def module(context: Context, name: str) -> SafeString:
    """Starts a page's module: `{% module "desk/main.js" %}`."""
    return format_html('<script type="module" nonce="{}" src="{}"></script>', context.get("nonce", ""), static(name))


@register.inclusion_tag("design/htmx.html", takes_context=True)
def htmx(context: Context) -> dict[str, object]:
    """htmx with what it needs under the page's policy. After `{% import_map "design" … %}` and `{% words … %}`."""
    return {"nonce": context.get("nonce", ""), "csrf_token": context.get("csrf_token", ""), "config": json.dumps(HTMX)}


@register.simple_tag(takes_context=True)
def rail(context: Context, name: str) -> list[dict[str, object]]:
    """The entries of a list of `settings.RAIL` that the role of `me` may open: `{% rail "OFFICE" as entries %}`."""
    me, entries = context.get("me") or context["member"], getattr(import_module(settings.RAIL), name)
    open_to_me = [(entry, entry.count(me) if entry.count else 0) for entry in entries if me.role in entry.roles]
    return [
        {
            "key": entry.key,
            "icon": entry.icon,
            "words": entry.words,
            "section": entry.section,
            "address": reverse(entry.url, args=[me.brand.slug]),
            "count": count,
        }
        for entry, count in open_to_me
        if count or not entry.only_when_waiting
    ]


@register.simple_tag(takes_context=True)
def rail_sections(context: Context, name: str) -> list[dict[str, Any]]:
    """The same entries, those of one section together: `{"words", "icon", "entries", "here"}`, without words for one that stands alone."""
    sections: dict[str, dict[str, Any]] = {}
    known = getattr(import_module(settings.RAIL), "SECTIONS", {})
    for entry in rail(context, name):
        key = str(entry["section"] or entry["key"])
        picture, words = known.get(entry["section"], ("", ""))
        section = sections.setdefault(key, {"words": words, "icon": picture, "entries": [], "here": False, "count": 0})
        section["entries"].append(entry)
        section["count"] += entry["count"]
        section["here"] |= entry["key"] == context.get("here")
    return list(sections.values())


@register.simple_tag
def styles(*names: str) -> SafeString:
    """Links to stylesheets: `{% styles "design/card" "desk/feed" %}`."""
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((static(f"{name}.css"),) for name in names))


@register.simple_tag(takes_context=True)
def brand_theme(context: Context, colour: str = "") -> SafeString:
    """A brand's accents, derived from its one colour; nothing without a colour."""
    if not colour:
        return SafeString("")
    return format_html('<style nonce="{}">{}</style>', context.get("nonce", ""), mark_safe(theme.theme(colour).css()))  # noqa: S308


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """An icon of the sprite: decorative, or with an accessible name when `label` is given."""
    said = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    css = f"icon {size}".strip()
    return format_html('<svg class="{}" {}><use href="{}#{}"></use></svg>', css, said, static("design/icons.svg"), name)


@lru_cache(1)
def _symbols() -> dict[str, SafeString]:
    sprite = Path(str(finders.find("design/icons.svg"))).read_text()
    return {match[1]: mark_safe(match[0]) for match in re.finditer(r'<symbol id="([^"]+)".*?</symbol>', sprite, re.S)}  # noqa: S308


@register.simple_tag
def symbols(*names: str) -> SafeString:
    """These symbols of the sprite in the page itself, where `<html data-icons="">`: the whole sprite would weigh a tenth of the window."""
    return format_html("<svg hidden>{}</svg>", format_html_join("", "{}", ((_symbols()[name],) for name in names)))


def initials(name: str) -> str:
    """One or two letters for a face without photo; the same as `initials` in design/face.js."""
    parts = [part for part in re.split(r"[\s\-_.]+", name.strip()) if part]
    return "".join(part[0] for part in (parts if len(parts) < 2 else [parts[0], parts[-1]])) or "?"


def tone(name: str) -> int:
    """Which of the eight colours a name has; the same as `tone` in design/face.js."""
    total = 0
    for character in name:
        total = (total * 31 + ord(character)) % 997
    return total % 8


@register.inclusion_tag("design/face.html")
def face(person: Any, css: str = "") -> dict[str, object]:
    """A person's face. `person` has `name` and `photo` (a name served under /faces/); `css`: s l xl here busy away."""
    name, photo = (person.get("name"), person.get("photo")) if isinstance(person, dict) else (person.name, getattr(person, "photo", ""))
    return {"photo": photo, "css": css, "tone": tone(name or ""), "initials": initials(name or "")}


@register.inclusion_tag("design/field.html")
def field(bound: BoundField, css: str = "") -> dict[str, object]:
    """One form field in the house's look: label, control, help, error."""
    kind = _kind(bound.field.widget)
    described = [f"{bound.auto_id}-{part}" for part, shown in (("help", bound.help_text), ("error", bound.errors)) if shown]
    attributes: dict[str, Any] = {"aria-describedby": " ".join(described) or False}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    if css:
        attributes["class"] = css
    if bound.form.__module__.startswith("allauth."):
        attributes["placeholder"] = False  # it repeats the label that stands above
    return {"field": bound, "kind": kind, "control": bound.as_widget(attrs=attributes) if kind != "group" else None}


@register.filter
def per_cent(share: float) -> str:
    """67 as “67 %”, the way the reader's language writes it."""
    return format_percent(share / 100, locale=get_language() or "en")


def _kind(widget: Widget) -> str:
    if isinstance(widget, CheckboxInput):
        return "check"
    return "group" if isinstance(widget, RadioSelect | CheckboxSelectMultiple) else "plain"


@register.inclusion_tag("design/fields.html")
def fields(form: Any) -> dict[str, object]:
    """All fields of a form, with what is wrong in general above them."""
    return {"form": form}


@register.inclusion_tag("design/language.html", takes_context=True)
def language_switch(context: Context) -> dict[str, object]:
    """The languages as buttons; the page is shown again in the chosen one."""
    request = context.get("request")
    return {
        "languages": context.get("languages", ()),
        "current": get_language(),
        "csrf_token": context.get("csrf_token", ""),
        "back": request.get_full_path() if request else "/",
    }


_HIDDEN = {
    "card": gettext_lazy("card number"),
    "iban": "IBAN",
    "email": gettext_lazy("e-mail"),
    "phone": gettext_lazy("phone number"),
    "address": gettext_lazy("address"),
    "password": gettext_lazy("password"),
    "word": "…",
    "joined": gettext_lazy("reads along"),
}


@register.filter
def veiled(text: str) -> str:
    """People's words as plain text, with the names of what was hidden: ⟦card⟧ reads [card number]."""
    return re.sub(r"⟦(\w+)⟧", lambda token: f"[{_HIDDEN.get(token[1], token[1])}]", text)
