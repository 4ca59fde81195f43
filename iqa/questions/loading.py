"""Loads what the scheme starts from, out of `fixtures/`: Areas, terms and the first question set. Loading again
changes nothing."""

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction

from iqa.organisation.models import Area
from iqa.questions.models import Activity, Outcome, Question, QuestionSet, Reason, Wording
from iqa.questions.revising import revised
from iqa.terms.models import Term

FIXTURES = Path(settings.BASE_DIR) / "fixtures"


@transaction.atomic
def load_scheme() -> bool:
    """Load what is missing; says whether the question set was new."""
    Area.objects.bulk_create([Area(name=name) for name in read("areas.yaml")], ignore_conflicts=True)
    _load_terms()
    return load_published_set(read("question_set_annex_f.yaml"))


@transaction.atomic
def load_next_set() -> bool:
    """Load the draft of the next set, to start from; says whether it was new. The set that it is based on is there
    already, or is loaded first."""
    load_scheme()
    base, revision = read("question_set_annex_f.yaml"), read("question_set_next.yaml")
    copied_from = QuestionSet.objects.get(title=revision["based_on"])
    return load_draft_set(revised(base, revision), copied_from=copied_from) is not None


def read(filename: str) -> Any:
    return yaml.safe_load((FIXTURES / filename).read_text(encoding="utf-8"))


def _load_terms() -> None:
    for term in read("terms.yaml"):
        Term.objects.get_or_create(
            name=term["name"],
            area=None,
            starts_on=term["starts_on"],
            defaults={"value": term["value"], "reason": term["reason"]},
        )


def load_published_set(described: dict[str, Any]) -> bool:
    """Make the question set that a fixture describes, published; False where a set of that title exists."""
    question_set = load_draft_set(described)
    if question_set is None:
        return False
    day = described["in_force_from"]
    question_set.in_force_from = day
    question_set.published_at = datetime.combine(day, time(0), UTC)
    question_set.save(update_fields=["in_force_from", "published_at"])
    return True


def load_draft_set(described: dict[str, Any], *, copied_from: QuestionSet | None = None) -> QuestionSet | None:
    """Make the question set that a fixture describes, not published; None where a set of that title exists."""
    if QuestionSet.objects.filter(title=described["title"]).exists():
        return None
    question_set = QuestionSet.objects.create(title=described["title"], copied_from=copied_from)
    Outcome.objects.bulk_create(
        Outcome(question_set=question_set, order=order, **outcome)
        for order, outcome in enumerate(described["outcomes"], 1)
    )
    for order, activity in enumerate(described["activities"], 1):
        _load_activity(question_set, activity, order)
    return question_set


def _load_activity(question_set: QuestionSet, described: dict[str, Any], order: int) -> None:
    activity, _ = Activity.objects.get_or_create(
        code=described["code"],
        defaults={
            "name": described["name"],
            "base": described["base"],
            "order": order,
            "is_optional": described.get("is_optional", False),
        },
    )
    question_set.activities.add(activity, through_defaults={"order": order})
    for question in described["questions"]:
        wording = Wording.objects.create(
            question_set=question_set,
            question=Question.objects.get_or_create(key=question["key"])[0],
            activity=activity,
            number=question["number"],
            label=question["label"],
            text=question["text"],
            guidance="\n".join(question["guidance"]),
        )
        Reason.objects.bulk_create(
            Reason(wording=wording, order=order, is_other=reason["code"].endswith("-other"), **reason)
            for order, reason in enumerate(question["reasons"], 1)
        )
