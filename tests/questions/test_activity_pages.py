"""The pages that add, change, move and retire a set's activities."""

import pytest

from tests.questions.pages import fields_of, text_of, url

pytestmark = pytest.mark.django_db


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
