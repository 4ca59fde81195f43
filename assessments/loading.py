"""Loads what the scheme starts from, out of `fixtures/`. Loading again changes nothing."""

from django.db import transaction

from assessments.models import SensitiveCategory
from iqa.questions import loading


@transaction.atomic
def load_scheme() -> bool:
    """Load the Areas, terms, questions and sensitive categories that are missing; says whether the question set was
    new."""
    categories = enumerate(loading.read("sensitive_categories.yaml"), 1)
    SensitiveCategory.objects.bulk_create(
        (SensitiveCategory(order=order, **category) for order, category in categories), ignore_conflicts=True
    )
    return loading.load_scheme()
