"""What someone works as and where, from when to when; and when they are away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from iqa.govuk.posted import posted
from iqa.organisation.actions import absences, postings
from iqa.organisation.forms.people import AbsenceForm, LastDayForm, PostingForm
from iqa.organisation.policies.refusals import NotAllowed
from iqa.organisation.presenters.postings import in_words
from iqa.organisation.views.visible import PersonRequest, get_absence, get_person, get_posting


def posting_add(request: PersonRequest, pk: int) -> HttpResponse:
    person = get_person(request, pk)
    form = PostingForm(posted(request), by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            postings.give(key=form.cleaned_data["key"], person=person, data=form.posting, by=request.user)
        except NotAllowed as refusal:
            form.show(refusal)
        else:
            messages.success(request, f"Posting given to {person.name}.")
            return redirect("organisation:person_detail", pk)
    context = {"form": form, "person": person, "title": "Add a posting", "caption": person.name, "button": "Add"}
    return render(request, "organisation/person_form.html", context)


def posting_end(request: PersonRequest, pk: int) -> HttpResponse:
    posting = get_posting(request, pk)
    form = LastDayForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            postings.end(posting=posting, ends_on=form.cleaned_data["last_day"], by=request.user)
        except NotAllowed as refusal:
            form.show(refusal)
        else:
            messages.success(request, "Last day of the posting saved.")
            return redirect("organisation:person_detail", posting.person_id)
    context = {"form": form, "person": posting.person, "caption": posting.person.name, "about": in_words(posting)}
    return render(request, "organisation/person_form.html", context | {"title": "End a posting", "button": "Save"})


def posting_move(request: PersonRequest, pk: int) -> HttpResponse:
    posting = get_posting(request, pk)
    form = PostingForm(posted(request), by=request.user, initial=PostingForm.going_on_from(posting))
    if request.method == "POST" and form.is_valid():
        try:
            postings.move(key=form.cleaned_data["key"], posting=posting, data=form.posting, by=request.user)
        except NotAllowed as refusal:
            form.show(refusal)
        else:
            messages.success(request, f"{posting.person.name} moves: one posting ends and the other begins.")
            return redirect("organisation:person_detail", posting.person_id)
    context = {"form": form, "person": posting.person, "caption": posting.person.name, "about": in_words(posting)}
    context |= {"title": "Move or change a posting", "button": "Save"}
    return render(request, "organisation/posting_move.html", context)


def posting_withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    posting = get_posting(request, pk)
    if request.method == "POST":
        try:
            postings.withdraw(posting=posting, by=request.user)
            messages.success(request, "Posting withdrawn.")
        except NotAllowed as refusal:
            messages.warning(request, str(refusal))
        return redirect("organisation:person_detail", posting.person_id)
    context = {
        "person": posting.person,
        "about": in_words(posting),
        "title": "Withdraw a posting",
        "button": "Withdraw",
    }
    return render(request, "organisation/posting_withdraw.html", context)


def absence_add(request: PersonRequest, pk: int) -> HttpResponse:
    person = get_person(request, pk)
    form = AbsenceForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            absences.add(person=person, by=request.user, **form.cleaned_data)
        except NotAllowed as refusal:
            form.show(refusal)
        else:
            messages.success(request, "Absence saved.")
            return redirect("organisation:person_detail", pk)
    context = {"form": form, "person": person, "title": "Add a long absence", "caption": person.name, "button": "Add"}
    context["about"] = "No half days are due of someone while they are away."
    return render(request, "organisation/person_form.html", context)


def absence_end(request: PersonRequest, pk: int) -> HttpResponse:
    absence = get_absence(request, pk)
    form = LastDayForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            absences.end(absence=absence, ends_on=form.cleaned_data["last_day"], by=request.user)
        except NotAllowed as refusal:
            form.show(refusal)
        else:
            messages.success(request, "Last day of the absence saved.")
            return redirect("organisation:person_detail", absence.person_id)
    context = {"form": form, "person": absence.person, "title": "End a long absence", "button": "Save"}
    return render(request, "organisation/person_form.html", context | {"caption": absence.person.name})
