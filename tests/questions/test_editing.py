"""Drafting a set: copied, then changed question by question, by several people at once."""

import pytest
from django.core.exceptions import PermissionDenied

from iqa.audit.models import Event
from iqa.questions.actions import activities, editing
from iqa.questions.actions.drafting import Behind
from iqa.questions.actions.reasons import ReasonData
from iqa.questions.models import Activity, Question, Reason, Wording
from iqa.questions.policies.publishing import NotAllowed

pytestmark = pytest.mark.django_db


def reasons_of(wording):
    return list(Reason.objects.filter(wording=wording).values_list("code", "text", "is_other"))


def numbers_of(question_set, code="case_progression"):
    asked = Wording.objects.filter(question_set=question_set, activity__code=code).order_by("number")
    return list(asked.values_list("number", "question__key"))


def verbs_of(question_set):
    return list(Event.objects.of(question_set).order_by("pk").values_list("verb", flat=True))


def edit(wording, asked, *, by, same_as=..., version=None):
    return editing.edit_question(
        wording=wording,
        asked=asked,
        same_as=wording.question if same_as is ... else same_as,
        version=wording.version if version is None else version,
        by=by,
    )


# Copying


def test_a_copy_asks_the_same_under_the_same_identities_and_codes(place, scheme, draft):
    def asked(question_set):
        wordings = question_set.wordings.prefetch_related("reasons").order_by("number")
        return [
            (
                *(getattr(w, name) for name in ("number", "question_id", "activity_id", "label", "text", "guidance")),
                [(r.code, r.text, r.order, r.is_other) for r in w.reasons.all()],
            )
            for w in wordings
        ]

    assert asked(draft) == asked(scheme)
    assert [outcome.code for outcome in draft.outcomes.all()] == [outcome.code for outcome in scheme.outcomes.all()]
    assert list(draft.activities.all()) == list(scheme.activities.all())
    assert (draft.copied_from, draft.edited_by, draft.is_published) == (scheme, place.editor, False)
    assert verbs_of(draft) == ["copied"]


def test_only_a_published_set_is_copied(place, draft):
    with pytest.raises(NotAllowed, match="Only a published set can be copied"):
        editing.copy_set(source=draft, title="Another", by=place.editor)


def test_two_sets_do_not_share_a_name(place, scheme, draft):
    with pytest.raises(NotAllowed, match="of this name already"):
        editing.copy_set(source=scheme, title=draft.title, by=place.cat)


@pytest.mark.parametrize("who", ["administrator", "dcp", "pmu", "prosecutor"])
def test_who_may_not_draft_is_refused_by_every_action(place, scheme, draft, nine, as_it_is, who):
    by, asked = getattr(place, who), as_it_is(nine)
    for action, given in [
        (editing.copy_set, {"source": scheme, "title": "Mine"}),
        (editing.add_question, {"question_set": draft, "activity": nine.activity, "asked": asked, "same_as": None}),
        (editing.edit_question, {"wording": nine, "asked": asked, "same_as": nine.question, "version": 0}),
        (editing.move_question, {"wording": nine, "up": False}),
        (editing.retire_question, {"wording": nine, "version": 0}),
        (activities.add_activity, {"question_set": draft, "name": "New", "base": "office", "is_optional": False}),
        (
            activities.edit_activity,
            {"question_set": draft, "activity": nine.activity, "seen": None}
            | {"name": "New", "base": "office", "is_optional": False},
        ),
        (activities.move_activity, {"question_set": draft, "activity": nine.activity, "up": True}),
        (activities.retire_activity, {"question_set": draft, "activity": nine.activity, "seen": draft.edited_at}),
    ]:
        with pytest.raises(PermissionDenied):
            action(**given, by=by)
    assert verbs_of(draft) == ["copied"]


# Reasons


def test_reasons_keep_their_codes_whatever_their_words_and_order(place, nine, as_it_is):
    before = reasons_of(nine)
    reworded = tuple(ReasonData(f"{text}, as seen", code) for code, text, is_other in before if not is_other)
    edit(nine, as_it_is(nine, reasons=reworded[::-1]), by=place.editor)
    expected = [(code, f"{text}, as seen", False) for code, text, is_other in before if not is_other][::-1]
    assert reasons_of(nine) == [*expected, ("q9-other", "Other", True)]


def test_a_new_reason_gets_a_code_that_was_never_used_before(place, nine, as_it_is):
    kept = as_it_is(nine).reasons
    new = (ReasonData("Not followed"), ReasonData("Not followed"), ReasonData("…"))
    edit(nine, as_it_is(nine, reasons=(*kept, *new)), by=place.editor)
    codes = [code for code, _, _ in reasons_of(nine)]
    assert codes[-4:] == ["q9-not-followed-2", "q9-not-followed-3", "q9-reason", "q9-other"]


