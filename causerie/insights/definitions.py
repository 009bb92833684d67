"""What each figure means: said beside it, one click away, the same words on the page, in the report and in the exports."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Promise | str


@dataclass(frozen=True)
class Definition:
    """`kind`: count, share, time, stars or members. `better`: 1 when more is better, -1 when less is, 0 for neither."""

    key: str
    kind: str
    better: int
    title: Words
    meaning: Words
    formula: Words
    population: Words


_ASKED = _("Questions asked in the period; what became of them counts with the day of the question, even if it came later.")
_TAKEN = _("Questions asked in the period that a member answered.")

DEFINITIONS = {
    one.key: one
    for one in (
        Definition(
            key="asked", kind="count", better=1, title=_("Questions"), meaning=_("What visitors asked in the window."),
            formula=_("Number of conversations opened."), population=_ASKED,
        ),
        Definition(
            key="answered", kind="share", better=1, title=_("Answered"), meaning=_("How many got words from a member, not only a claim."),
            formula=_("Questions with a first answer ÷ questions."), population=_ASKED,
        ),
        Definition(
            key="median", kind="time", better=-1, title=_("First answer"),
            meaning=_("Half of the visitors who got an answer waited less than that."),
            formula=_("From the question to a member’s first words, by a histogram whose steps widen by a tenth: at most 4.9% off."),
            population=_TAKEN,
        ),
        Definition(
            key="p90", kind="time", better=-1, title=_("Nine in ten"),
            meaning=_("Nine in ten of those who got an answer waited less than that."),
            formula=_("The 90th percentile of the same histogram, at most 4.9% off."), population=_TAKEN,
        ),
        Definition(
            key="lasted", kind="time", better=0, title=_("Duration"),
            meaning=_("How long one conversation keeps a member busy, on average."),
            formula=_("From the claim to the last line said: the sum ÷ the number. Silence before an automatic end does not count."),
            population=_("Answered questions of the period whose conversation is over."),
        ),
        Definition(
            key="pleased", kind="share", better=1, title=_("Satisfaction"), meaning=_("Visitors who gave four or five stars."),
            formula=_("Ratings of 4 or 5 ÷ ratings."),
            population=_("Visitors who gave stars. Those who gave none are not counted."),
        ),
        Definition(
            key="thanked", kind="share", better=1, title=_("Usefulness"), meaning=_("Visitors who pressed “thank you”."),
            formula=_("Answered questions with a thank-you ÷ answered questions."), population=_TAKEN,
        ),
        Definition(
            key="again", kind="share", better=0, title=_("Came back"), meaning=_("Questions by somebody who had already asked one."),
            formula=_("Questions by a visitor with an earlier question ÷ questions."),
            population=_("Visitors are known by their own browser only, and only once they wrote: another browser is another visitor."),
        ),
        Definition(
            key="left", kind="share", better=-1, title=_("Left while waiting"), meaning=_("Questions that ended before anybody took them."),
            formula=_("Questions closed or erased without a claim ÷ questions."), population=_ASKED,
        ),
        Definition(
            key="quorum", kind="share", better=1, title=_("Window could open"),
            meaning=_("The part of the time in which enough members were free."),
            formula=_("Looks at the window with enough free members ÷ looks, one a minute, day and night."),
            population=_("All minutes in which the server ran, those switched off for a measurement too."),
        ),
        Definition(
            key="helpers", kind="members", better=1, title=_("Active ambassadors"),
            meaning=_("Members who answered at least one question."),
            formula=_("Different members with a first answer in the period."),
            population=_("Everybody who answers, the brand’s team included."),
        ),
    )
}  # fmt: skip
