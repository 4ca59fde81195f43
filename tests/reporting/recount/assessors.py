"""Who was posted where, day by day, and how many IQAs each of them recorded."""

from datetime import date, timedelta
from decimal import Decimal

from iqa.organisation.models import Posting
from tests.reporting.recount.choosing import bounds
from tests.reporting.recount.reading import quarter_of

BEGAN = date(2015, 4, 1)


def days_asked(place, of, today):
    first, last = bounds(place)
    if first is None and not {"quarter", "month"} & set(of):
        return [today]
    first, last = first or BEGAN, min(last or today, today)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    days = [day for day in days if of.get("quarter", quarter_of(day)) == quarter_of(day)]
    return [day for day in days if of.get("month", str(day)[:7]) == str(day)[:7]]


def posted(place, of, today):
    """The addresses of the DCPs and SDCPs with a posting on one of the days asked of."""
    days = days_asked(place, of, today)
    found = set()
    for posting in Posting.objects.select_related("unit__area", "person"):
        if posting.role not in ("dcp", "sdcp"):
            continue
        unit, email = posting.unit, posting.person.email
        name = f"{unit.area.name} / {unit.name}"
        chosen = f"{place['area']} / {place['unit']}" if "unit" in place else name
        is_there = (
            name == chosen == of.get("unit", name)
            and unit.area.name == place.get("area", unit.area.name) == of.get("area", unit.area.name)
            and unit.kind == place.get("unit_kind", unit.kind) == of.get("unit_kind", unit.kind)
            and email == of.get("assessor", email)
        )
        if is_there and any(posting.starts_on <= day <= (posting.ends_on or day) for day in days):
            found.add(email)
    return found


def assessors(iqas, place, of, today):
    there = posted(place, of, today)
    done = sorted(sum(i["assessor"] == [email] for i in iqas) for email in there)
    if "assessor" in of:
        return [{"assessors": 1, "with_none": int(done == [0]), "iqas": done[0]}] if done else []
    middle = [done[(len(done) - 1) // 2], done[len(done) // 2]] if done else []
    none = [n for n in done if n == 0]
    return [
        {
            "assessors": len(done),
            "with_none": len(none),
            "with_none_pct": Decimal(int(1000 * len(none) / len(done) + 0.5)) / 10 if done else None,
            "iqas_each": Decimal(sum(middle)) / 2 if done else None,
        }
    ]
