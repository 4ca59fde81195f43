"""The reports of the contract counted again in plain Python, from rows read one by one. It shares no code with the
product but the working days of the calendar."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil, sqrt
from zoneinfo import ZoneInfo

from assessments.models import Answer, Assessment
from dipsamples.models import DipSample
from iqa.calendar import add_working_days
from iqa.organisation.models import Area, Unit
from iqa.questions.models import Wording
from reporting.models import Target

LONDON = ZoneInfo("Europe/London")
LEVELS = ("magistrates", "crown", "youth")
KINDS = ("magistrates", "crown", "rasso", "ccu", "central", "cps_direct")
CATEGORIES = (
    "rape",
    "serious_sexual",
    "domestic_abuse",
    "hate_racial",
    "hate_religious",
    "hate_disability",
    "hate_homophobic",
    "hate_transphobic",
)
BASE = {"advice": "office", "charging_and_review": "office", "case_progression": "office", "case_presentation": "court"}


def read():
    """Every IQA that is a draft, recorded or closed, as a dictionary."""
    iqas = []
    numbers = {(w.question_set_id, w.question_id): w.number for w in Wording.objects.all()}
    related = ("half_day__unit__area", "half_day__activity", "half_day__assessor", "half_day__prosecutor", "case")
    for a in Assessment.objects.select_related(*related):
        if a.state not in ("draft", "recorded", "closed"):
            continue
        day, case = a.half_day, a.case
        categories = case.sensitive if a.state == "draft" else a.sensitive
        feedback, action = getattr(a, "feedback", None), getattr(a, "action", None)
        answers = []
        given = Answer.objects.filter(marking=a.marking).select_related("outcome").prefetch_related("reasons")
        for answer in given:
            if answer.outcome:
                number = numbers[day.question_set_id, answer.question_id]
                codes = ["other" if r.is_other else r.code for r in answer.reasons.all()]
                answers.append((number, answer.outcome.counts_as, codes))
        iqas.append(
            {
                "state": a.state,
                "area": [day.unit.area.name],
                "unit": [f"{day.unit.area.name} / {day.unit.name}"],
                "unit_kind": [day.unit.kind],
                "assessor": [day.assessor.email],
                "prosecutor": [day.prosecutor.email],
                "activity": [day.activity.code],
                "quarter": [quarter_of(day.assessed_on)],
                "month": [str(day.assessed_on)[:7]],
                "court_level": [case.court_level if a.state == "draft" else a.court_level],
                "sensitive": [c.code for c in categories.all()] or ["none"],
                "additional": ["yes" if day.additional else "no"],
                "assessed_on": day.assessed_on,
                "half_day": (day.assessor_id, day.prosecutor_id, day.activity_id, day.worked_on, day.half),
                "recorded_on": a.recorded_at and a.recorded_at.astimezone(LONDON).date(),
                "action_required": a.action_required,
                "taken": bool(action and action.taken_at),
                "feedback_on": feedback and feedback.given_on,
                "finalised": bool(a.finalised),
                "answers": answers,
                "pairs": pairs_of(a, numbers),
                "samples": [
                    (s.targeted, bool(s.iqa_comment and s.work_comment))
                    for s in DipSample.objects.filter(assessment=a)
                    if s.recorded_at
                ],
            }
        )
    return iqas


def pairs_of(assessment, numbers):
    """(number, own, reference) of each question that a finished second marking answers as the IQA did then."""
    pairs = []
    for second in assessment.second_markings.all():
        if second.finished_at:
            own, reference = (
                {answer.question_id: answer.outcome.counts_as for answer in Answer.objects.filter(marking=marking)}
                for marking in (second.compared_with, second.marking)
            )
            for question in own.keys() & reference.keys():
                number = numbers[second.marking.question_set_id, question]
                pairs.append((number, own[question], reference[question]))
    return pairs


def quarter_of(day: date) -> str:
    year = day.year if day.month > 3 else day.year - 1
    return f"{year}-{(year + 1) % 100:02} Q{((day.month + 8) % 12) // 3 + 1}"


def values_of(dimension, chosen, place):
    """Every value that has rows, whatever was counted."""
    areas = [a.name for a in Area.objects.all() if place.get("area", a.name) == a.name]
    units = [u for u in Unit.objects.all() if u.area.name in areas and place.get("unit", u.name) == u.name]
    activity = place.get("activity")
    return {
        "area": areas,
        "unit": [f"{u.area.name} / {u.name}" for u in units],
        "unit_kind": KINDS,
        "court_level": LEVELS,
        "sensitive": (*CATEGORIES, "none"),
        "additional": ("yes", "no"),
        "activity": [activity] if activity else list(BASE),
        "assessor": {value for iqa in chosen for value in iqa["assessor"]},
        "prosecutor": {value for iqa in chosen for value in iqa["prosecutor"]},
        "quarter": periods(chosen, place, quarter_of),
        "month": periods(chosen, place, lambda day: str(day)[:7]),
    }[dimension]


def periods(chosen, place, name):
    first, last = bounds(place)
    if first is None:
        if not chosen:
            return []
        first, last = min(i["assessed_on"] for i in chosen), max(i["assessed_on"] for i in chosen)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return list(dict.fromkeys(name(day) for day in days))


def bounds(place):
    if "month" in place:
        first = date.fromisoformat(f"{place['month']}-01")
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    if "year" in place:
        first = date(int(place["year"][:4]), 4, 1)
        if "quarter" in place:
            months = 3 * (int(place["quarter"][1]) - 1)
            first = date(first.year + (3 + months) // 12, (3 + months) % 12 + 1, 1)
            return first, (first + timedelta(days=93)).replace(day=1) - timedelta(days=1)
        return first, date(first.year + 1, 3, 31)
    return None, None


def matches(iqa, place):
    first, last = bounds(place)
    if first and not first <= iqa["assessed_on"] <= last:
        return False
    if "unit" in place and iqa["unit"] != [f"{place['area']} / {place['unit']}"]:
        return False
    same = ("area", "activity", "unit_kind", "court_level", "additional")
    if any(name in place and iqa[name] != [place[name]] for name in same):
        return False
    return "sensitive" not in place or place["sensitive"] in iqa["sensitive"]


def pct(part, whole):
    if not whole:
        return None
    exact = Fraction(100 * part, whole)
    return Decimal(int(exact * 10 + Fraction(1, 2))) / 10


def wilson(part, whole):
    if not whole:
        return None, None
    z, p = 1.959963984540054, part / whole
    centre, spread = p + z * z / (2 * whole), z * sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
    ends = ((centre - spread) / (1 + z * z / whole), (centre + spread) / (1 + z * z / whole))
    return tuple(Decimal(repr(100 * min(max(e, 0), 1))).quantize(Decimal("0.1"), ROUND_HALF_UP) for e in ends)


def report(name, iqas, place, compare, *, today):
    """The rows of a report, as a list of dictionaries, in no order that matters."""
    chosen = [iqa for iqa in iqas if matches(iqa, place)]
    if name == "open":
        chosen = [iqa for iqa in chosen if iqa["state"] != "closed"]
    else:
        chosen = [iqa for iqa in chosen if iqa["state"] != "draft"]
    if name == "agreement":
        chosen = [iqa for iqa in chosen if iqa["pairs"]]
    if not compare:
        return ROWS[name](chosen, place, {}, today)
    rows = []
    for value in values_of(compare, chosen, place):
        here = [iqa for iqa in chosen if value in iqa[compare]]
        for row in ROWS[name](here, place, {compare: value}, today):
            rows.append({compare: value, **row})
    return rows


def volumes(iqas, place, of, today):
    row = {}
    for prefix in ("", "office_", "court_"):
        here = [i for i in iqas if prefix in ("", BASE[i["activity"][0]] + "_")]
        target = proxy_target(prefix.rstrip("_"), place, of)
        row[f"{prefix}iqas"] = len(here)
        row[f"{prefix}half_days"] = len({i["half_day"] for i in here})
        row[f"{prefix}target"] = row[f"{prefix}target_pct"] = None
        row[f"{prefix}proxy_target"] = target
        row[f"{prefix}proxy_target_pct"] = pct(len(here), target)
    return [row]


def proxy_target(base, place, of):
    if set(place) - {"year", "quarter", "area"} or set(of) - {"area", "quarter"}:
        return None
    found = [
        t.proxy_target
        for t in Target.objects.all()
        if base in ("", t.base)
        and place.get("area", t.area.name) == t.area.name
        and of.get("area", t.area.name) == t.area.name
        and of.get("quarter", t.quarter) == t.quarter
        and place.get("year", t.quarter[:7]) == t.quarter[:7]
        and place.get("quarter", t.quarter[8:]) == t.quarter[8:]
    ]
    return sum(found) if found else None


def timing(iqas, place, of, today):
    n = len(iqas)
    days = [i["assessed_on"].day for i in iqas]
    months = [(i["assessed_on"].month - 1) % 3 + 1 for i in iqas]
    return [
        {
            "iqas": n,
            "days_1_10_pct": pct(sum(d <= 10 for d in days), n),
            "days_11_20_pct": pct(sum(10 < d <= 20 for d in days), n),
            "days_21_31_pct": pct(sum(d > 20 for d in days), n),
            **{f"month_{m}_pct": pct(months.count(m), n) for m in (1, 2, 3)},
        }
    ]


def activities_of(place, of):
    return [a for a in BASE if place.get("activity", a) == a and of.get("activity", a) == a]


def fully_met(iqas, place, of, today):
    rows = []
    for activity in activities_of(place, of):
        numbers = sorted(
            w.number for w in Wording.objects.filter(activity__code=activity, question_set__title="Annex F")
        )
        for number in numbers:
            given = [o for i in iqas for n, o, _ in i["answers"] if n == number]
            counts = {o: given.count(o) for o in ("fully_met", "not_met", "not_met_other", "not_applicable")}
            judged = len(given) - counts["not_applicable"]
            low, high = wilson(counts["fully_met"], judged)
            rate = pct(counts["fully_met"], judged)
            rows.append(
                {
                    "activity": activity,
                    "question": number,
                    **counts,
                    "fully_met_pct": rate,
                    "low_pct": low,
                    "high_pct": high,
                }
            )
    return rows


def reasons(iqas, place, of, today):
    given = defaultdict(list)
    for iqa in iqas:
        for number, outcome, codes in iqa["answers"]:
            if outcome == "not_met":
                given[number].append(codes)
    return [
        {
            "question": number,
            "reason": code,
            "count": (count := sum(code in codes for codes in answers)),
            "share_pct": pct(count, len(answers)),
            "other_share_pct": pct(sum("other" in codes for codes in answers), len(answers)),
        }
        for number, answers in given.items()
        for code in {code for codes in answers for code in codes}
    ]


def dip_samples(iqas, place, of, today):
    rows = []
    for activity in activities_of(place, of):
        here = [i for i in iqas if i["activity"] == [activity]]
        strata = defaultdict(list)
        for iqa in here:
            strata[iqa["area"][0], iqa["quarter"][0]].append(iqa)
        sampled = [i for i in here if any(not targeted for targeted, _ in i["samples"])]
        every = [both for i in here for _, both in i["samples"]]
        rows.append(
            {
                "activity": activity,
                "iqas": len(here),
                "sampled": len(sampled),
                "sampled_pct": pct(len(sampled), len(here)),
                "required": sum(ceil(Fraction(len(s), 10)) for s in strata.values()),
                "shortfall": sum(
                    max(ceil(Fraction(len(s), 10)) - sum(i in sampled for i in s), 0) for s in strata.values()
                ),
                "targeted": sum(any(targeted for targeted, _ in i["samples"]) for i in here),
                "both_comments_pct": pct(sum(every), len(every)),
            }
        )
    return rows


def feedback(iqas, place, of, today):
    given = [i for i in iqas if i["feedback_on"]]
    within = [i for i in given if i["feedback_on"] <= add_working_days(i["assessed_on"], 5)]
    required = sum(bool(i["action_required"]) for i in iqas)
    late = [
        i
        for i in iqas
        if not i["feedback_on"] and i["state"] == "recorded" and add_working_days(i["assessed_on"], 5) < today
    ]
    return [
        {
            "iqas": len(iqas),
            "action_required": required,
            "action_required_pct": pct(required, len(iqas)),
            "taken": sum(bool(i["action_required"]) and i["taken"] for i in iqas),
            "overdue": len(late),
            "feedback_given": len(given),
            "within_5_working_days": len(within),
            "within_pct": pct(len(within), len(given)),
        }
    ]


def health(iqas, place, of, today):
    advice = [i for i in iqas if i["activity"] == ["advice"]]
    special = sum(i["unit_kind"][0] in ("rasso", "ccu", "central") for i in advice)
    not_met = [codes for i in iqas for _, outcome, codes in i["answers"] if outcome == "not_met"]
    return [
        {
            "iqas": len(iqas),
            "recorded_late": sum(i["recorded_on"] > i["assessed_on"] + timedelta(days=1) for i in iqas),
            "finalised": sum(i["finalised"] for i in iqas),
            "advice": len(advice),
            "advice_specialist": special,
            "advice_specialist_pct": pct(special, len(advice)),
            "other_reason_share_pct": pct(sum("other" in codes for codes in not_met), len(not_met)),
        }
    ]


def open_iqas(iqas, place, of, today):
    recorded = [i for i in iqas if i["state"] == "recorded"]
    return [
        {
            "open": len(iqas),
            "draft": len(iqas) - len(recorded),
            "awaiting_action": sum(bool(i["action_required"]) and not i["taken"] for i in recorded),
            "awaiting_feedback": sum(
                not i["feedback_on"] and any(o == "not_met" for _, o, _ in i["answers"]) for i in recorded
            ),
            "older_than_28_days": sum((today - i["assessed_on"]).days > 28 for i in iqas),
        }
    ]


# By how good each outcome is for the person assessed (HMCPSI 2018, annex B).
GOOD = {"fully_met": 3, "not_met_other": 2, "not_met": 1}


def kind_of(own, reference):
    if own == reference:
        return "agreed"
    if "not_applicable" in (own, reference):
        return "wrongly_na" if own == "not_applicable" else "should_have_been_na"
    return "too_lenient" if GOOD[own] > GOOD[reference] else "too_robust"


def agreement(iqas, place, of, today):
    rows = []
    for row in fully_met([], place, of, today):
        pairs = [(own, reference) for i in iqas for n, own, reference in i["pairs"] if n == row["question"]]
        kinds = [kind_of(*pair) for pair in pairs]
        own = [answer for answer, _ in pairs if answer != "not_applicable"]
        reference = [answer for _, answer in pairs if answer != "not_applicable"]
        found = {"question": row["question"], "total": len(pairs)}
        for kind in ("too_lenient", "too_robust", "should_have_been_na", "wrongly_na", "agreed"):
            found |= {kind: kinds.count(kind), f"{kind}_pct": pct(kinds.count(kind), len(pairs))}
        found["fully_met_pct"] = pct(own.count("fully_met"), len(own))
        found["reference_fully_met_pct"] = pct(reference.count("fully_met"), len(reference))
        rows.append(found)
    return rows


ROWS = {
    "volumes": volumes,
    "timing": timing,
    "fully-met": fully_met,
    "reasons": reasons,
    "dip-samples": dip_samples,
    "feedback": feedback,
    "health": health,
    "agreement": agreement,
    "open": open_iqas,
}
