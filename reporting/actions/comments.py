"""Taking comments out of the service: never without a trace of who, when, what for, and of which IQAs."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from assessments.models import Assessment
from iqa.audit.actions import log_event, log_read
from iqa.audit.models import Read
from iqa.audit.querysets import kind_of
from iqa.organisation.models import Person
from reporting.models import CommentsExport


@transaction.atomic
def export_comments(*, pks: Collection[int], purpose: str, choices: dict[str, Any], by: Person) -> CommentsExport:
    """Leave the record of an export of the comments on these IQAs, and a read of each of them."""
    export = CommentsExport.objects.create(by=by, purpose=purpose, choices=choices, iqas=len(pks))
    log_event(verb="exported", subject=export, by=by, purpose=purpose, iqas=len(pks))
    log_read(subject=export, by=by)
    kind = kind_of(Assessment())
    Read.objects.bulk_create(
        (Read(subject_kind=kind, subject_id=pk, by=by, at=export.at) for pk in pks), batch_size=1000
    )
    return export
