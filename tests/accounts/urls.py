"""The service's addresses, and a few pages to try it with: one with a form, and one for each way to fail."""

from django import forms
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from iqa.govuk.forms import CharField, GovukForm
from iqa.govuk.posted import posted
from iqa.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500"]


class NoteForm(GovukForm):
    note = CharField(label="Note", widget=forms.Textarea, min_length=3)
    tag = forms.MultipleChoiceField(
        label="Tags", choices=[("a", "A"), ("b", "B")], required=False, widget=forms.CheckboxSelectMultiple
    )


def note(request, **kwargs):
    form = NoteForm(posted(request))
    if request.method == "POST" and form.is_valid():
        return HttpResponse(f"saved {form.cleaned_data['note']}")
    return render(request, "form_page.html", {"form": form, "title": "Note"})


def plain(request):
    return HttpResponse("plain")


def crash(request):
    raise ValueError(f"the defendant's name is {request.GET.get('urn')}")


def crash_for_a_reason(request):
    try:
        crash(request)
    except ValueError as error:
        raise RuntimeError("casework again") from error


def forbid(request):
    raise PermissionDenied


def refuse(request):
    raise BadRequest


urlpatterns = [
    *urlpatterns,
    path("note/", note),
    path("other-note/", note),
    path("plain/", plain),
    path("crash/", crash),
    path("crash-for-a-reason/", crash_for_a_reason),
    path("forbid/", forbid),
    path("refuse/", refuse),
]
