"""The tallies, while records come in. Few IQAs are tallied as they come; of many, the tallies are made anew once all
are there, which takes less time than telling each."""

from collections.abc import Collection
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from assessments.models import Answer, Assessment, Feedback, FeedbackAction, HalfDay, Marking
from dipsamples.models import DipSample
from reporting.actions.rebuilding import rebuild_tallies
from reporting.actions.tallying import tally, untally
from reporting.models import TalliesDue

_COUNTED = (Answer, Answer.reasons.through, Assessment, DipSample, Feedback, FeedbackAction, HalfDay, Marking)
# As many IQAs as are told in one query.
FEW = 200
# After so long without another record, whoever brought them in is gone.
GIVEN_UP_AFTER = timedelta(minutes=15)


class Tallies:
    def __init__(self, iqas: int) -> None:
        self._in_step = iqas <= FEW

    def before(self, assessments: Collection[int]) -> None:
        """Before anything of these is changed."""
        if assessments and self._in_step:
            untally(assessments)

    def after(self, assessments: Collection[int]) -> None:
        """In the transaction that changed or added these."""
        if assessments and self._in_step:
            tally(assessments)
        elif assessments:
            TalliesDue.objects.update_or_create(pk=1, defaults={"heard_at": timezone.now()})


@transaction.atomic
def rebuild_if_due() -> bool:
    """Make the tallies anew where records came in that they do not hold."""
    if not TalliesDue.objects.select_for_update(no_key=True).exists():
        return False
    _analyse()
    rebuild_tallies()
    TalliesDue.objects.all().delete()
    return True


def _analyse() -> None:
    """Let PostgreSQL know how many rows came in, so that it counts them in a way that suits as many."""
    if connection.vendor == "postgresql":
        tables = ", ".join(model._meta.db_table for model in _COUNTED)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}")


def rebuild_if_given_up() -> bool:
    """As `rebuild_if_due`, where an import came to its end half way."""
    given_up = TalliesDue.objects.filter(heard_at__lt=timezone.now() - GIVEN_UP_AFTER)
    return given_up.exists() and rebuild_if_due()
