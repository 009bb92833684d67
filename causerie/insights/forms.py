"""Which figures, and the brand's yardsticks."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from causerie.brands.holdout import SHARES
from causerie.brands.models import Site
from causerie.insights.access import site_for
from causerie.insights.models import Measures
from causerie.insights.periods import Period, between, lately, month, month_before, today
from causerie.insights.queries import Scope
from causerie.kernel.refusal import Refused
from causerie.people.models import Membership

DAYS = {"7": _("Last 7 days"), "30": _("Last 30 days"), "90": _("Last 90 days"), "365": _("Last 12 months")}
CHOICES = {**DAYS, "month": _("This month"), "last": _("Last month"), "dates": _("From … to …")}


def scope_of(member: Membership, asked: Mapping[str, str], zone: str, now: int, usual: str = "30") -> tuple[Scope, dict[str, str]]:
    """What an address asks for, and how the form shows it. A site of another brand does not exist; an unreadable period is the usual one.

    Raises Refused("not_found").
    """
    name = asked.get("period", usual)
    try:
        period = _period(name, asked, zone, now)
    except ValueError:
        name, period = usual, _period(usual, asked, zone, now)
    site = site_for(member, _number(asked["site"])).id if asked.get("site") else None
    shown = {"period": name, "site": str(site or ""), "from": period.first.isoformat(), "to": period.last.isoformat()}
    return Scope(member.brand_id, period, site), shown


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Refused("not_found")
    return int(text)


def _period(name: str, asked: Mapping[str, str], zone: str, now: int) -> Period:
    day = today(now, zone)
    if name in DAYS:
        return lately(now, zone, int(name))
    if name == "month":
        return Period(day.replace(day=1), day)
    if name == "last":
        return month_before(day)
    if name == "dates":
        return between(date.fromisoformat(asked.get("from", "")), min(day, date.fromisoformat(asked.get("to", ""))))
    return month(*(int(part) for part in name.split("-", 1)))


@cache
def _zones() -> list[tuple[str, str]]:
    """Looked up once: it reads hundreds of files."""
    return [(name, name.replace("_", " ")) for name in sorted(available_timezones()) if "/" in name]


class MeasuresForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the brand counts with."""

    zone = forms.ChoiceField(label=_("Time zone"), help_text=_("Days and hours of all figures. Changing it counts everything again."))

    class Meta:
        model = Measures
        fields = [
            "job_cost", "month_hours", "rewards_cost", "gifts_cost", "software_cost", "manager_hours", "manager_cost",
            "currency", "zone", "mailed",
        ]  # fmt: skip
        help_texts = {
            "month_hours": _("151.67 is 35 hours a week in France."),
            "job_cost": _("Salary and everything that is paid on it."),
            "currency": _("Three letters, such as EUR."),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["zone"].choices = _zones()  # type: ignore[attr-defined]

    def clean_currency(self) -> str:
        code = str(self.cleaned_data["currency"]).upper()
        if not (len(code) == 3 and code.isascii() and code.isalpha()):
            raise forms.ValidationError(_("Three letters, such as EUR."))
        return code


class HoldOutForm(forms.Form):
    """One site's share of switched-off hours."""

    share = forms.TypedChoiceField(label=_("Hours switched off"), coerce=int)

    def __init__(self, data: Mapping[str, str] | None = None, *, site: Site, share: int = 0) -> None:
        super().__init__(data, prefix=f"site-{site.id}", initial={"share": share})
        self.fields["share"].choices = [(one, _percent(one)) for one in SHARES]  # type: ignore[attr-defined]


def _percent(share: int) -> str:
    from causerie.insights.shown import percent

    return percent(share / 100) if share else str(_("None: nothing is measured"))
