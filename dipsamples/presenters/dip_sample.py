"""The words of a dip sample: its heading, state and facts, a row of the list, what it adds to its IQA's page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from django.urls import reverse

from assessments.presenters.assessment import Fact
from assessments.presenters.rows import HIDDEN, Row, Tag, named
from dipsamples.models import DipSample, DrawnIQA
from dipsamples.models import Tag as SampleTag
from dipsamples.policies.access import may_keep_tags, may_sample_anywhere, may_see_draws
from dipsamples.policies.exercises import may_find_exercises
from dipsamples.policies.stages import Stage, is_compared, stage_of
from iqa.govuk.formats import date_long
from iqa.organisation.models import Person
from iqa.permissions import Permission, has_permission_anywhere
from iqa.worklist import Line

_TAGS = {
    Stage.TO_BEGIN: Tag("Draft", "grey"),
    Stage.MARKING: Tag("Draft", "grey"),
    Stage.COMMENTING: Tag("Draft", "grey"),
    Stage.RECORDED: Tag("Recorded", "blue"),
    Stage.ACKNOWLEDGED: Tag("Acknowledged", "none"),
    Stage.SUBSTITUTED: Tag("Substituted", "grey"),
}


@dataclass(frozen=True)
class Step:
    """What may be done next, as a button or a link."""

    text: str
    href: str


def title_of(dip_sample: DipSample) -> str:
    """Dip sample of 01AB1234518"""
    return f"Dip sample of {dip_sample.assessment.case.urn}"


def caption_of(dip_sample: DipSample) -> str:
    """01AB1234518, Priya Prosecutor, case progression: no word of whose IQA it is."""
    half_day = dip_sample.assessment.half_day
    return f"{dip_sample.assessment.case.urn}, {half_day.prosecutor.name}, {half_day.activity.name.lower()}"


def tag_of(dip_sample: DipSample) -> Tag:
    return _TAGS[stage_of(dip_sample)]


def names_assessor(dip_sample: DipSample, person: Person) -> bool:
    """Whether `person` is told whose IQA it is: not a sampler who may still mark it blind."""
    return dip_sample.sampler_id != person.pk or stage_of(dip_sample) not in (Stage.TO_BEGIN, Stage.MARKING)


def facts(dip_sample: DipSample, person: Person) -> list[Fact]:
    """Who sampled, whose IQA, whose work, when (HMCPSI 2018 §4.24), and how; without what is empty."""
    assessment, half_day = dip_sample.assessment, dip_sample.assessment.half_day
    iqa = reverse("assessments:assessment_detail", args=[assessment.pk])
    shown = names_assessor(dip_sample, person)
    known = [
        Fact("Who sampled", dip_sample.sampler.name),
        Fact("Whose IQA", half_day.assessor.name if shown else HIDDEN),
        Fact("Whose work", half_day.prosecutor.name),
        Fact("When", date_long(dip_sample.sampled_on)),
        Fact("Unit", str(half_day.unit)),
        Fact("Activity", half_day.activity.name),
        Fact("Date of the work", date_long(half_day.worked_on)),
        Fact("IQA", str(assessment.pk), iqa if shown else ""),
        Fact("How it was chosen", _how_chosen(dip_sample), _draw_for(person, dip_sample)),
        Fact("Why it was picked", dip_sample.targeted_reason),
        Fact("Marked blind", _blindness(dip_sample)),
    ]
    return [fact for fact in known if fact.value]


def row_of(dip_sample: DipSample, person: Person) -> Row:
    """For a list: nobody has to open it to learn who, whose and when."""
    half_day = dip_sample.assessment.half_day
    when = f"{date_long(dip_sample.sampled_on)} by" if dip_sample.sampled_on else "Not recorded yet, by"
    lines = (
        Line("Sampled", f"{when} {dip_sample.sampler.name}"),
        Line("Whose IQA", half_day.assessor.name if names_assessor(dip_sample, person) else HIDDEN),
        Line("Whose work", f"{half_day.prosecutor.name}, {half_day.unit}"),
        Line("Picked", "Yes, counted apart" if dip_sample.targeted else ""),
        Line("Tags", ", ".join(tag.name for tag in dip_sample.tags.all()) if dip_sample.recorded_at else ""),
    )
    return Row(
        named(dip_sample.assessment),
        reverse("dipsamples:dip_sample_detail", args=[dip_sample.pk]),
        hidden=f"dip sample {dip_sample.pk}",
        tags=(tag_of(dip_sample),),
        lines=tuple(line for line in lines if line.value),
    )


def steps(dip_sample: DipSample) -> list[Step]:
    """What its sampler may do next."""
    address = {
        name: reverse(f"dipsamples:dip_sample_{name}", args=[dip_sample.pk])
        for name in ("mark", "record", "compare", "stop")
    }
    comment = Step("Comment and record", address["record"])
    found: dict[Stage, list[Step]] = {
        Stage.TO_BEGIN: [
            Step("Mark the questions first", address["mark"]),
            Step("Read the IQA and comment", address["record"]),
        ],
        Stage.MARKING: [Step("Continue marking", address["mark"]), Step("Stop marking", address["stop"])],
        Stage.COMMENTING: [
            comment,
            *([Step("Compare the answers", address["compare"])] if is_compared(dip_sample) else []),
        ],
    }
    return found.get(stage_of(dip_sample), [])


def sampled_words(dip_sample: DipSample, person: Person | None = None) -> str:
    """Dip sampled on 3 May 2018 by Sam Senior"""
    if not dip_sample.recorded_at and dip_sample.sampler == person:
        return "Go on with your dip sample"
    if not dip_sample.recorded_at:
        return f"{dip_sample.sampler.name} is dip sampling this IQA"
    return f"Dip sampled on {date_long(dip_sample.sampled_on)} by {dip_sample.sampler.name}"


def recorded_banner(dip_sample: DipSample) -> str:
    """Dip sample recorded, Dana Marker will be told."""
    return f"Dip sample recorded, {dip_sample.assessment.half_day.assessor.name} will be told."


def after(dip_sample: DipSample) -> str:
    """Where one goes on once it is recorded or substituted: of a drawn one, at the draw, to sample the next."""
    if dip_sample.drawn:
        return reverse("dipsamples:draw_detail", args=[dip_sample.drawn.draw_id])
    return reverse("dipsamples:dip_sample_detail", args=[dip_sample.pk])


def elsewhere(person: Person) -> list[Step]:
    """What else there is about dip samples for this person."""
    known = [
        (may_sample_anywhere(person), "Pick an IQA to dip sample", "dip_sample_pick"),
        (may_see_draws(person), "Draws", "draw_list"),
        (may_find_exercises(person), "Consistency exercises", "exercise_list"),
        (has_permission_anywhere(person, Permission.MARK_FOR_REFERENCE), "Reference markings", "reference_list"),
        (may_keep_tags(person), "Dip sample tags", "tag_list"),
    ]
    return [Step(text, reverse(f"dipsamples:{name}")) for may, text, name in known if may]


def grouped_tags(tags: Iterable[SampleTag]) -> list[tuple[str, list[str]]]:
    """[("Recurring issue", ["Disclosure dates not checked"])], without kinds that have none."""
    found: dict[str, list[str]] = {}
    for tag in tags:
        found.setdefault(tag.get_kind_display(), []).append(tag.name)
    return list(found.items())


def _how_chosen(dip_sample: DipSample) -> str:
    if dip_sample.targeted:
        return "Picked, and counted apart"
    return "Drawn" if dip_sample.drawn_id else ""


def _draw_for(person: Person, dip_sample: DipSample) -> str:
    """Where the draw is that it is of, for who may see draws."""
    if not dip_sample.drawn or not may_see_draws(person):
        return ""
    return reverse("dipsamples:draw_detail", args=[dip_sample.drawn.draw_id])


def substituted_words(dip_sample: DipSample) -> str:
    """Substituted on 3 May 2018 by Dev Deputy: another IQA has taken the place of this one in the draw."""
    drawn = cast(DrawnIQA, dip_sample.drawn)
    who = cast(Person, drawn.substituted_by).name
    on = date_long(drawn.substituted_at)
    return f"Substituted on {on} by {who}: another IQA has taken the place of this one in the draw."


def _blindness(dip_sample: DipSample) -> str:
    """Whether the sampler marked first, and whether that counts as blind."""
    if dip_sample.stopped_at:
        return f"No: marking was stopped on {date_long(dip_sample.stopped_at)}"
    second = dip_sample.second_marking
    if not second:
        return "No" if dip_sample.recorded_at else ""
    if not second.blind:
        return "No: the sampler had looked at this IQA before"
    return "Yes" if second.finished_at else "Under way"
