"""Rows written many at once are what they would be if the ORM had written them one by one."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from assessments.models import Case
from iqa.audit.models import Event
from iqa.bulk import KEYS_AT_ONCE, Rows

pytestmark = pytest.mark.django_db
AT = datetime(2017, 7, 1, 14, 5, tzinfo=timezone(timedelta(hours=1)))
WORDS = ["", 'a, “b” and "c"', "two\nlines\r\nthree", "\\.", "a\n\\.\nb", "\\N", "\ttabs\t", "NULL", "=1+1", " "]


def test_what_is_written_is_what_is_read():
    rows = Rows(Case, "id", "urn", "court_level", "plea", "finalised", "next_hearing", "trial_date", "registered_at")
    for number, words in enumerate(WORDS):
        rows.add(rows.next_key(), f"01AB{number:07}", "crown", "", words, None, date(2018, 1, 2), AT)
    rows.write()
    rows.write()
    found = Case.objects.order_by("urn")
    assert list(found.values_list("finalised", flat=True)) == WORDS
    assert set(found.values_list("plea", "next_hearing", "trial_date")) == {("", None, date(2018, 1, 2))}
    assert {case.registered_at for case in found} == {AT.astimezone(UTC)}


def test_keys_are_nobody_elses_and_json_is_given_as_text():
    before = Event.objects.create(verb="before", subject_kind="case", subject_id=1)
    rows = Rows(Event, "id", "at", "by_id", "subject_kind", "subject_id", "verb", "detail")
    keys = [rows.next_key() for _ in range(KEYS_AT_ONCE + 1)]
    for key in keys:
        rows.add(key, AT, None, "case", 1, "done", '{"file": "cases.csv"}')
    rows.write()
    after = Event.objects.create(verb="after", subject_kind="case", subject_id=1)
    assert len({before.pk, after.pk, *keys}) == KEYS_AT_ONCE + 3
    assert Event.objects.filter(verb="done", detail__file="cases.csv").count() == len(keys)
