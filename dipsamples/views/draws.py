"""Draws: which there are, making one, how far one has come, topping it up, taking the next IQA from it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from assessments.views.visible import PersonRequest
from dipsamples.actions import draws
from dipsamples.forms.draws import MakeDrawForm
from dipsamples.models import Draw
from dipsamples.policies import draws as may
from dipsamples.presenters import draws as words
from dipsamples.querysets.draw_figures import figures_of
from dipsamples.querysets.draw_records import rate_in_force, records_of
from iqa.govuk.posted import posted
from iqa.organisation.models import Area
from iqa.organisation.policies.refusals import NotAllowed
from iqa.permissions import Permission, refuse

PER_PAGE = 25


@require_safe
def draw_list(request: PersonRequest) -> HttpResponse:
    may.check_may_see_draws(request.user)
    found = Draw.objects.visible_to(request.user).with_facts().with_counts()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_make": may.may_draw_anywhere(request.user)}
    return render(request, "dipsamples/draw_list.html", context)


def draw_make(request: PersonRequest) -> HttpResponse:
    may.check_may_draw_anywhere(request.user)
    form = MakeDrawForm(posted(request), areas=Area.objects.where(request.user, Permission.DRAW_SAMPLES))
    if request.method == "POST" and form.is_valid():
        try:
            draw = draws.make(by=request.user, **form.cleaned_data)
        except NotAllowed as refusal:
            form.show(refusal)
        else:
            messages.success(request, words.made_banner(draw, draw.drawn.count()))
            return redirect("dipsamples:draw_detail", draw.pk)
    context = {"form": form, "title": "Make a draw", "button": "Make the draw"}
    return render(request, "dipsamples/draw_make.html", context | {"back_href": reverse("dipsamples:draw_list")})


@require_safe
def draw_detail(request: PersonRequest, pk: int) -> HttpResponse:
    return _page(request, _get_draw(request, pk))


@require_POST
def draw_top_up(request: PersonRequest, pk: int) -> HttpResponse:
    draw = _get_draw(request, pk)
    messages.success(request, words.topped_up_banner(draws.top_up(draw=draw, by=request.user)))
    return redirect("dipsamples:draw_detail", pk)


@require_POST
def draw_take(request: PersonRequest, pk: int) -> HttpResponse:
    draw = _get_draw(request, pk)
    try:
        sample = draws.take_next(draw=draw, by=request.user)
    except NotAllowed as refusal:
        return _page(request, draw, refusal=str(refusal))
    return redirect("dipsamples:dip_sample_detail", sample.pk)


@require_safe
def draw_steps(request: PersonRequest, pk: int) -> HttpResponse:
    """Its seed, its steps and what they drew, as a file."""
    draw = _get_draw(request, pk)
    may.check_may_see_numbers(request.user, draw)
    response = JsonResponse(words.record_of(draw, records_of(draw)))
    response["Content-Disposition"] = f'attachment; filename="draw-{draw.pk}.json"'
    return response


def _page(request: PersonRequest, draw: Draw, **said: Any) -> HttpResponse:
    percent = rate_in_force(draw)
    context = {
        "title": words.title_of(draw),
        "draw": draw,
        "rate": words.rate_in_words(percent),
        "may_take": may.may_take(request.user, draw),
        "may_top_up": may.may_draw(request.user, draw.area),
        "may_see_numbers": may.may_see_numbers(request.user, draw),
        "steps": words.steps_of(draw.steps.with_counts()),
        "substitutions": [words.substitution_words(each) for each in draw.drawn.substituted()],
        "drawn_again": words.drawn_again(draw, records_of(draw)),
        **words.tables_of(figures_of(draw), percent=percent),
    }
    return render(request, "dipsamples/draw_detail.html", context | said)


def _get_draw(request: PersonRequest, pk: int) -> Draw:
    """The draw, if `request.user` may see it; 404 outside their Area, 403 within it."""
    draw = Draw.objects.visible_to(request.user).with_facts().filter(pk=pk).first()
    if draw is None:
        raise refuse(request.user, get_object_or_404(Draw.objects.with_facts(), pk=pk).place)
    return draw
