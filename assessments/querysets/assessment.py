from datetime import date

from django.db import models
from django.db.models import BooleanField, Case, Exists, F, Max, OuterRef, Q, Value, When
from django.utils import timezone

from assessments.additions import hidden_from
from assessments.querysets.counted import counted_as
from iqa.audit.models import Read
from iqa.calendar import today
from iqa.organisation.models import Grant, Posting
from iqa.organisation.querysets import in_places
from iqa.permissions import Permission, places_with, roles_with
from iqa.querysets import keys_if_few
from iqa.questions.models import Outcome

# What stands for a case without a sensitive category.
NO_CATEGORY = "none"
# What stands for every question's "other", whatever its code in a set.
OTHER_REASON = "other"
# What stands for every answer but "not applicable": what a share of fully met is a share of.
JUDGED = "judged"

_JUDGED = [each for each in Outcome.CountsAs if each != Outcome.CountsAs.NOT_APPLICABLE]


class AssessmentQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those in the person's places, drafts included (that they exist, not what they say); of their own work only
        what has been released to them. Every page of casework starts here.

        With `is_hidden`: whether what was found, and by whom, is kept from them for now.
        """
        own = Q(half_day__prosecutor=person)
        in_place = in_places(places_with(person, Permission.VIEW_IQAS), unit="half_day__unit")
        hidden = Case(When(hidden_from(person), then=True), default=False, output_field=BooleanField())
        return self.filter((in_place & ~own) | (own & _released())).annotate(is_hidden=hidden)

    def not_hidden(self):
        """Of those `visible_to` a person, the ones that keep nothing from them."""
        return self.filter(is_hidden=False)

    def with_state_shown(self):
        """Of those `visible_to` a person, with `state_shown`: whether one that is hidden has closed is not told."""
        return self.annotate(state_shown=Case(When(is_hidden=True, then=Value("recorded")), default=F("state")))

    def with_facts(self):
        """With all that a page or a row names."""
        return self.select_related(
            "case",
            "marking",
            "action",
            "feedback",
            "half_day__activity",
            "half_day__assessor",
            "half_day__prosecutor",
            "half_day__question_set",
            "half_day__unit__area",
        )

    def drafts(self):
        return self.filter(state="draft")

    def recorded(self):
        """Those that count: recorded or closed, neither drafts nor withdrawn."""
        return self.filter(state__in=["recorded", "closed"])

    def awaiting_action(self):
        """Recorded, with an action that has not been marked as taken."""
        return self.filter(state="recorded", action_required=True, action__taken_at__isnull=True)

    def awaiting_feedback(self):
        """Recorded, with an answer that is not met, and no feedback recorded."""
        return self.filter(_any_answer_counting_as(Outcome.CountsAs.NOT_MET), state="recorded", feedback__isnull=True)

    def of_half_day(self, half_day):
        """Those of a half day, with their cases, in the order they were begun."""
        return self.filter(half_day=half_day).select_related("case").order_by("pk")

    def of_case(self, case):
        """Those of a case, the latest assessed first."""
        return self.filter(case=case).order_by("-half_day__assessed_on", "-pk")

    def using_up(self, case):
        """Those by which a half day has a case already."""
        return self.filter(case=case, state__in=["draft", "recorded", "closed"])

    def without_feedback(self):
        """Recorded or closed, with no feedback recorded: whether or not any is asked for."""
        return self.recorded().filter(feedback__isnull=True)

    def counted_overdue(self, *, on: date):
        """Those that figures count as overdue: not closed, without feedback, whether or not any is asked for, whose
        last day for it is before `on`."""
        return self.without_feedback().filter(state="recorded", feedback_due_on__lt=on)

    def counted_all_met(self):
        """Those of which every answer that is judged, one or more, is fully met."""
        from assessments.models import Answer

        judged = Answer.objects.filter(marking=OuterRef("marking"), outcome__counts_as__in=_JUDGED)
        met = {"outcome__counts_as": Outcome.CountsAs.FULLY_MET}
        return self.recorded().filter(Exists(judged.filter(**met)), ~Exists(judged.exclude(**met)))

    def counted_as(self, name: str):
        """Those that figures count as `name`, one of `counted.counted_as`."""
        return self.recorded().filter(counted_as()[name])

    def feedback_overdue(self, *, on: date):
        """Those awaiting feedback whose last day for it is before `on`."""
        return self.awaiting_feedback().filter(feedback_due_on__lt=on)

    def with_answer(self, counts_as: str):
        """Those that have an answer counting as this."""
        return self.filter(_any_answer_counting_as(counts_as))

    def answered(self, *, question: str = "", counts_as: str = "", reason: str = ""):
        """Those with an answer, as it stands, to a question of this key, counting as this, or judged at all, for a
        reason of this code, or for the question's "other", whatever its code; what is empty may be any."""
        from assessments.models import Answer

        is_other = reason == OTHER_REASON
        said = {
            "question__key": question,
            "outcome__counts_as__in": _JUDGED if counts_as == JUDGED else [counts_as] if counts_as else [],
            "reasons__code": "" if is_other else reason,
            "reasons__is_other": is_other,
        }
        chosen = {name: value for name, value in said.items() if value}
        return self.filter(Exists(Answer.objects.filter(marking=OuterRef("marking"), **chosen)))

    def of_court_level(self, level: str):
        """Those of a court level, as recorded; a draft's is its case's."""
        return self.filter(Q(court_level=level) | Q(state="draft", case__court_level=level))

    def of_category(self, code: str):
        """Those of a sensitive category, or of "none", as recorded; a draft's are its case's."""
        from assessments.models import Assessment, Case

        copied = Assessment.sensitive.through.objects.filter(assessment=OuterRef("pk"))
        of_case = Case.sensitive.through.objects.filter(case=OuterRef("case"))
        if code == NO_CATEGORY:
            return self.filter((~Q(state="draft") & ~Exists(copied)) | (Q(state="draft") & ~Exists(of_case)))
        named = {"sensitivecategory__code": code}
        return self.filter(
            (~Q(state="draft") & Exists(copied.filter(**named))) | (Q(state="draft") & Exists(of_case.filter(**named)))
        )

    def once_recorded(self):
        """Recorded, whatever became of them since: those with answers that others than the assessor may know of."""
        return self.filter(recorded_at__isnull=False)

    def all_fully_met(self):
        """Those with nothing not met, by whomever it was; what is not applicable does not count."""
        missed = _any_answer_counting_as(Outcome.CountsAs.NOT_MET, Outcome.CountsAs.NOT_MET_OTHER)
        return self.with_answer(Outcome.CountsAs.FULLY_MET).exclude(missed)

    def recorded_late(self):
        """Those recorded late, which is when recording asks for a reason."""
        return self.exclude(late_reason="")

    def released_on_work_of(self, person):
        """Those on their own work that they may read."""
        return self.filter(_released(), half_day__prosecutor=person)

    def unreleased_on_work_of(self, person):
        """Those on their own work that they may not know of yet."""
        is_released = Case(When(_released(), then=Value(True)), default=Value(False))
        return self.filter(half_day__prosecutor=person).alias(is_released=is_released).filter(is_released=False)

    def on_work_of(self, person):
        return self.filter(half_day__prosecutor=person)

    def assessed_between(self, first: date, last: date):
        return self.filter(half_day__assessed_on__range=(first, last))

    def falling_to(self, person):
        """Those that `person` is to finish: as their assessor or, where the assessor may no longer record in the unit,
        as whoever may. Nobody's own work falls to them."""
        may_record = in_places(places_with(person, Permission.RECORD_IQAS), unit="half_day__unit")
        theirs = Q(half_day__assessor=person) | ~_assessor_may_record()
        return self.filter(may_record & theirs).exclude(half_day__prosecutor=person)

    def named(self, text: str):
        """The one of an IQA number, or those of the URN that begins with `text`, however it is spaced."""
        from assessments.models import Case

        text = "".join(character for character in text.upper() if character.isalnum()).removeprefix("IQA")
        if not text or len(text) > 18:
            return self.none()  # nothing, or longer than any number or URN
        if text.isascii() and text.isdecimal():
            return self.filter(pk=int(text))
        return self.filter(case__in=keys_if_few(Case.objects.filter(urn__startswith=text)))

    def recently_read_by(self, person, *, count: int):
        """The last `count` that `person` looked at and that are among these, the last first."""
        from assessments.models import Assessment

        reads = Read.objects.filter(by=person, subject_kind=Assessment._meta.model_name)
        last = reads.order_by().values("subject_id").annotate(last=Max("at")).order_by("-last")
        # Of the last fifty, as many as may still be seen.
        pks = [pk for pk, _ in last.values_list("subject_id", "last")[:50]]
        found = self.in_bulk(pks)
        return [found[pk] for pk in pks if pk in found][:count]


def _released() -> Q:
    """Recorded, and either feedback was given or the hours before the email are over, by then not withdrawn."""
    kept = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("readable_from"))
    return Q(recorded_at__isnull=False) & (Q(feedback__isnull=False) | (Q(readable_from__lte=timezone.now()) & kept))


def _any_answer_counting_as(*counts_as: str) -> Exists:
    from assessments.models import Answer

    return Exists(Answer.objects.filter(marking=OuterRef("marking"), outcome__counts_as__in=counts_as))


def _assessor_may_record() -> Q:
    """Whether the assessor holds the permission to record in the unit today, by a posting or a grant."""
    unit, area = OuterRef("half_day__unit"), OuterRef("half_day__unit__area")
    covering = Q(unit=unit) | Q(area=area) | Q(unit__isnull=True, area__isnull=True)
    held = {"person": OuterRef("half_day__assessor")}
    postings = Posting.objects.in_force(on=today()).filter(covering, role__in=roles_with(Permission.RECORD_IQAS))
    grants = Grant.objects.in_force(on=today()).filter(covering, permission=Permission.RECORD_IQAS)
    return Q(Exists(postings.filter(**held))) | Q(Exists(grants.filter(**held)))
