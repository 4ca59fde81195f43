"""The tags that headquarters keeps: added, renamed, retired, brought back; and what is refused, in words."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from dipsamples.actions import tags
from dipsamples.models import Tag
from iqa.audit.models import Event
from iqa.organisation.policies.refusals import NotAllowed
from tests.at_once import at_once

pytestmark = pytest.mark.django_db
ISSUE = Tag.Kind.ISSUE


@pytest.fixture
def tag(place) -> Tag:
    return tags.add(key=uuid.uuid4(), kind=ISSUE, name="Late schedules", by=place.cat)


def test_a_key_makes_one(place, tag):
    assert tags.add(key=tag.key, kind=ISSUE, name="Late schedules", by=place.cat) == tag
    with pytest.raises(NotAllowed, match="sent already"):
        tags.add(key=tag.key, kind=ISSUE, name="Otherwise", by=place.cat)
    assert str(tag) == "Late schedules"


def test_a_name_is_there_once_whatever_its_capitals(place, tag):
    with pytest.raises(NotAllowed, match="There is a tag of this name already"):
        tags.add(key=uuid.uuid4(), kind=Tag.Kind.GOOD_PRACTICE, name="LATE schedules", by=place.cat)
    other = tags.add(key=uuid.uuid4(), kind=ISSUE, name="Other", by=place.cat)
    with pytest.raises(NotAllowed, match="There is a tag of this name already"):
        tags.rename(tag=other, name="late schedules", by=place.cat)


def test_renamed_retired_and_brought_back_once_each(place, tag):
    for _ in range(2):
        tags.rename(tag=tag, name="Schedules late", by=place.cat)
        tags.retire(tag=tag, by=place.cat)
    assert not Tag.objects.in_use().exists()
    for _ in range(2):
        tags.bring_back(tag=tag, by=place.cat)
    assert Tag.objects.in_use().get().name == "Schedules late"
    told = Event.objects.of(tag).order_by("pk").values_list("verb", flat=True)
    assert list(told) == ["added", "renamed", "retired", "brought_back"]


def test_only_headquarters_keeps_them(place, tag):
    for act in (
        lambda: tags.add(key=uuid.uuid4(), kind=ISSUE, name="Mine", by=place.dccp),
        lambda: tags.rename(tag=tag, name="Mine", by=place.editor),
        lambda: tags.retire(tag=tag, by=place.administrator),
    ):
        with pytest.raises(PermissionDenied):
            act()


@pytest.mark.django_db(transaction=True)
def test_of_one_name_added_at_once_there_is_one(place):
    made = at_once(5, lambda: tags.add(key=uuid.uuid4(), kind=ISSUE, name="Late", by=place.cat))
    assert sum(isinstance(each, NotAllowed) for each in made) == 4
    assert Tag.objects.count() == 1


# The pages


@pytest.fixture
def page(client, place):
    client.force_login(place.cat)

    def page(which: str, /, *args: int, **said: str):
        address = reverse(f"dipsamples:tag_{which}", args=args)
        return client.post(address, said) if said else client.get(address)

    return page


def test_the_list_says_what_is_retired(page, place, tag):
    tags.retire(tag=tag, by=place.cat)
    html = page("list").content.decode()
    assert "Retired" in html
    assert "Bring back" in html
    assert "None yet." in html


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"kind": "issue"}, "Enter a name"),
        ({"name": "Fine"}, "Select whether it is a recurring issue or good practice"),
        ({"kind": "opinion", "name": "Fine"}, "Select"),
        ({"kind": "issue", "name": "x" * 81}, "The name must be 80 characters or fewer"),
        ({"kind": "issue", "name": "late SCHEDULES"}, "There is a tag of this name already."),
    ],
)
def test_bad_input_gets_words(page, tag, said, words):
    assert words in page("add", key=str(uuid.uuid4()), **said).content.decode()
    assert Tag.objects.count() == 1


def test_a_key_used_for_another_gets_words(page, tag):
    html = page("add", key=str(tag.key), kind="issue", name="Another").content.decode()
    assert "This page has been sent already, with other answers." in html


def test_renamed_on_its_page(page, place, tag):
    tags.add(key=uuid.uuid4(), kind=ISSUE, name="Other", by=place.cat)
    assert "There is a tag of this name already." in page("edit", tag.pk, name="other").content.decode()
    assert page("edit", tag.pk, name="Schedules").status_code == 302
    assert Tag.objects.get(pk=tag.pk).name == "Schedules"


def test_retired_twice_it_is_retired(page, tag):
    assert "Retire this tag?" in page("retire", tag.pk).content.decode()
    for _ in range(2):
        assert page("retire", tag.pk, retire="yes").status_code == 302
    assert Tag.objects.get(pk=tag.pk).retired_on
    assert "Samplers are offered it again." in page("retire", tag.pk).content.decode()
    page("retire", tag.pk, bring_back="yes")
    assert Tag.objects.get(pk=tag.pk).retired_on is None
