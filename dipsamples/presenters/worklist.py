"""What of dip samples needs a person, in words."""

from django.urls import reverse

from assessments.presenters.marking import saved_at_words
from assessments.presenters.rows import named
from dipsamples.models import DipSample
from dipsamples.policies.stages import Stage, stage_of
from iqa.govuk.formats import date_long
from iqa.worklist import Line, Task

_NEXT = {
    Stage.TO_BEGIN: ("Begin the dip sample", "detail"),
    Stage.MARKING: ("Mark for the dip sample", "mark"),
    Stage.COMMENTING: ("Comment and record the dip sample", "record"),
}


def outcome_task(dip_sample: DipSample) -> Task:
    return Task(
        f"Read the outcome of a dip sample: {named(dip_sample.assessment)}",
        reverse("dipsamples:dip_sample_acknowledge", args=[dip_sample.pk]),
        lines=(
            Line("Prosecutor", dip_sample.assessment.half_day.prosecutor.name),
            Line("Sampled", f"{date_long(dip_sample.sampled_on)} by {dip_sample.sampler.name}"),
        ),
        hidden=f"dip sample {dip_sample.pk}",
    )


def draft_task(dip_sample: DipSample) -> Task:
    """Of one begun and not recorded: what comes next, without a word of whose IQA it is."""
    verb, page = _NEXT[stage_of(dip_sample)]
    second = dip_sample.second_marking
    saved = max(dip_sample.saved_at, second.saved_at) if second else dip_sample.saved_at
    return Task(
        f"{verb}: {named(dip_sample.assessment)}",
        reverse(f"dipsamples:dip_sample_{page}", args=[dip_sample.pk]),
        lines=(
            Line("Prosecutor", dip_sample.assessment.half_day.prosecutor.name),
            Line("Saved", saved_at_words(saved)),
        ),
        hidden=f"dip sample {dip_sample.pk}",
    )
