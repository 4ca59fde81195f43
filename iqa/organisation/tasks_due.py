"""What needs whoever manages people: grants to decide."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse

from iqa.calendar import today
from iqa.organisation.models import Grant
from iqa.permissions import Permission, has_permission_anywhere
from iqa.worklist import Line, Rest, Source, Task, register


@register
class GrantsToDecide(Source):
    """Due on the day from which the grant is asked for."""

    def due(self, person: Any) -> Iterable[tuple[int, date | None]]:
        if not has_permission_anywhere(person, Permission.MANAGE_PEOPLE):
            return []
        return Grant.objects.to_decide_by(person, on=today()).order_by("pk").values_list("pk", "starts_on")

    def tasks(self, person: Any, keys: Collection[int]) -> Mapping[int, Task]:
        grants = Grant.objects.to_decide_by(person, on=today()).with_facts().filter(pk__in=keys)
        return {grant.pk: _task(grant) for grant in grants}

    def rest(self, person: Any) -> Rest:
        return Rest("All grants", reverse("organisation:grant_list"))


def _task(grant: Grant) -> Task:
    return Task(
        f"Decide a grant: {grant.person.name}",
        reverse("organisation:grant_approve", args=[grant.pk]),
        lines=(Line("Allows", grant.get_permission_display()), Line("Where", grant.place_name)),
        due_on=grant.starts_on,
        hidden=f"grant {grant.pk}",
    )
