from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from iqa.calendar import today
from iqa.govuk import formats
from iqa.govuk.posted import posted
from iqa.organisation.models import Area, Person, UnitKind
from iqa.terms import presenters
from iqa.terms.actions import change_term
from iqa.terms.forms import ChangeForm
from iqa.terms.models import Term, TermName
from iqa.terms.policies import NotAllowed, those_to_set, value_in_words


class PersonRequest(HttpRequest):
    """A request as views get it: nobody comes past the sign-in unknown."""

    user: Person


@require_safe
def term_list(request: PersonRequest) -> HttpResponse:
    areas = list(Area.objects.all())
    changeable = {name for name in TermName if those_to_set(request.user, name, areas)}
    groups = presenters.groups(Term.objects.with_people(), on=today(), changeable=changeable)
    return render(request, "terms/term_list.html", {"title": "Terms of the scheme", "groups": groups})


@require_safe
def term_detail(request: PersonRequest, name: str) -> HttpResponse:
    term = _term_or_404(name)
    context = {
        "title": term.label,
        "name": name,
        "may_change": bool(_those(request, name)),
        **presenters.history(Term.objects.with_people().filter(name=name), on=today()),
    }
    return render(request, "terms/term_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def term_change(request: PersonRequest, name: str) -> HttpResponse:
    term = _term_or_404(name)
    those = _those(request, name)
    if not those:
        raise PermissionDenied
    form = ChangeForm(posted(request), name=name, those=those)
    if request.method == "POST" and form.is_valid():
        try:
            changed = _change(request, name, form)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            value, day = value_in_words(name, changed.value), formats.date_long(changed.starts_on)
            messages.success(request, f"{presenters.whose_in_words(changed.whose)}: {value} from {day}.")
            return redirect("terms:term_detail", name)
    context: dict[str, Any] = {"form": form, "title": f"Change: {term.label}", "name": name, "term": term}
    context["only_whose"] = presenters.whose_in_words(those[0]) if len(those) == 1 else ""
    return render(request, "terms/term_change.html", context)


def _change(request: PersonRequest, name: str, form: ChangeForm) -> Term:
    given = form.cleaned_data
    return change_term(
        name=name,
        value=given["value"],
        starts_on=given["starts_on"],
        whose=form.whose,
        reason=given["reason"],
        by=request.user,
    )


def _term_or_404(name: str) -> TermName:
    if name not in TermName:
        raise Http404
    return TermName(name)


def _those(request: PersonRequest, name: str) -> list[Area | UnitKind | None]:
    return those_to_set(request.user, name, Area.objects.all())
