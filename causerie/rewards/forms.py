"""The forms of the programme. What is wrong is said in words, beside its field."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from causerie.brands.models import Brand
from causerie.kernel.clock import now_ms
from causerie.people.models import Membership
from causerie.rewards import words
from causerie.rewards.models import Mission, Reward
from causerie.rewards.rules import LINES, Grant, Rules, Tier, read, written

MOST_TIERS = 6
_LIMITS = {
    "stars": (_("Good stars begin at"), _("A rating of so many stars, or more, counts.")),
    "rating_minutes": (_("Minutes to change one’s mind"), _("After their first stars, the visitor may change them; the last ones count.")),
    "vesting_days": (_("Days until points can be spent"), _("Time for a mistake to be seen. 0: at once.")),
    "idle_months": (_("Months of absence until points expire"), _("Neither earned nor spent for so long. 0: never, the kind choice.")),
    "expert_after": (_("Expert of a topic after"), _("So many visitors helped in it.")),
    "animator_after": (_("Animator after"), _("So many likes and welcomes.")),
    "rest_hours": (_("A word of rest after (hours)"), _("Answers in so many hours of one stretch. 0: never.")),
    "same_pair": (_("Thanks of one visitor to one member"), _("Beyond so many in 30 days, a person looks first. 0: never.")),
    "burst": (_("Thanks of one visitor within an hour"), _("Beyond so many, a person looks first. 0: never.")),
    "beyond_chance": (
        _("Thanks or likes beyond chance"),
        _("From so many in 30 days between the same people, far more than chance would bring, a person looks first. 0: never."),
    ),
    "too_fast": (_("Seconds that an answer takes to read"), _("Thanks that come faster wait for a person.")),
}


def _number(most: int, label: Any = "", help_text: Any = "", low: int = 0, *, required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(min_value=low, max_value=most, label=label, help_text=help_text, required=required)


class RulesForm(forms.Form):
    """All rules of a brand. `rules()` gives them once valid; `seen` is the version that was on screen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(label=_("Why this change"), max_length=200, required=False, help_text=_("The history and your team read it."))

    def __init__(self, data: Mapping[str, Any] | None, rules: Rules, version: int) -> None:
        initial: dict[str, Any] = {name: getattr(rules, name) for name in _LIMITS} | {"seen": version, "timezone": rules.timezone}
        super().__init__(data, initial=initial)
        for kind in LINES:
            grant = rules.grant(kind)
            for part, words_ in (("score", _("Score")), ("points", _("Points")), ("cap", _("A day at most"))):
                self.fields[f"{kind}_{part}"] = _number(1000 if part == "cap" else 100_000, words_)
                self.initial[f"{kind}_{part}"] = getattr(grant, part)
        for step in range(MOST_TIERS):
            self._tier(step, rules.tiers[step] if step < len(rules.tiers) else None)
        for name, (label, help_text) in _LIMITS.items():
            self.fields[name] = _number(
                10_080 if name == "rating_minutes" else 365, label, help_text, 1 if name in ("stars", "rating_minutes") else 0
            )
        self.fields["timezone"] = forms.CharField(label=_("Time zone"), max_length=40, help_text=_("Days and nights are counted there."))

    def _tier(self, step: int, tier: Tier | None) -> None:
        house = words.TIERS[step] if step < len(words.TIERS) else ""
        name = forms.CharField(label=_("Name"), max_length=40, required=False, widget=forms.TextInput(attrs={"placeholder": house}))
        self.fields[f"tier_{step}_name"] = name
        self.fields[f"tier_{step}_score"] = _number(100_000, _("From a score of"), required=False)
        self.fields[f"tier_{step}_points"] = forms.IntegerField(
            label=_("Points on arrival"), min_value=0, max_value=100_000, required=False
        )
        self.fields[f"tier_{step}_perks"] = forms.CharField(label=_("What comes with it"), max_length=200, required=False)
        if tier:
            self.initial.update({f"tier_{step}_{part}": getattr(tier, part) for part in ("name", "score", "points", "perks")})

    @property
    def causes(self) -> list[dict[str, Any]]:
        """For the page: each cause with its three fields."""
        return [{"words": words.CAUSES[kind], "fields": [self[f"{kind}_{part}"] for part in ("score", "points", "cap")]} for kind in LINES]

    @property
    def tiers(self) -> list[dict[str, Any]]:
        """For the page: each tier's name and score as they stand in their fields, the fields, and whether one is wrong."""
        rows = [[self[f"tier_{step}_{part}"] for part in ("name", "score", "points", "perks")] for step in range(MOST_TIERS)]
        return [
            {"name": row[0].value() or row[0].field.widget.attrs["placeholder"], "score": row[1].value(), "fields": row,
             "wrong": any(field.errors for field in row)}
            for row in rows
        ]  # fmt: skip

    @property
    def limits(self) -> list[forms.BoundField]:
        return [self[name] for name in (*list(_LIMITS)[:7], "timezone")]

    @property
    def fairness(self) -> list[forms.BoundField]:
        return [self[name] for name in list(_LIMITS)[7:]]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                read(written(self.rules()))
            except ValueError:
                self.add_error(None, _t("The first tier begins at 0, and each one needs a higher score than the one before."))
        return values

    def rules(self) -> Rules:
        """The rules as they were typed."""
        values = self.cleaned_data
        grants = {kind: Grant(*(values[f"{kind}_{part}"] for part in ("score", "points", "cap"))) for kind in LINES}
        return Rules(
            grants=grants, tiers=tuple(self._tiers(values)), timezone=values["timezone"], **{name: values[name] for name in _LIMITS}
        )

    def _tiers(self, values: Mapping[str, Any]) -> list[Tier]:
        rows = [{part: values[f"tier_{step}_{part}"] for part in ("name", "score", "points", "perks")} for step in range(MOST_TIERS)]
        return [Tier(row["score"], row["name"], row["perks"], row["points"] or 0) for row in rows if row["score"] is not None]


