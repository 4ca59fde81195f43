"""The pages of question sets: who gets them, what they say, and what they keep when somebody else was quicker."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from iqa.calendar import today
from iqa.govuk.formats import date_long
from iqa.questions.actions import activities, editing, publishing
from iqa.questions.models import Activity, QuestionSet, Wording
from tests.another_set import load_another

pytestmark = pytest.mark.django_db


def url(name, *args):
    namespace = "assessments" if name == "question_set_preview" else "questions"
    return reverse(f"{namespace}:{name}", args=args)


@pytest.fixture
def editor(client, place):
    client.force_login(place.editor)
    return client


@pytest.fixture
def second(client, place):
    client.force_login(place.cat)
    return client


def main_of(response):
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


def text_of(response):
    """What a page says, without its markup."""
    inside = main_of(response)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", inside)))


def fields_of(response, **changes):
    """What the page's form would send, with changes."""
    form = response.context["form"]
    fields = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in fields.items() if value is not False} | changes
    return {name: value for name, value in sent.items() if value is not None}


def day_fields(day):
    return {"in_force_from_day": day.day, "in_force_from_month": day.month, "in_force_from_year": day.year}


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


def test_a_question_of_another_set(second, scheme, draft, nine):
    assert second.get(url("question_edit", scheme.pk, nine.pk)).status_code == 404


def test_a_question_is_added_to_the_activity_that_it_is_added_from(second, draft):
    add = url("question_add", draft.pk)
    assert second.get(f"{add}?activity=advice").context["form"]["activity"].value() == "advice"
    assert "Select which activity it is part of" in text_of(second.post(f"{add}?activity=nonsense", {}))


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


# Copying and editing


def test_a_copy_is_made_under_a_name_of_its_own(editor, scheme):
    page = url("set_copy", scheme.pk)
    assert "Enter what the new set is called" in text_of(editor.post(page, {"title": " "}))
    assert "of this name already" in text_of(editor.post(page, {"title": "Annex F"}))
    response = editor.post(page, {"title": "Revision of 2030"})
    assert response.url == url("set_detail", QuestionSet.objects.get(title="Revision of 2030").pk)


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


def test_an_activity_is_added_filled_and_retired(editor, draft):
    page = url("activity_add", draft.pk)
    assert "Enter the name of the activity" in text_of(editor.post(page, {}))
    assert "Select where its work is done" in text_of(editor.post(page, {}))
    fields = {"name": "Disclosure", "base": "office", "is_optional": "on"}
    words = text_of(editor.post(page, fields, follow=True))
    assert "This activity has no questions." in words
    assert "Before it can be published: Disclosure has no questions" in words
    assert "already has an activity of this name" in text_of(editor.post(page, fields))
    retire = url("activity_retire", draft.pk, "disclosure")
    stale = fields_of(editor.get(retire), edited_at="yesterday")
    refused = editor.post(retire, stale)
    assert "after you opened it. Check it again." in text_of(refused)
    editor.post(retire, fields_of(refused))
    assert not draft.activities.filter(code="disclosure").exists()


def test_an_activity_of_the_draft_alone_is_changed(client, place, draft):
    client.force_login(place.editor)
    client.post(url("activity_add", draft.pk), {"name": "Disclosure", "base": "office", "is_optional": "on"})
    page = url("activity_edit", draft.pk, "disclosure")
    assert page in client.get(url("set_detail", draft.pk)).content.decode()
    form = client.get(page)
    assert form.context["form"]["name"].value() == "Disclosure"
    assert "Enter the name of the activity" in text_of(client.post(page, fields_of(form, name="")))
    assert "Another activity has this name" in text_of(client.post(page, fields_of(form, name="Advice")))
    client.force_login(place.cat)
    client.post(url("activity_move", draft.pk, "disclosure"), {"to": "up"})
    client.force_login(place.editor)
    behind = client.post(page, fields_of(form, name="Unused material"))
    assert "This set was changed by Cat Assurance on" in text_of(behind)
    assert behind.context["form"]["name"].value() == "Unused material"
    saved = client.post(page, fields_of(behind), follow=True)
    assert "Unused material saved." in text_of(saved)
    assert draft.activities.filter(code="unused_material", name="Unused material", is_optional=True).exists()


def test_an_activity_that_another_set_has_stays_what_it_is(editor, draft):
    page = url("activity_edit", draft.pk, "advice")
    assert page not in editor.get(url("set_detail", draft.pk)).content.decode()
    refused = editor.post(page, fields_of(editor.get(page), name="Early advice"))
    assert "Another set has advice, so what it is stays as it is." in text_of(refused)


def test_an_activity_is_moved_and_said_to_be(client, place, draft, scheme):
    client.force_login(place.editor)
    page = url("activity_move", draft.pk, "advice")
    moved = client.post(page, {"to": "down"})
    assert moved.url == f"{url('set_detail', draft.pk)}#activity-advice"
    words = text_of(client.get(moved.url))
    assert "Advice is now 2 of 4." in words
    assert words.index("Charging and review Question 3") < words.index("Advice Question 1")
    client.post(page, {"to": "up"})
    assert "Advice is now 1 of 4." in text_of(client.post(page, {"to": "up"}, follow=True))
    published = client.post(url("activity_move", scheme.pk, "advice"), {"to": "down"}, follow=True)
    assert "is published, so it cannot be changed" in text_of(published)


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
