"""Files of the contract that somebody uploads: kept as rows, and done by a sweep that claims them.

An import whose worker has gone is claimed again, and begins again: to import twice is to import once.
"""

import time
import uuid
from collections.abc import Iterable
from datetime import timedelta
from itertools import islice

import structlog
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from iqa.audit.actions import log_event
from iqa.organisation.imports.reading import Problem, Unreadable
from iqa.organisation.models import Person
from reporting.actions.records.importing import Import
from reporting.imports.stored import StoredFolder
from reporting.models import FilePart, ImportedFile, ImportProblem, RecordImport
from reporting.policies.imports import check_may_import, refusals

logger = structlog.get_logger(__name__)

PART = 1024 * 1024
# A worker that has not been heard of for so long is gone: nothing that it does in one go takes as long.
GONE_AFTER = timedelta(minutes=20)
HEARD_EVERY = 2.0  # seconds
MOST_TRIES = 3
AT_ONCE = 1_000
NO_LONGER = "Whoever uploaded these files may no longer import them."
FAILED = f"It failed {MOST_TRIES} times. Nothing is lost: what came in stays, and the rest is as it was."

State = RecordImport.State


class NotAllowed(Exception):
    """What was asked for cannot be done; its text says so in words for the person who asked."""


class Superseded(Exception):
    """Another worker has taken this import over."""


@transaction.atomic
def upload(*, key: uuid.UUID, files: Iterable[UploadedFile], is_trial: bool, by: Person) -> RecordImport:
    """Keep files, named as the contract names them, to be imported. The same key again returns the same import.

    Raises `PermissionDenied` for who imports nothing at all, and `NotAllowed` for files that are others' to import.
    """
    check_may_import(by)
    given = list(files)
    for words in refusals(by, {file.name or "" for file in given}):
        raise NotAllowed(words)
    record_import, created = RecordImport.objects.get_or_create(
        key=key, defaults={"uploaded_by": by, "is_trial": is_trial}
    )
    if created:
        for file in given:
            _keep(record_import, file)
        log_event(verb="uploaded", subject=record_import, by=by, files=sorted(file.name or "" for file in given))
    return record_import


def run_waiting() -> int:
    """Do the imports that wait, one after another; how many."""
    done = 0
    while record_import := _claim():
        _run(record_import)
        done += 1
    return done


def _keep(record_import: RecordImport, file: UploadedFile) -> None:
    kept = ImportedFile.objects.create(record_import=record_import, name=file.name or "", size=file.size or 0)
    for number, content in enumerate(file.chunks(PART)):
        FilePart.objects.create(file=kept, number=number, content=content)


def _claim() -> RecordImport | None:
    """The next import that waits, or whose worker is gone. The conditional update lets one worker alone have it."""
    now = timezone.now()
    open_ = Q(state=State.WAITING) | Q(state=State.RUNNING, heard_at__lt=now - GONE_AFTER)
    for found in RecordImport.objects.filter(open_).order_by("pk"):
        if found.tries >= MOST_TRIES:
            _stop(found, FAILED)
            continue
        claimed = RecordImport.objects.filter(open_, pk=found.pk, tries=found.tries).update(
            state=State.RUNNING, tries=F("tries") + 1, started_at=now, heard_at=now
        )
        if claimed:
            return RecordImport.objects.select_related("uploaded_by").get(pk=found.pk)
    return None


def _run(record_import: RecordImport) -> None:
    names = set(record_import.files.values_list("name", flat=True))
    if any(refusals(record_import.uploaded_by, names)):
        _stop(record_import, NO_LONGER)
        return
    heard = Heard(record_import)
    running = Import(StoredFolder(record_import), heard, by=record_import.uploaded_by, is_trial=record_import.is_trial)
    try:
        with running.run() as staging:
            _finish(record_import, running, staging.problems())
    except Unreadable as error:
        _stop(record_import, str(error))
    except Superseded:
        logger.warning("import_superseded", record_import=record_import.pk)
    except Exception as error:  # the next sweep tries again, and the imports behind it have their turn
        logger.exception("import_failed", record_import=record_import.pk, error=type(error).__name__)
        _mine(record_import).update(state=State.WAITING)
        raise


@transaction.atomic
def _finish(record_import: RecordImport, running: Import, problems: Iterable[Problem]) -> None:
    ImportProblem.objects.filter(record_import=record_import).delete()
    found = iter(problems)
    while part := list(islice(found, AT_ONCE)):
        ImportProblem.objects.bulk_create(
            ImportProblem(record_import=record_import, **problem._asdict()) for problem in part
        )
    state = State.DONE if running.outcome.is_whole else State.DONE_IN_PART
    _close(record_import, state=state, counts=running.outcome.counts)


@transaction.atomic
def _stop(record_import: RecordImport, why: str) -> None:
    _close(record_import, state=State.STOPPED, stopped_because=why)


def _close(record_import: RecordImport, **said: object) -> None:
    """It is over, and its files are needed no more. Raises `Superseded`."""
    if not _mine(record_import).update(finished_at=timezone.now(), step="", **said):
        raise Superseded
    FilePart.objects.filter(file__record_import=record_import).delete()


def _mine(record_import: RecordImport) -> QuerySet[RecordImport]:
    """The row, unless another worker has claimed it since."""
    return RecordImport.objects.filter(pk=record_import.pk, tries=record_import.tries, finished_at__isnull=True)


class Heard:
    """Tells how far an import is, now and then, and that its worker is alive."""

    def __init__(self, record_import: RecordImport) -> None:
        self._import = record_import
        self._told_at = 0.0

    def begin(self, step: str, total: int) -> None:
        self._tell(step=step, done=0, total=total)

    def reach(self, done: int) -> None:
        if time.monotonic() - self._told_at >= HEARD_EVERY:
            self._tell(done=done)

    def _tell(self, **said: object) -> None:
        """Raises `Superseded`."""
        self._told_at = time.monotonic()
        if not _mine(self._import).update(heard_at=timezone.now(), **said):
            raise Superseded
