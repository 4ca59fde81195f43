from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from iqa.audit.actions import log_event
from iqa.calendar import today
from iqa.organisation.models import Area, UnitKind
from iqa.terms.models import Term
from iqa.terms.policies import PART_OF, NotAllowed, check_new_value, may_set


@transaction.atomic
def change_term(
    *, name: str, value: Decimal, starts_on: date, whose: Area | UnitKind | None, reason: str, by: Any
) -> Term:
    """Set a number of the scheme from a day on, for an Area, a kind of unit or the nation. The same again changes
    nothing.

    Raises `PermissionDenied`, and `NotAllowed` for a value that the term cannot have, a day in the past and a day from
    which there is a change already.
    """
    if not may_set(by, name, whose):
        raise PermissionDenied
    area, kind = (whose, "") if isinstance(whose, Area) else (None, whose or "")
    whole = PART_OF.get(name)
    check_new_value(
        name=name,
        value=value,
        starts_on=starts_on,
        area=area,
        on=today(),
        national=Term.objects.value_on(starts_on, name=name, area_id=None),
        whole=Term.objects.value_on(starts_on, name=whole, area_id=None) if whole else None,
    )
    term = Term(name=name, value=value, starts_on=starts_on, area=area, unit_kind=kind, reason=reason, set_by=by)
    try:
        with transaction.atomic():
            term.save()
    except IntegrityError:
        return _pressed_twice(term)
    log_event(verb="set", subject=term, by=by)
    return term


def _pressed_twice(term: Term) -> Term:
    """The same change, made already. Raises `NotAllowed` where another holds from that day."""
    earlier = Term.objects.get(name=term.name, area=term.area, unit_kind=term.unit_kind, starts_on=term.starts_on)
    if (earlier.value, earlier.reason, earlier.set_by) != (term.value, term.reason, term.set_by):
        raise NotAllowed("There is a change from that date already. Enter another date.")
    return earlier
