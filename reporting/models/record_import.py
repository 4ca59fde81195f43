import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from reporting.querysets.record_import import RecordImportQuerySet


class RecordImport(models.Model):
    """Files of the contract as somebody uploaded them, and what came of importing them.

    The row is the truth of it: a sweep claims one that waits, or one whose worker has not been heard of (`heard_at`),
    and does it, again from the start if need be, for importing twice is importing once.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        # Everything sound came in; what did not is in `problems`.
        DONE_IN_PART = "done_in_part", "Done in part"
        STOPPED = "stopped", "Stopped"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    is_trial = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    step = models.CharField(max_length=100, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    # Why it was stopped, in words.
    stopped_because = models.TextField(blank=True)
    # What came in, by file: {"answers.csv": {"added": 9, "changed": 0, "unchanged": 0, "left_out": 1}}.
    counts = models.JSONField(default=dict)

    objects = RecordImportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["uploaded_at"], condition=Q(finished_at__isnull=True), name="record_import_unfinished")
        ]

    def __str__(self) -> str:
        return f"Import of {self.uploaded_by} at {self.uploaded_at:%Y-%m-%d %H:%M}"


class ImportedFile(models.Model):
    """One of an import's files, by its name in the contract; what it holds is in `parts` until the import is done."""

    record_import = models.ForeignKey(RecordImport, models.CASCADE, related_name="files")
    name = models.CharField(max_length=40)
    size = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["record_import", "name"], name="file_once_in_import")]

    def __str__(self) -> str:
        return self.name


class FilePart(models.Model):
    """A part of a file, a megabyte at most, so that no more need be held at a time."""

    file = models.ForeignKey(ImportedFile, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="part_once_in_file")]

    def __str__(self) -> str:
        return f"{self.file}, part {self.number}"


class ImportProblem(models.Model):
    """A line that did not come in, and why: `file:line: column: words`."""

    record_import = models.ForeignKey(RecordImport, models.CASCADE, related_name="problems")
    file = models.CharField(max_length=40)
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=100)
    words = models.TextField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.column}: {self.words}"
