"""The words of a case."""

from django.urls import reverse

from assessments.actions.cases import CaseFacts, facts_of
from assessments.models import Assessment, Case, CourtLevel, Plea, State
from assessments.presenters.assessment import Fact
from iqa.govuk.formats import date_long


def facts(case: Case) -> list[Fact]:
    """What is known of a case, without what is empty."""
    return facts_said(facts_of(case))


def facts_said(said: CaseFacts) -> list[Fact]:
    """The same of what somebody says of one."""
    known = [
        Fact("Court level", CourtLevel(said.court_level).label),
        Fact("Anticipated plea", Plea(said.plea).label if said.plea else ""),
        Fact("Sensitive", ", ".join(category.name for category in said.sensitive)),
        Fact("Live or finalised", f"Finalised: {said.finalised}" if said.finalised else "Live"),
        Fact("Next hearing", date_long(said.next_hearing)),
        Fact("Trial date", date_long(said.trial_date)),
    ]
    return [fact for fact in known if fact.value]


def page_of(assessment: Assessment) -> str:
    """Where one goes on with an IQA: a draft is marked, any other read."""
    name = "assessment_mark" if assessment.state == State.DRAFT else "assessment_detail"
    return reverse(f"assessments:{name}", args=[assessment.pk])
