import uuid
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from iqa.administration.site import ReadOnlyAdmin, ReferenceAdmin
from iqa.organisation.actions import people, postings
from iqa.organisation.models import Area, Grant, Person, Posting, Unit
from iqa.organisation.policies.refusals import NotAllowed


class RuledAdmin(ReferenceAdmin):
    """Saves by the actions that the pages use, so that their rules hold here too; a refusal is shown in their words."""

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except NotAllowed as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return redirect(request.get_full_path())


@admin.register(Area)
class AreaAdmin(ReferenceAdmin):
    search_fields = ["name"]


@admin.register(Unit)
class UnitAdmin(ReferenceAdmin):
    """What a unit is called and what kind it is; opening, closing and merging have pages of their own."""

    may_add = False
    fields = ["area", "name", "kind", "opened_on", "closed_on", "merged_into"]
    readonly_fields = ["area", "opened_on", "closed_on", "merged_into"]
    list_display = ["name", "area", "kind", "closed_on"]
    list_filter = ["area", "kind"]
    list_select_related = ["area"]
    search_fields = ["name"]


class PersonForm(forms.ModelForm):
    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


@admin.register(Person)
class PersonAdmin(RuledAdmin):
    """Somebody new comes with a posting, on the page for that."""

    may_add = False
    form = PersonForm
    fields = ["name", "email", "is_active", "added_at", "last_login"]
    readonly_fields = ["added_at", "last_login"]
    list_display = ["name", "email", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name", "email"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        by: Any = request.user
        people.edit(person=obj, name=obj.name, email=obj.email, by=by)
        if "is_active" in form.changed_data:
            (people.enable if obj.is_active else people.disable)(person=obj, by=by)


@admin.register(Posting)
class PostingAdmin(RuledAdmin):
    """Given whole; afterwards only its last day can be said."""

    given_whole = ["person", "role", "unit", "area", "starts_on", "is_acting", "is_advocate", "full_time_equivalent"]
    fields = [*given_whole, "ends_on"]
    list_display = ["person", "role", "unit", "area", "starts_on", "ends_on"]
    list_filter = ["role"]
    list_select_related = ["person", "unit__area", "area"]
    search_fields = ["person__name", "person__email"]
    raw_id_fields = ["person", "unit"]

    def get_readonly_fields(self, request: HttpRequest, obj: Posting | None = None) -> list[str]:
        return self.given_whole if obj else []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        by: Any = request.user
        if not change:
            data = postings.PostingData(**{name: form.cleaned_data[name] for name in postings.PostingData._fields})
            obj.pk = postings.give(key=uuid.uuid4(), person=obj.person, data=data, by=by).pk
        elif "ends_on" in form.changed_data:
            if obj.ends_on is None:
                raise NotAllowed("Enter the last day.")
            postings.end(posting=Posting.objects.get(pk=obj.pk), ends_on=obj.ends_on, by=by)


@admin.register(Grant)
class GrantAdmin(ReadOnlyAdmin):
    list_display = ["person", "permission", "starts_on", "ends_on", "approved_by"]
    list_select_related = ["person", "approved_by"]
    search_fields = ["person__name", "person__email"]
