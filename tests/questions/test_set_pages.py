"""The pages of a question set: who gets them, what they say, copying, what changed, and publishing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from iqa.calendar import today
from iqa.govuk.formats import date_long
from iqa.questions.actions import activities, editing, publishing
from iqa.questions.models import Activity, QuestionSet, Wording
from tests.another_set import load_another
from tests.questions.pages import day_fields, fields_of, main_of, text_of, url

pytestmark = pytest.mark.django_db


# Who


@pytest.fixture
def every_page(draft, nine):
    return [
        url("set_list"),
        url("set_detail", draft.pk),
        url("set_copy", draft.copied_from_id),
        url("set_compare", draft.pk),
        url("question_set_preview", draft.pk),
        url("question_add", draft.pk) + "?activity=advice",
        url("question_edit", draft.pk, nine.pk),
        url("question_retire", draft.pk, nine.pk),
        url("activity_add", draft.pk),
        url("activity_retire", draft.pk, "advice"),
    ]


@pytest.mark.parametrize("who", ["editor", "cat"])
def test_who_drafts_gets_every_page(client, place, every_page, who):
    client.force_login(getattr(place, who))
    assert {client.get(page).status_code for page in every_page} == {200}


@pytest.mark.parametrize("who", ["administrator", "dcp", "dccp", "prosecutor", "pmu", "director", "inspector"])
def test_others_are_told_that_it_is_not_theirs(client, place, every_page, draft, nine, who):
    client.force_login(getattr(place, who))
    assert {client.get(page).status_code for page in [*every_page, url("set_publish", draft.pk)]} == {403}
    assert client.post(url("question_move", draft.pk, nine.pk), {"to": "up"}).status_code == 403
    assert url("set_list") not in client.get("/").content.decode()


def test_an_editor_drafts_but_never_publishes(editor, draft):
    assert url("set_publish", draft.pk) not in editor.get(url("set_detail", draft.pk)).content.decode()
    assert editor.get(url("set_publish", draft.pk)).status_code == 403
    assert editor.post(url("set_publish", draft.pk), day_fields(today())).status_code == 403
    assert editor.post(url("set_take_back", draft.pk)).status_code == 403


@pytest.mark.parametrize("page", ["set_detail", "set_compare", "set_publish", "question_set_preview"])
def test_a_set_that_is_not_there(second, draft, page):
    assert second.get(url(page, 99999)).status_code == 404


# Reading


def test_the_list_has_drafts_first_then_the_newest(second, place, scheme, draft):
    publishing.publish(
        question_set=draft, in_force_from=today() + timedelta(days=30), seen=draft.edited_at, by=place.cat
    )
    editing.copy_set(source=scheme, title="For later", by=place.editor)
    response = second.get(url("set_list"))
    assert [row["set"].title for row in response.context["rows"]] == ["For later", "Revision of 2030", "Annex F"]
    words = text_of(response)
    assert "Draft, last edited by Ed Wording on" in words
    assert "Published, in force from" in words
    assert "In force from 1 October 2014" in words
    assert words.count("28 questions") == 3


def test_a_set_says_what_it_asks_and_what_is_new(editor, draft, nine, as_it_is, place):
    asked = as_it_is(nine, number=40, label="Brand new", reasons=())
    editing.add_question(question_set=draft, activity=nine.activity, asked=asked, same_as=None, by=place.editor)
    words = text_of(editor.get(url("set_detail", draft.pk)))
    assert "1 difference from Annex F" in words
    assert "Question 40: Brand new" in words
    assert words.count("The same as in an earlier set: its trend runs on.") == 28
    assert words.count("New in this set: its trend begins here.") == 1


def test_the_first_set_has_nothing_before_it(second, scheme):
    words = text_of(second.get(url("set_detail", scheme.pk)))
    assert "Question set from 1 October 2014" in words
    assert words.count("New in this set: its trend begins here.") == 28
    assert "Edit" not in words
    assert "nothing to compare it with" in text_of(second.get(url("set_compare", scheme.pk)))


def test_pages_ask_no_query_for_each_question(second, draft, django_assert_max_num_queries):
    Wording.objects.filter(question_set=draft, number__gt=2).count()
    for page in ("set_detail", "set_compare", "question_set_preview"):
        with django_assert_max_num_queries(20):
            second.get(url(page, draft.pk))


def test_the_preview_shows_the_questions_as_they_will_be_marked(editor, draft, place):
    advice = Activity.objects.get(code="advice")
    fields = {"name": "Disclosure", "base": "office", "is_optional": True}
    activities.add_activity(question_set=draft, **fields, by=place.editor)
    activities.move_activity(question_set=draft, activity=advice, up=False, by=place.editor)
    response = editor.get(url("question_set_preview", draft.pk))
    words = text_of(response)
    assert "Did the prosecutor anticipate and resolve all likely issues?" in words
    assert "A comment is needed with not met and not met other." in words
    assert words.count("An assessor adds these questions to an assessment.") == 1
    assert words.index("Charging and review") < words.index("Did any advice contribute")
    assert "<form" not in main_of(response)


# Copying


def test_a_copy_is_made_under_a_name_of_its_own(editor, scheme):
    page = url("set_copy", scheme.pk)
    assert "Enter what the new set is called" in text_of(editor.post(page, {"title": " "}))
    assert "of this name already" in text_of(editor.post(page, {"title": "Annex F"}))
    response = editor.post(page, {"title": "Revision of 2030"})
    assert response.url == url("set_detail", QuestionSet.objects.get(title="Revision of 2030").pk)


def test_a_published_set_is_changed_by_no_page(client, place, draft, nine):
    client.force_login(place.editor)
    pages = [
        url("question_add", draft.pk) + "?activity=advice",
        url("question_edit", draft.pk, nine.pk),
        url("question_retire", draft.pk, nine.pk),
        url("activity_retire", draft.pk, "advice"),
        url("activity_add", draft.pk),
    ]
    given = {"label": "x", "text": "x", "identity": "new", "name": "x", "base": "office", "reason_1": "x"}
    sent = [(page, fields_of(client.get(page)) | given) for page in pages]
    publishing.publish(question_set=draft, in_force_from=today(), seen=draft.edited_at, by=place.cat)
    for page, fields in sent:
        assert "This question set is published, so it cannot be changed" in text_of(client.post(page, fields)), page
    moved = client.post(url("question_move", draft.pk, nine.pk), {"to": "down"}, follow=True)
    assert "so it cannot be changed" in text_of(moved)


# What changed


def test_the_difference_is_shown_word_by_word(second, place, draft, nine, as_it_is):
    edited = as_it_is(nine, text=nine.text.replace("formed a prosecution strategy", "formed a plan"))
    editing.edit_question(wording=nine, asked=edited, same_as=nine.question, version=0, by=place.editor)
    seven = draft.wordings.get(number=7)
    editing.retire_question(wording=seven, version=0, by=place.editor)
    editing.move_question(wording=draft.wordings.get(number=18), up=False, by=place.editor)
    added = as_it_is(nine, number=30, label="Brand new", text="Is it new?", reasons=())
    editing.add_question(question_set=draft, activity=nine.activity, asked=added, same_as=None, by=place.editor)
    response = second.get(url("set_compare", draft.pk))
    words = text_of(response)
    assert "1 added, 1 removed, 1 changed, 2 moved" in words
    assert "Question 30, case progression: Brand new" in words
    assert "Question 7, charging and review: Proceeds of crime strategy set" in words
    assert "question 18 (case presentation) is now question 19 (case presentation)" in words
    html = response.content.decode()
    hidden = '<span class="govuk-visually-hidden">'
    assert f"<del>{hidden}removed: </span>prosecution strategy " in html
    assert f"<ins>{hidden}added: </span>plan " in html


# Publishing


def test_it_is_published_from_a_day_and_taken_back(second, draft):
    page = url("set_publish", draft.pk)
    form = second.get(page)
    assert "Enter the date that it is in force from" in text_of(second.post(page, fields_of(form)))
    day = today() + timedelta(days=30)
    said = {"edited_at": form.context["form"]["edited_at"].value(), **day_fields(day)}
    asked = second.post(page, said)
    assert f"Publish from {date_long(day)}? A published set cannot be changed." in text_of(asked)
    assert "can be taken back" in text_of(asked)
    draft.refresh_from_db()
    assert not draft.is_published
    assert "It cannot be taken back." in text_of(second.post(page, said | day_fields(today())))
    response = second.post(page, said | {"is_confirmed": "on"}, follow=True)
    assert "Revision of 2030 is published." in text_of(response)
    assert url("set_take_back", draft.pk) in response.content.decode()
    back = url("set_take_back", draft.pk)
    assert "Taken back, it is a draft again." in text_of(second.get(back))
    assert "Revision of 2030 is a draft again." in text_of(second.post(back, follow=True))
    assert "not yet in force can be taken back" in text_of(second.get(back, follow=True))


def test_a_draft_that_another_set_overtook_says_so(second, draft, scheme):
    pages = [url(name, draft.pk) for name in ("set_detail", "set_publish")]
    words = "Another set was published since Revision of 2030 was copied, from 1 April 2019."
    assert not any(words in text_of(second.get(page)) for page in pages)
    load_another()
    assert all(words in text_of(second.get(page)) for page in pages)
    assert "was published since" not in text_of(second.get(url("set_detail", scheme.pk)))


def test_a_refusal_to_publish_says_why(client, place, draft, scheme):
    client.force_login(place.cat)
    page = url("set_publish", draft.pk)
    seen = {"edited_at": client.get(page).context["form"]["edited_at"].value()}
    assert "must be today or in the future" in text_of(
        client.post(page, seen | day_fields(today() - timedelta(days=1)))
    )
    QuestionSet.objects.filter(pk=draft.pk).update(edited_at=timezone.now())
    response = client.post(page, seen | day_fields(today()))
    assert "This set was changed by Ed Wording on" in text_of(response)
    QuestionSet.objects.filter(pk=draft.pk).update(edited_by=place.cat)
    refused = client.post(page, fields_of(response) | day_fields(today()))
    assert "Someone else must publish this set: you edited it last" in text_of(refused)
    own = client.get(url("set_detail", draft.pk))
    assert "Someone else must publish this set: you edited it last." in text_of(own)
    assert page not in own.content.decode()
    draft.refresh_from_db()
    assert not draft.is_published
