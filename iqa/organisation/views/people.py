"""People: who they are, and whether they may sign in."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from iqa.calendar import today
from iqa.govuk.posted import posted
from iqa.organisation.actions import people
from iqa.organisation.forms.people import LastDayForm, NewPersonForm, PersonForm, PersonSearchForm
from iqa.organisation.models import Person, Unit
from iqa.organisation.policies.postings import manages_wholly
from iqa.organisation.policies.refusals import NotAllowed
from iqa.organisation.presenters import people as words
from iqa.organisation.views.visible import PersonRequest, get_person
from iqa.permissions import Permission, check_permission_anywhere

PER_PAGE = 25


@require_safe
def person_list(request: PersonRequest) -> HttpResponse:
    check_permission_anywhere(request.user, Permission.MANAGE_PEOPLE)
    units = Unit.objects.where(request.user, Permission.MANAGE_PEOPLE).select_related("area")
    form = PersonSearchForm(request.GET, units=units)
    found = Person.objects.none()
    if form.is_valid():
        found = Person.objects.found(request.user, on=today(), **form.cleaned_data)
    found = found.with_postings(request.user, on=today())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "rows": words.rows(page), "title": words.title_of_list(page)}
    return render(request, "organisation/person_list.html", context)


def person_add(request: PersonRequest) -> HttpResponse:
    check_permission_anywhere(request.user, Permission.MANAGE_PEOPLE)
    form = NewPersonForm(posted(request), by=request.user)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("key", "name", "email")}
        try:
            person = people.add(data=form.posting, by=request.user, **said)
        except NotAllowed as refusal:
            form.show(refusal)
        else:
            messages.success(request, f"{person.name} added.")
            return redirect("organisation:person_detail", person.pk)
    context = {"form": form, "title": "Add a person", "button": "Add", "back_href": reverse("organisation:person_list")}
    return render(request, "organisation/form.html", context)


@require_safe
def person_detail(request: PersonRequest, pk: int) -> HttpResponse:
    person = get_person(request, pk)
    return render(request, "organisation/person_detail.html", words.page_of(person, by=request.user, on=today()))


def person_edit(request: PersonRequest, pk: int) -> HttpResponse:
    person = _wholly_managed(request, pk)
    form = PersonForm(posted(request), initial={"name": person.name, "email": person.email})
    if request.method == "POST" and form.is_valid():
        try:
            people.edit(person=person, by=request.user, **form.cleaned_data)
        except NotAllowed as refusal:
            form.show(refusal)
        else:
            messages.success(request, "Name and email address saved.")
            return redirect("organisation:person_detail", pk)
    context = {"form": form, "title": "Change name or email address", "button": "Save", "caption": person.name}
    return render(request, "organisation/person_form.html", context | {"person": person})


def person_leave(request: PersonRequest, pk: int) -> HttpResponse:
    person = _wholly_managed(request, pk)
    form = LastDayForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            people.leave(person=person, by=request.user, **form.cleaned_data)
        except NotAllowed as refusal:
            form.show(refusal)
        else:
            messages.success(request, f"All postings of {person.name} end on their last day.")
            return redirect("organisation:person_detail", pk)
    context = {"form": form, "person": person, "title": f"Record that {person.name} is leaving", "button": "Save"}
    return render(request, "organisation/person_leave.html", context)


def person_disable(request: PersonRequest, pk: int) -> HttpResponse:
    person = _wholly_managed(request, pk)
    context = {"person": person, "title": f"Stop {person.name} from signing in", "button": "Stop sign-in"}
    done = f"{person.name} can no longer sign in."
    return _confirmed(request, person, people.disable, done, "organisation/person_disable.html", context)


def person_enable(request: PersonRequest, pk: int) -> HttpResponse:
    person = _wholly_managed(request, pk)
    context = {"person": person, "title": f"Let {person.name} sign in", "button": "Let them sign in"}
    done = f"{person.name} can sign in again."
    return _confirmed(request, person, people.enable, done, "organisation/person_enable.html", context)


def _confirmed(
    request: PersonRequest, person: Person, act: Callable[..., None], done: str, template: str, context: dict
) -> HttpResponse:
    """A page that asks before it does one thing to a person."""
    if request.method == "POST":
        try:
            act(person=person, by=request.user)
            messages.success(request, done)
        except NotAllowed as refusal:
            messages.warning(request, str(refusal))
        return redirect("organisation:person_detail", person.pk)
    return render(request, template, context)


def _wholly_managed(request: PersonRequest, pk: int) -> Person:
    """The person, if their account is for `request.user` to change."""
    person = get_person(request, pk)
    if not manages_wholly(request.user, person, person.postings.not_ended(on=today()).select_related("unit")):
        raise PermissionDenied
    return person
