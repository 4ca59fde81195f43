"""The pages that edit a set's questions, and what they keep when somebody else was quicker."""

import pytest

from iqa.questions.actions import activities, editing
from iqa.questions.models import Wording
from tests.questions.pages import fields_of, text_of, url

pytestmark = pytest.mark.django_db


def test_a_question_of_another_set(second, scheme, draft, nine):
    assert second.get(url("question_edit", scheme.pk, nine.pk)).status_code == 404


def test_a_question_is_added_to_the_activity_that_it_is_added_from(second, draft):
    add = url("question_add", draft.pk)
    assert second.get(f"{add}?activity=advice").context["form"]["activity"].value() == "advice"
    assert "Select which activity it is part of" in text_of(second.post(f"{add}?activity=nonsense", {}))


def test_a_question_is_edited(editor, draft, nine):
    page = url("question_edit", draft.pk, nine.pk)
    form = editor.get(page)
    assert form.context["form"]["identity"].value() == "kept"
    response = editor.post(
        page,
        fields_of(
            form, text="Was there a plan?", guidance="One.\r\n\r\n Two. ", reason_1_remove="on", reason_7="Quite new"
        ),
    )
    assert response.url == f"{url('set_detail', draft.pk)}#question-{nine.pk}"
    saved = Wording.objects.get(pk=nine.pk)
    assert (saved.text, saved.guidance, saved.question_id) == ("Was there a plan?", "One.\nTwo.", nine.question_id)
    codes = list(saved.reasons.values_list("code", flat=True))
    assert "q9-no-strategy" not in codes
    assert codes[-2:] == ["q9-quite-new", "q9-other"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"number": "3"}, "Another question already has number 3. Enter another number."),
        ({"number": "0"}, "Number must be 1 or more"),
        ({"number": "nine"}, "Number must be a whole number"),
        ({"label": ""}, "Enter the short label"),
        ({"label": "x" * 61}, "The short label must be 60 characters or fewer"),
        ({"text": ""}, "Enter the question"),
        ({"text": "x" * 100_000}, "The question must be 2,000 characters or fewer"),
        ({"text": "bell\x07"}, "The question must not include characters that cannot be printed"),
        ({"identity": None}, "Select which question it is"),
        ({"identity": "another"}, "Select which question it is"),
        ({"reason_1": ""}, "Enter reason 1, or remove it"),
        ({"reason_8": "x" * 201}, "Reason 8 must be 200 characters or fewer"),
    ],
)
def test_bad_input_gets_words_keeps_all_and_writes_nothing(editor, draft, nine, changes, words):
    page = url("question_edit", draft.pk, nine.pk)
    fields = fields_of(editor.get(page), reason_7="Kept as typed", **changes)
    response = editor.post(page, fields)
    assert words in text_of(response)
    assert response.content.decode().count("govuk-error-summary__title") == 1
    assert 'value="Kept as typed"' in response.content.decode()
    nine.refresh_from_db()
    assert nine.version == 0


def test_a_tampered_version_is_taken_for_an_old_one(editor, draft, nine):
    page = url("question_edit", draft.pk, nine.pk)
    response = editor.post(page, fields_of(editor.get(page), version="ten", text="Mine"))
    assert "after you opened it" in text_of(response)
    assert "Mine" in response.content.decode()


def test_a_version_that_no_page_carries_is_replaced(editor, draft, nine):
    page = url("question_edit", draft.pk, nine.pk)
    response = editor.post(page, fields_of(editor.get(page), version="\x00", label="Mine"))
    assert "This page was out of date: your answers are kept, check them and save again." in text_of(response)
    editor.post(page, fields_of(response))
    nine.refresh_from_db()
    assert nine.label == "Mine"


def test_reasons_are_moved_with_their_codes(editor, draft, nine):
    def codes():
        return list(draft.wordings.get(number=9).reasons.values_list("code", flat=True))

    page, before = url("question_edit", draft.pk, nine.pk), codes()
    editor.post(page, fields_of(editor.get(page), reason_3_place="1"))
    assert codes() == [before[2], before[0], before[1], *before[3:]]
    editor.post(page, fields_of(editor.get(page), reason_1_place="3"))
    assert codes() == before
    words = text_of(editor.post(page, fields_of(editor.get(page), reason_1_place="0")))
    assert "Place of reason 1 must be 1 or more" in words