class RewardForm(forms.ModelForm):  # type: ignore[type-arg]
    """Something that points buy."""

    photo = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_("JPEG, PNG or WebP, 5 MB at most."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    tier = forms.TypedChoiceField(label=_("From this tier on"), coerce=int)

    class Meta:
        model = Reward
        fields = ["title", "text", "photo", "price", "stock", "tier", "sites", "shown"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2}), "sites": forms.CheckboxSelectMultiple}
        help_texts = {
            "price": _("Who sees this price pays it. A new price holds for those who see it."),
            "stock": _("Leave empty when there is no end to it. The last one is given once."),
            "sites": _("A site is a country and a language. None chosen: for everybody."),
        }

    def __init__(self, *args: Any, brand: Brand, rules: Rules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["price"].widget.attrs.update(min=1, max=1_000_000)
        tier = self.fields["tier"]
        assert isinstance(tier, forms.TypedChoiceField)
        tier.choices = [(step, words.tier_name(rules, step)) for step in range(len(rules.tiers))]
        sites = self.fields["sites"]
        assert isinstance(sites, forms.ModelMultipleChoiceField)
        sites.queryset = brand.sites.order_by("name")


class ExchangeForm(forms.Form):
    """The brand's own programme."""

    name = forms.CharField(label=_("Name of your programme"), max_length=60)
    url = forms.URLField(
        label=_("Address that receives points"),
        max_length=500,
        assume_scheme="https",
        help_text=_("https, on the public web. Signed with the secret below."),
    )
    table = forms.CharField(label=_("What points become"), widget=forms.Textarea(attrs={"rows": 4}), help_text=_("One a line: 1000 = 10 €"))
    open = forms.BooleanField(label=_("Members may hand over points"), required=False)

    def clean_table(self) -> list[tuple[int, str]]:
        rows = []
        for line in str(self.cleaned_data["table"]).splitlines():
            points, sign, worth = line.partition("=")
            if not line.strip():
                continue
            if not sign or not points.strip().replace(" ", "").isdecimal() or not worth.strip():
                raise forms.ValidationError(_t("“%(line)s” is not of the form 1000 = 10 €") % {"line": line[:60]})
            rows.append((int(points.replace(" ", "")), worth.strip()))
        return rows


class GiftForm(forms.Form):
    """Points by hand."""

    points = forms.IntegerField(label=_("Points"), min_value=1, max_value=10_000)
    why = forms.CharField(
        label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("They read it in their statement.")
    )


class MissionForm(forms.Form):
    """A mission to propose. `values()` gives them as the verb takes them."""

    title = forms.CharField(label=_("Name"), max_length=60)
    text = forms.CharField(
        label=_("What it is about"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("An invitation: nobody has to, and nobody is asked why not."),
    )
    counts = forms.ChoiceField(
        label=_("What counts"), choices=Mission.Counts.choices, help_text=_("Answers by themselves do not count: quantity is not the aim.")
    )
    topic = forms.TypedChoiceField(
        label=_("On this topic only"), coerce=int, empty_value=None, required=False, help_text=_("For visitors who said it helped.")
    )
    times = _number(1000, _("How many"), low=1)
    begins = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}), required=False, help_text=_("Empty: now."))
    until = forms.DateField(label=_("Until, this day included"), widget=forms.DateInput(attrs={"type": "date"}))
    points = _number(100_000, _("Points"))
    score = _number(100_000, _("Score"))
    badge = forms.CharField(label=_("Badge"), max_length=30, required=False, help_text=_("Its name, worn for good: “Summer 2026”."))

    def __init__(self, data: Mapping[str, Any] | None, *, brand: Brand, rules: Rules) -> None:
        super().__init__(data, initial={"times": 5, "points": 50, "score": 0})
        self._rules = rules
        topic = self.fields["topic"]
        assert isinstance(topic, forms.TypedChoiceField)
        topic.choices = [("", _("Any")), *brand.topics.order_by("name").values_list("id", "name")]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("topic") and values.get("counts") != "helped":
            self.add_error("topic", _t("Only visitors’ thanks have a topic."))
        if values.get("until") and self._at(values["until"] + timedelta(days=1)) <= now_ms():
            self.add_error("until", _t("This day is over."))
        elif values.get("until") and values.get("begins") and values["until"] < values["begins"]:
            self.add_error("until", _t("It ends before it begins."))
        if not self.errors and not (values["points"] or values["score"] or values["badge"]):
            self.add_error("points", _t("Points, score or a badge: something must come of it."))
        return values

    def _at(self, day: date) -> int:
        """The first instant of a day where the brand counts its days."""
        return int(datetime.combine(day, time(), ZoneInfo(self._rules.timezone)).timestamp() * 1000)

    def values(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        begins, until = values.pop("begins"), values.pop("until")
        return values | {"begins": self._at(begins) if begins else 0, "until": self._at(until + timedelta(days=1))}


def ambassador(member: Membership) -> bool:
    """Whether points are for them: the brand's own team earns none."""
    return member.role == Membership.Role.AMBASSADOR
