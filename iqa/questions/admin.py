from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from iqa.administration.site import ReadOnlyAdmin, ReferenceAdmin
from iqa.questions.models import Activity, QuestionSet, Wording


@admin.register(QuestionSet)
class QuestionSetAdmin(ReferenceAdmin):
    """A draft's title; a published set never changes, and questions are edited on their pages."""

    may_add = False
    readonly_fields = ["copied_from", "in_force_from", "published_at", "published_by", "edited_at", "edited_by"]
    fields = ["title", *readonly_fields]
    list_display = ["title", "in_force_from", "published_at"]

    def has_change_permission(self, request: HttpRequest, obj: QuestionSet | None = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.is_published)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        # Whoever edits a set last does not publish it.
        obj.edited_at = timezone.now()
        obj.edited_by = request.user
        super().save_model(request, obj, form, change)


@admin.register(Wording)
class WordingAdmin(ReadOnlyAdmin):
    list_display = ["question_set", "number", "label"]
    list_display_links = ["number"]
    list_filter = ["question_set", "activity"]
    list_select_related = ["question_set"]


@admin.register(Activity)
class ActivityAdmin(ReadOnlyAdmin):
    list_display = ["name", "base", "order"]