def test_a_code_of_another_question_is_not_taken(place, nine, as_it_is):
    stolen = (ReasonData("Schedules were late", "q14-disclosure-late"),)
    edit(nine, as_it_is(nine, reasons=stolen), by=place.editor)
    assert reasons_of(nine)[0] == ("q9-schedules-were-late", "Schedules were late", False)


def test_a_reason_that_was_removed_comes_back_under_its_code(place, nine, as_it_is):
    kept = as_it_is(nine).reasons
    edit(nine, as_it_is(nine, reasons=kept[1:], has_other=False), by=place.editor)
    assert not Reason.objects.filter(wording=nine, is_other=True).exists()
    edit(nine, as_it_is(nine, reasons=kept), version=1, by=place.editor)
    assert [code for code, _, _ in reasons_of(nine)] == [*(reason.code for reason in kept), "q9-other"]


def test_a_reason_without_words_is_refused(place, nine, as_it_is):
    before = reasons_of(nine)
    with pytest.raises(NotAllowed, match="the words of each reason"):
        edit(nine, as_it_is(nine, reasons=(ReasonData(" ", "q9-no-strategy"),)), by=place.editor)
    assert reasons_of(nine) == before


# The same question, or a new one


def test_a_reworded_question_stays_the_same_where_its_editor_says_so(place, nine, as_it_is):
    edited = edit(nine, as_it_is(nine, text="Was there a plan?"), by=place.editor)
    assert edited.question == nine.question
    assert Wording.objects.of_set(edited.question_set).get(pk=nine.pk).asked_before


def test_a_question_made_new_begins_a_trend_of_its_own(place, nine, as_it_is):
    edited = edit(nine, as_it_is(nine, label="Prosecution strategy"), same_as=None, by=place.editor)
    assert edited.question.key == "prosecution-strategy-2"  # "prosecution-strategy" is the first set's
    assert not Wording.objects.of_set(edited.question_set).get(pk=nine.pk).asked_before
    assert "q9-no-strategy" in [code for code, _, _ in reasons_of(edited)]


def test_a_retired_question_can_be_asked_again_under_its_identity(place, draft, nine, as_it_is):
    asked = as_it_is(nine, number=40)
    editing.retire_question(wording=nine, version=0, by=place.editor)
    earlier = Question.objects.earlier_than(draft).get()
    assert earlier.last_words == "9. Prosecution strategy formed and followed"
    again = editing.add_question(
        question_set=draft, activity=nine.activity, asked=asked, same_as=earlier, by=place.editor
    )
    assert again.question.key == "prosecution-strategy"
    assert ("q9-no-strategy", "There was no strategy or only a summary of the evidence", False) in reasons_of(again)


def test_one_question_is_not_asked_twice_in_a_set(place, draft, nine, as_it_is):
    ten = draft.wordings.get(number=10)
    with pytest.raises(NotAllowed, match="already asks that question"):
        edit(nine, as_it_is(nine), same_as=ten.question, by=place.editor)
    asked = as_it_is(nine, number=40)
    with pytest.raises(NotAllowed, match="already asks that question"):
        editing.add_question(
            question_set=draft, activity=nine.activity, asked=asked, same_as=ten.question, by=place.editor
        )


def test_two_questions_do_not_have_one_number(place, draft, nine, as_it_is):
    with pytest.raises(NotAllowed, match="Another question already has number 3"):
        edit(nine, as_it_is(nine, number=3), by=place.editor)
    with pytest.raises(NotAllowed, match="Another question already has number 9"):
        editing.add_question(
            question_set=draft, activity=nine.activity, asked=as_it_is(nine), same_as=None, by=place.editor
        )


# Moving and retiring


def test_a_question_changes_places_with_its_neighbour(place, draft, nine):
    before = numbers_of(draft)
    moved = editing.move_question(wording=nine, up=False, by=place.editor)
    assert moved.number == 10
    assert numbers_of(draft)[:3] == [(9, before[1][1]), (10, before[0][1]), before[2]]
    editing.move_question(wording=moved, up=True, by=place.editor)
    assert numbers_of(draft) == before
    assert verbs_of(draft) == ["copied", "question_moved", "question_moved"]


def test_at_the_end_of_its_activity_a_question_stays(place, draft, nine):
    before = numbers_of(draft)
    assert editing.move_question(wording=nine, up=True, by=place.editor).number == 9
    last = draft.wordings.get(number=17)
    assert editing.move_question(wording=last, up=False, by=place.editor).number == 17
    assert numbers_of(draft) == before
    assert verbs_of(draft) == ["copied"]


def test_retiring_leaves_the_identity_and_the_earlier_set(place, scheme, draft, nine):
    editing.retire_question(wording=nine, version=0, by=place.editor)
    assert not draft.wordings.filter(question=nine.question).exists()
    assert scheme.wordings.filter(question=nine.question).exists()
    editing.retire_question(wording=nine, version=0, by=place.cat)  # pressed twice
    assert verbs_of(draft) == ["copied", "question_retired"]


