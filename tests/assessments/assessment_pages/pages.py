"""What the tests of an IQA's page ask for and read on it, and a correction made by its assessor."""

import uuid
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from assessments.actions import recording
from assessments.models import Assessment
from tests.factories import answers_to

# A Thursday: feedback on it is due on Thursday 19 October 2017.
ASSESSED = datetime(2017, 10, 12, 10, tzinfo=timezone.get_default_timezone())


def status(client, person, assessment, name="assessment_detail", *args):
    client.force_login(person)
    return client.get(reverse(f"assessments:{name}", args=[assessment.pk, *args])).status_code


def texts(soup, selector):
    return [" ".join(found.get_text(" ").split()) for found in soup.select(selector)]


def row(soup, key):
    """The value beside a key of a summary list."""
    return next(
        " ".join(found.dd.get_text(" ").split())
        for found in soup.select(".govuk-summary-list__row")
        if found.dt.get_text(strip=True) == key
    )


def corrected(assessment):
    """Corrected by its assessor: everything fully met, and another comment each time."""
    current = Assessment.objects.with_facts().get(pk=assessment.pk)
    return recording.correct(
        assessment=current,
        answers=answers_to(current, comments={9: f"After version {current.marking.number}"}),
        number=current.marking.number,
        key=uuid.uuid4(),
        reason="Wrong box",
        by=current.half_day.assessor,
    )
