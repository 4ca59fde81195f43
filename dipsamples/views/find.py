"""One list finds every dip sample that a person may see."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.pagination import page_of
from assessments.presenters import finding
from assessments.views.visible import PersonRequest
from dipsamples.filters import NEWEST, STATES, DipSampleFilter
from dipsamples.models import DipSample
from dipsamples.policies.access import check_may_find
from dipsamples.presenters.dip_sample import elsewhere, row_of


@require_safe
def find(request: PersonRequest) -> HttpResponse:
    check_may_find(request.user)
    here = reverse("dipsamples:dip_sample_list")
    found = DipSampleFilter(request.GET, DipSample.objects.visible_to(request.user), request=request)
    rows = found.qs.with_facts().prefetch_related("tags")
    page = page_of(rows, order=NEWEST, address=request.GET, total=found.total)
    context = {
        "form": found.form,
        "title": finding.title_of("Dip samples", page),
        "heading": f"Dip samples ({page.total:,})",
        "results": finding.count_words(page.total),
        "shown": finding.shown_words(page),
        "list_href": here,
        "chosen": finding.chosen_filters(found.form, request.GET, page=here, labels={"state": STATES}),
        "rows": [row_of(dip_sample, request.user) for dip_sample in page.rows],
        "links": finding.links_of(page, request.GET),
        "elsewhere": elsewhere(request.user),
    }
    return render(request, "dipsamples/dip_sample_list.html", context)
