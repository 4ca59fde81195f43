"""What happens to dip samples when something happens to their IQA, in its transaction."""

from datetime import datetime
from typing import Any, cast

from django.dispatch import receiver

from assessments.changes import changed
from assessments.models import Assessment, State
from dipsamples.actions.emails import cancel_outcome
from dipsamples.models import DipSample
from iqa.audit.actions import log_event


@receiver(changed)
def iqa_changed(assessment: Assessment, **kwargs: Any) -> None:
    """Of an IQA corrected since its dip sample, the sample notes the first correction; of one withdrawn, no email goes
    any more."""
    if assessment.state != State.WITHDRAWN and assessment.marking.number == 1:
        return
    for dip_sample in DipSample.objects.recorded().filter(assessment=assessment):
        if assessment.state == State.WITHDRAWN:
            cancel_outcome(dip_sample)
        elif dip_sample.corrected_in_id is None:
            _note_correction(dip_sample, assessment)


def _note_correction(dip_sample: DipSample, assessment: Assessment) -> None:
    marking = assessment.marking
    recorded_at = cast(datetime, dip_sample.recorded_at)
    if marking.number > 1 and marking.made_at > recorded_at:
        dip_sample.corrected_in = marking
        dip_sample.save(update_fields=["corrected_in"])
        log_event(verb="corrected", subject=dip_sample, by=marking.by, version=marking.number)
