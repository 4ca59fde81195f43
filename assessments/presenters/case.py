"""The words of a case."""

from django.urls import reverse

from assessments.models import Assessment, Case, State
from assessments.presenters.assessment import Fact
from iqa.govuk.formats import date_long


def facts(case: Case) -> list[Fact]:
    """What is known of a case, without what is empty."""
    known = [
        Fact("Court level", case.get_court_level_display()),
        Fact("Anticipated plea", case.get_plea_display()),
        Fact("Sensitive", ", ".join(category.name for category in case.sensitive.all())),
        Fact("Live or finalised", f"Finalised: {case.finalised}" if case.is_finalised else "Live"),
        Fact("Next hearing", date_long(case.next_hearing)),
        Fact("Trial date", date_long(case.trial_date)),
    ]
    return [fact for fact in known if fact.value]


def page_of(assessment: Assessment) -> str:
    """Where one goes on with an IQA: a draft is marked, any other read."""
    name = "assessment_mark" if assessment.state == State.DRAFT else "assessment_detail"
    return reverse(f"assessments:{name}", args=[assessment.pk])
