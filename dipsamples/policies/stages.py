"""How far a dip sample has come, and what may be done with it then. Each check raises `NotAllowed` with words."""

from enum import StrEnum

from assessments.models import Assessment, State
from assessments.policies.lifecycle import NotAllowed, in_words
from dipsamples.models import DipSample


class Stage(StrEnum):
    TO_BEGIN = "to_begin"
    MARKING = "marking"
    COMMENTING = "commenting"
    RECORDED = "recorded"
    ACKNOWLEDGED = "acknowledged"
    SUBSTITUTED = "substituted"


def stage_of(dip_sample: DipSample) -> Stage:
    """To begin, its sampler may still choose to mark blind; marking, they do; commenting, they have read the IQA."""
    if dip_sample.recorded_at:
        return Stage.ACKNOWLEDGED if dip_sample.acknowledged_at else Stage.RECORDED
    if is_substituted(dip_sample):
        return Stage.SUBSTITUTED
    if dip_sample.stopped_at:
        return Stage.COMMENTING
    if second := dip_sample.second_marking:
        return Stage.COMMENTING if second.finished_at else Stage.MARKING
    return Stage.COMMENTING if dip_sample.draft_version else Stage.TO_BEGIN


def is_substituted(dip_sample: DipSample) -> bool:
    """Whether another IQA has taken the place of its own in the draw."""
    return bool(dip_sample.drawn and dip_sample.drawn.substituted_at)


def is_compared(dip_sample: DipSample) -> bool:
    """Whether the sampler has answers of their own to be read beside the IQA's."""
    second = dip_sample.second_marking
    return bool(second and second.finished_at and second.compared_with_id)


def check_can_be_sampled(assessment: Assessment) -> None:
    if assessment.state not in (State.RECORDED, State.CLOSED):
        raise NotAllowed(f"This IQA is {in_words(assessment.state)}, so it cannot be dip sampled.")


def check_under_way(dip_sample: DipSample) -> None:
    if dip_sample.recorded_at:
        raise NotAllowed("This dip sample has been recorded, so it can no longer be changed.")
    if is_substituted(dip_sample):
        raise NotAllowed("Another IQA has taken the place of this one, so it is not sampled any more.")
    check_can_be_sampled(dip_sample.assessment)


def check_may_be_marked(dip_sample: DipSample) -> None:
    check_under_way(dip_sample)
    if dip_sample.stopped_at:
        raise NotAllowed("You stopped marking this IQA, and cannot begin again: you may have read its answers since.")


def check_may_be_finished(dip_sample: DipSample) -> None:
    check_under_way(dip_sample)
    if stage_of(dip_sample) != Stage.MARKING:
        raise NotAllowed("There is no marking to finish.")


def check_may_be_stopped(dip_sample: DipSample) -> None:
    check_under_way(dip_sample)
    if stage_of(dip_sample) != Stage.MARKING:
        raise NotAllowed("There is no marking to stop.")


def check_may_be_commented(dip_sample: DipSample) -> None:
    check_under_way(dip_sample)
    if stage_of(dip_sample) == Stage.MARKING:
        raise NotAllowed("Finish marking, or stop, before you comment on this IQA.")


def may_be_substituted(dip_sample: DipSample) -> bool:
    return bool(dip_sample.drawn_id) and not dip_sample.recorded_at and not is_substituted(dip_sample)


def may_be_acknowledged(dip_sample: DipSample) -> bool:
    return bool(dip_sample.recorded_at) and not dip_sample.acknowledged_at


def check_has_outcome(dip_sample: DipSample) -> None:
    if not dip_sample.recorded_at:
        raise NotAllowed("This dip sample has no outcome yet.")


def check_may_be_acknowledged(dip_sample: DipSample) -> None:
    check_has_outcome(dip_sample)
    if dip_sample.acknowledged_at:
        raise NotAllowed("You have acknowledged this outcome already.")
