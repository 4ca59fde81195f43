"""How every app leaves its audit record, in the transaction of the change that it tells."""

from typing import Any

from django.db import models

from iqa.audit.models import Event, Read
from iqa.audit.querysets import kind_of


def log_event(*, verb: str, subject: models.Model, by: Any, **detail: Any) -> None:
    """Record that `by` (a person; None for the service itself) did `verb` to `subject`."""
    Event.objects.create(verb=verb, subject_kind=kind_of(subject), subject_id=subject.pk, by=by, detail=detail)


def log_read(*, subject: models.Model, by: Any) -> None:
    """Record that `by` looked at `subject`."""
    Read.objects.create(subject_kind=kind_of(subject), subject_id=subject.pk, by=by)
