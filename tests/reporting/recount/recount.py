"""The reports of the contract counted again in plain Python, from rows read one by one. It shares no code with the
product but the working days of the calendar."""

from collections import defaultdict
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil, sqrt

from iqa.calendar import add_working_days
from iqa.questions.models import Wording
from reporting.models import Target
from tests.reporting.recount.assessors import assessors, posted
from tests.reporting.recount.choosing import BASE, matches, values_of


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


# Reports that count only IQAs which have something.
COUNTED = {"agreement": "pairs", "not-met-other": "not_met_other", "feedback-given": "feedback"}


def report(name, iqas, place, compare, *, today):
    """The rows of a report, as a list of dictionaries, in no order that matters."""
    chosen = [iqa for iqa in iqas if matches(iqa, place)]
    if name == "open":
        chosen = [iqa for iqa in chosen if iqa["state"] != "closed"]
    else:
        chosen = [iqa for iqa in chosen if iqa["state"] != "draft"]
    if name == "marking-habits":
        chosen = [{**iqa, "copied": is_copied(iqa, chosen)} for iqa in chosen]
    if name in COUNTED:
        chosen = [iqa for iqa in chosen if iqa[COUNTED[name]]]
    if not compare:
        return ROWS[name](chosen, place, {}, today)
    rows = []
    is_by_posted = (name, compare) == ("assessors", "assessor")
    for value in posted(place, {}, today) if is_by_posted else values_of(compare, chosen, place):
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


def not_met_other(iqas, place, of, today):
    given = [answer for iqa in iqas for answer in iqa["not_met_other"]]
    return [
        {
            "question": number,
            "lies_with": whom,
            "count": given.count((number, whom)),
            "share_pct": pct(given.count((number, whom)), sum(n == number for n, _ in given)),
        }
        for number, whom in set(given)
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


def samplers(iqas, place, of, today):
    taken = defaultdict(list)
    for iqa in iqas:
        for sample in iqa["sampled_by"]:
            taken[sample["sampler"], iqa["assessor"][0]].append(sample)
    return [
        {
            "sampler": sampler,
            "assessor": assessor,
            "samples": len(samples),
            "targeted": sum(s["targeted"] for s in samples),
            "both_comments_pct": pct(sum(s["both"] for s in samples), len(samples)),
            "marked_blind": sum(s["blind"] for s in samples),
        }
        for (sampler, assessor), samples in taken.items()
    ]


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


def feedback_given(iqas, place, of, today):
    given = [i["feedback"] for i in iqas if i["feedback"]]
    rows = []
    for method in ("meeting", "appraisal", "phone", "email", "combination", "not_said"):
        kinds = [kind for mode, kind in given if mode == method]
        if method == "not_said" and not kinds:
            continue
        row = {"method": method, "count": len(kinds), "share_pct": pct(len(kinds), len(given))}
        row |= {kind: kinds.count(kind) for kind in ("positive", "developmental", "both")}
        rows.append(row | {"kind_not_said": kinds.count("")})
    return rows


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


def long_comments(iqa):
    squeezed = ("".join(comment.lower().split()) for comment in iqa["comments"])
    return {comment for comment in squeezed if len(comment) >= 20}


def is_copied(iqa, chosen):
    others = [other for other in chosen if other is not iqa and other["assessor"] == iqa["assessor"]]
    return any(long_comments(iqa) & long_comments(other) for other in others)


def marking_habits(iqas, place, of, today):
    judged = [[o for _, o, _ in i["answers"] if o != "not_applicable"] for i in iqas]
    all_met = sum(bool(outcomes) and set(outcomes) == {"fully_met"} for outcomes in judged)
    copied = sum(i["copied"] for i in iqas)
    return [
        {
            "iqas": len(iqas),
            "all_met": all_met,
            "all_met_pct": pct(all_met, len(iqas)),
            "copied": copied,
            "copied_pct": pct(copied, len(iqas)),
        }
    ]


ROWS = {
    "volumes": volumes,
    "timing": timing,
    "fully-met": fully_met,
    "reasons": reasons,
    "not-met-other": not_met_other,
    "dip-samples": dip_samples,
    "samplers": samplers,
    "feedback": feedback,
    "feedback-given": feedback_given,
    "health": health,
    "marking-habits": marking_habits,
    "assessors": assessors,
    "agreement": agreement,
    "open": open_iqas,
}
