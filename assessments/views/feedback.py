"""Record feedback, on one IQA or a whole half day; mark an action as taken."""

from django.http import HttpResponse
from django.urls import reverse

from assessments.actions.feedback import record_feedback
from assessments.actions.feedback import take_action as mark_action_as_taken
from assessments.forms.feedback import ActionTakenForm, FeedbackForm, HalfDayFeedbackForm
from assessments.models import Assessment
from assessments.policies.access import check_may_change, check_may_record_in, may_see_comments
from assessments.policies.feedback import check_action_open, check_any_without_feedback, check_feedback_not_given
from assessments.presenters.assessment import owner_of, title_of
from assessments.presenters.feedback import action_banner, feedback_banner, half_day_caption
from assessments.views.after import ask
from assessments.views.visible import PersonRequest, get_assessment, get_half_day, read_assessment
from iqa.govuk.posted import posted


def record(request: PersonRequest, pk: int) -> HttpResponse:
    assessment = get_assessment(request, pk)
    check_may_change(request.user, assessment)

    def act(form: FeedbackForm) -> str:
        done = record_feedback(assessments=[assessment], feedback=form.feedback, by=request.user)
        return feedback_banner(before=[assessment], after=done)

    return ask(
        request,
        FeedbackForm(posted(request), assessed_on=assessment.half_day.assessed_on),
        allow=lambda: check_feedback_not_given(assessment),
        act=act,
        template="assessments/feedback_record.html",
        title="Record feedback",
        button="Record feedback",
        caption=title_of(assessment),
        back_href=reverse("assessments:assessment_detail", args=[pk]),
    )


def record_for_half_day(request: PersonRequest, pk: int) -> HttpResponse:
    half_day = get_half_day(request, pk)
    check_may_record_in(request.user, half_day.unit)
    waiting = Assessment.objects.visible_to(request.user).without_feedback().of_half_day(half_day)

    def act(form: HalfDayFeedbackForm) -> str:
        chosen = list(form.cleaned_data["assessments"])
        done = record_feedback(assessments=chosen, feedback=form.feedback, by=request.user)
        return feedback_banner(before=chosen, after=done)

    return ask(
        request,
        HalfDayFeedbackForm(posted(request), assessments=waiting, assessed_on=half_day.assessed_on),
        allow=lambda: check_any_without_feedback(waiting),
        act=act,
        template="assessments/half_day_feedback_record.html",
        title="Record feedback",
        button="Record feedback",
        caption=half_day_caption(half_day),
        back_href=reverse("assessments:half_day_detail", args=[pk]),
    )


def take_action(request: PersonRequest, pk: int) -> HttpResponse:
    assessment = read_assessment(request, pk)
    check_may_change(request.user, assessment)

    def act(form: ActionTakenForm) -> str:
        return action_banner(
            mark_action_as_taken(assessment=assessment, note=form.cleaned_data["note"], by=request.user)
        )

    return ask(
        request,
        ActionTakenForm(posted(request)),
        allow=lambda: check_action_open(assessment),
        act=act,
        template="assessments/action_take.html",
        title="Mark the action as taken",
        button="Mark the action as taken",
        caption=title_of(assessment),
        back_href=reverse("assessments:assessment_detail", args=[pk]),
        assessment=assessment,
        owner=owner_of(assessment) if assessment.action_required else "",
        shows_comments=may_see_comments(request.user, assessment),
    )