# Activities


def test_an_activity_is_added_and_retired_with_its_questions(place, draft, nine, as_it_is):
    added = activities.add_activity(
        question_set=draft, name="Unused material", base="office", is_optional=True, by=place.editor
    )
    assert (added.code, added.is_optional, added.order) == ("unused_material", True, 5)
    editing.add_question(
        question_set=draft, activity=added, asked=as_it_is(nine, number=40), same_as=None, by=place.editor
    )
    draft.refresh_from_db()
    activities.retire_activity(question_set=draft, activity=added, seen=draft.edited_at, by=place.editor)
    assert not draft.wordings.filter(number=40).exists()
    assert added not in draft.activities.all()
    again = activities.add_activity(
        question_set=draft, name="Unused material", base="office", is_optional=True, by=place.editor
    )
    assert again == added


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": "Advice"}, "already has an activity of this name"),
        ({"name": "???"}, "must have letters or numbers"),
        ({"name": "Retired long ago", "is_optional": True}, "was of another kind"),
    ],
)
def test_an_activity_is_told_apart_by_its_name(place, draft, given, words):
    Activity.objects.create(code="retired_long_ago", name="Retired long ago", base="office", order=9)
    with pytest.raises(NotAllowed, match=words):
        activities.add_activity(
            question_set=draft, **{"base": "office", "is_optional": False, **given}, by=place.editor
        )
    assert draft.activities.count() == 4


def test_an_activity_changes_places_with_its_neighbour(place, scheme, draft):
    order = [activity.code for activity in Activity.objects.of_set(draft)]
    assert order == ["advice", "charging_and_review", "case_progression", "case_presentation"]
    last = Activity.objects.get(code="case_presentation")
    activities.move_activity(question_set=draft, activity=last, up=True, by=place.editor)
    activities.move_activity(question_set=draft, activity=last, up=True, by=place.editor)
    order = [activity.code for activity in Activity.objects.asked_in(draft)]
    assert order == ["advice", "case_presentation", "charging_and_review", "case_progression"]
    assert [activity.code for activity in Activity.objects.of_set(scheme)][-1] == "case_presentation"
    moved = Event.objects.filter(verb="activity_moved").count()
    first = Activity.objects.get(code="advice")
    activities.move_activity(question_set=draft, activity=first, up=True, by=place.editor)
    assert Event.objects.filter(verb="activity_moved").count() == moved == 2


def test_a_question_is_put_into_no_activity_that_the_set_lacks(place, draft, nine, as_it_is):
    other = Activity.objects.create(code="elsewhere", name="Elsewhere", base="office", order=9)
    asked = as_it_is(nine, number=99)
    with pytest.raises(NotAllowed, match="no longer has that activity"):
        editing.add_question(question_set=draft, activity=other, asked=asked, same_as=None, by=place.editor)
    with pytest.raises(NotAllowed, match="no longer has that activity"):
        editing.edit_question(
            wording=nine, asked=asked, same_as=nine.question, version=0, activity=other, by=place.editor
        )


# Two at once


def test_whoever_saves_second_is_behind_and_nothing_is_overwritten(place, nine, as_it_is):
    edit(nine, as_it_is(nine, text="By the first"), by=place.cat)
    with pytest.raises(Behind):
        edit(nine, as_it_is(nine, text="By the second"), by=place.editor)
    nine.refresh_from_db()
    assert (nine.text, nine.edited_by, nine.version) == ("By the first", place.cat, 1)


def test_a_question_that_was_moved_or_retired_meanwhile_is_not_saved_over(place, draft, nine, as_it_is):
    ten = Wording.objects.of_set(draft).get(number=10)
    editing.move_question(wording=nine, up=False, by=place.cat)
    for open_page in (nine, ten):
        with pytest.raises(Behind):
            edit(open_page, as_it_is(open_page), by=place.editor)
    editing.retire_question(wording=nine, version=1, by=place.cat)
    for act in (
        lambda: edit(nine, as_it_is(nine), version=1, by=place.editor),
        lambda: editing.move_question(wording=nine, up=True, by=place.editor),
    ):
        with pytest.raises(Behind):
            act()


def test_what_was_changed_meanwhile_is_not_retired_unseen(place, draft, nine, as_it_is):
    edit(nine, as_it_is(nine, text="Much better"), by=place.cat)
    with pytest.raises(Behind):
        editing.retire_question(wording=nine, version=0, by=place.editor)
    with pytest.raises(Behind):
        activities.retire_activity(question_set=draft, activity=nine.activity, seen=draft.edited_at, by=place.editor)
    assert draft.wordings.count() == 28