def test_a_question_is_the_same_as_an_earlier_one(editor, place, draft, nine):
    add = url("question_add", draft.pk) + "?activity=case_progression"
    assert [value for value, _ in editor.get(add).context["form"]["identity"].field.choices] == ["new"]
    editing.retire_question(wording=nine, version=0, by=place.editor)
    form = editor.get(add)
    assert form.context["form"]["number"].value() == 29
    fields = fields_of(form, label="Plan", text="Was there a plan?", identity="same", reason_1="None")
    assert "Select which earlier question it is the same as" in text_of(editor.post(add, fields))
    editor.post(add, {**fields, "same_as": nine.question_id})
    assert draft.wordings.get(number=29).question == nine.question


def test_the_second_editor_sees_both_texts_and_saves_over_neither_unseen(client, place, draft, nine):
    page = url("question_edit", draft.pk, nine.pk)
    client.force_login(place.editor)
    mine = fields_of(client.get(page), text="By the second", reason_9="Last of mine")
    client.force_login(place.cat)
    client.post(page, fields_of(client.get(page), text="By the first", reason_6_remove="on"))

    client.force_login(place.editor)
    response = client.post(page, mine)
    words = text_of(response)
    assert "This question was changed by Cat Assurance on" in words
    assert "By the first" in words
    html = response.content.decode()
    assert "By the second" in html
    assert 'value="Last of mine"' in html
    assert Wording.objects.get(pk=nine.pk).text == "By the first"

    client.post(page, fields_of(response))
    saved = Wording.objects.get(pk=nine.pk)
    assert (saved.text, saved.version) == ("By the second", 2)
    assert "Last of mine" in saved.reasons.values_list("text", flat=True)


def test_what_was_typed_about_a_question_retired_meanwhile_is_kept(client, place, draft, nine):
    page = url("question_edit", draft.pk, nine.pk)
    client.force_login(place.editor)
    mine = fields_of(client.get(page), text="By the second", activity="case_progression")
    editing.retire_question(wording=nine, version=0, by=place.cat)
    response = client.post(page, mine)
    assert "This question was retired by someone else. What you typed is kept" in text_of(response)
    html = response.content.decode()
    add = url("question_add", draft.pk)
    assert f'action="{add}"' in html
    client.post(add, fields_of(response, identity="same", same_as=nine.question_id))
    again = draft.wordings.get(number=9)
    assert (again.text, again.question) == ("By the second", nine.question)
    assert client.get(page).status_code == 404


def test_nor_is_it_lost_where_its_activity_was_retired_with_it(client, place, draft, nine):
    page = url("question_edit", draft.pk, nine.pk)
    client.force_login(place.editor)
    mine = fields_of(client.get(page), text="By the second")
    draft.refresh_from_db()
    retired = {"question_set": draft, "activity": nine.activity, "seen": draft.edited_at}
    activities.retire_activity(**retired, by=place.cat)
    response = client.post(page, mine)
    assert "This set no longer has that activity. Select another" in text_of(response)
    client.post(url("question_add", draft.pk), fields_of(response, activity="advice", identity="new"))
    assert draft.wordings.get(number=9).text == "By the second"


def test_a_question_moves_to_another_activity(editor, draft, nine):
    page = url("question_edit", draft.pk, nine.pk)
    editor.post(page, fields_of(editor.get(page), activity="advice"))
    assert draft.wordings.get(number=9).activity.code == "advice"
    words = text_of(editor.get(url("set_compare", draft.pk)))
    assert "question 9 (case progression) is now question 9 (advice)" in words


def test_a_question_is_moved_and_said_to_be(editor, draft, nine):
    page = url("question_move", draft.pk, nine.pk)
    response = editor.post(page, {"to": "down"}, follow=True)
    assert response.redirect_chain[0][0].endswith(f"#question-{nine.pk}")
    assert "Question 9 is now question 10, 2 of 9 in case progression." in text_of(response)
    editor.post(page, {"to": "up"})
    again = editor.post(page, {"to": "up"}, follow=True)
    assert "Question 9 stays 1 of 9 in case progression." in text_of(again)
    assert editor.get(page).status_code == 405


def test_a_question_is_retired_once_its_latest_words_were_seen(client, place, draft, nine, as_it_is):
    page = url("question_retire", draft.pk, nine.pk)
    client.force_login(place.cat)
    fields = fields_of(client.get(page))
    editing.edit_question(
        wording=nine, asked=as_it_is(nine, text="Better"), same_as=nine.question, version=0, by=place.editor
    )
    response = client.post(page, fields)
    words = text_of(response)
    assert "This question was changed by Ed Wording on" in words
    assert "Better" in words
    client.post(page, fields_of(response))
    assert not draft.wordings.filter(pk=nine.pk).exists()
    assert "This question was retired already." in text_of(client.post(page, {}, follow=True))
    move = client.post(url("question_move", draft.pk, nine.pk), {"to": "up"}, follow=True)
    assert "This question was retired by someone else." in text_of(move)
