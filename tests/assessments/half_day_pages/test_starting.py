"""Starting a half day: whose work, when, and what bad input is told."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import HalfDay
from iqa.audit.models import Event
from iqa.calendar import today
from iqa.permissions import Role
from tests.assessments.half_day_pages.pages import messages_of
from tests.assessments.pages import main, problems
from tests.factories import PostingFactory, started

START = "/half-days/start/"


def in_three(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def said(place, *, worked_on=None, assessed_on=None, **changed):
    """What the form posts: the work of `prosecutor`, yesterday morning."""
    worked_on = worked_on or today() - timedelta(days=1)
    return {
        "key": str(uuid.uuid4()),
        "whose_work": f"{place.prosecutor.pk}-{place.unit.pk}",
        "activity": "case_progression",
        "half": "am",
        **in_three("worked_on", worked_on),
        **in_three("assessed_on", assessed_on or today()),
        **changed,
    }


def offered(response):
    """{unit: names} of the list of whose work."""
    groups = main(response).select("#id_whose_work optgroup")
    return {group["label"]: [option.get_text(strip=True) for option in group.select("option")] for group in groups}


class TestStarting:
    def test_it_starts_a_half_day_and_goes_on_to_its_cases(self, place, dcp, client):
        response = client.post(START, said(place, kind_of_work="  Reviews before trial "))

        half_day = HalfDay.objects.get()
        assert response.url == f"/half-days/{half_day.pk}/cases/add/"
        assert (half_day.assessor, half_day.prosecutor, half_day.unit) == (dcp, place.prosecutor, place.unit)
        assert (half_day.activity.code, half_day.half, half_day.additional) == ("case_progression", "am", False)
        assert (half_day.worked_on, half_day.assessed_on) == (today() - timedelta(days=1), today())
        assert half_day.kind_of_work == "Reviews before trial"
        assert Event.objects.of(half_day).get().by == dcp

    def test_the_date_assessed_is_today_unless_said_otherwise(self, place, dcp, client):
        page = main(client.get(START))

        boxes = [page.find(id=f"id_assessed_on_{part}").get("value") for part in ("day", "month", "year")]
        assert boxes == [str(today().day), str(today().month), str(today().year)]
        assert page.find(id="id_worked_on_day").get("value") is None
        assert not page.select("input[type=radio][checked]")

    def test_activities_are_those_of_the_question_set(self, place, dcp, client):
        page = main(client.get(START))

        codes = [radio["value"] for radio in page.select("input[name=activity]")]
        assert codes == ["advice", "charging_and_review", "case_progression", "case_presentation"]

    def test_case_presentation_has_a_court_centre_and_a_list_type(self, place, dcp, client):
        wanting = client.post(START, said(place, activity="case_presentation"))
        court = {"court_centre": "Winchester", "list_type": "trials"}
        client.post(START, said(place, activity="case_presentation", additional="on", **court))

        assert problems(wanting) == [
            ("Enter the court centre", "#id_court_centre"),
            ("Select the list type", "#id_list_type"),
        ]
        half_day = HalfDay.objects.get()
        assert (half_day.court_centre, half_day.list_type, half_day.additional) == ("Winchester", "trials", True)

    def test_a_court_typed_before_another_activity_was_chosen_is_left_out(self, place, dcp, client):
        client.post(START, said(place, court_centre="Winchester", list_type="trials"))

        half_day = HalfDay.objects.get()
        assert (half_day.court_centre, half_day.list_type) == ("", "")

    def test_pressing_twice_starts_one(self, place, dcp, client):
        form = said(place)

        first, second = client.post(START, form), client.post(START, form)

        assert first.url == second.url
        assert HalfDay.objects.count() == 1

    def test_one_started_before_is_gone_back_to(self, place, dcp, client):
        client.post(START, said(place))
        again = client.post(START, said(place), follow=True)

        half_day = HalfDay.objects.get()
        assert again.redirect_chain[-1][0] == f"/half-days/{half_day.pk}/"
        assert messages_of(again) == ["You started this half day before. Add cases to it here."]
        other = client.post(START, said(place, kind_of_work="First hearings"), follow=True)
        assert messages_of(other)[-1] == (
            "You started this half day before. Add cases to it here."
            " What you entered now was not saved: Kind of work First hearings."
        )

    def test_the_other_half_of_the_day_is_another(self, place, dcp, client):
        client.post(START, said(place))
        client.post(START, said(place, half="pm"))

        assert HalfDay.objects.count() == 2

    def test_the_same_work_assessed_by_someone_else_is_another(self, place, dcp, client):
        other = PostingFactory(role=Role.DCP, unit=place.unit).person
        started(prosecutor=place.prosecutor, assessor=other, unit=place.unit, worked_on=today() - timedelta(days=1))

        client.post(START, said(place))

        assert HalfDay.objects.filter(assessor=dcp).count() == 1

    def test_a_half_day_repeats_what_another_said(self, place, dcp, client):
        before = started(assessor=dcp, prosecutor=place.prosecutor, unit=place.unit, activity="advice")

        page = main(client.get(START, {"after": before.pk}))

        assert page.select_one("#id_whose_work option[selected]")["value"] == f"{place.prosecutor.pk}-{place.unit.pk}"
        assert page.select_one("input[name=activity][checked]")["value"] == "advice"
        assert page.find(id="id_worked_on_day").get("value") is None

    @pytest.mark.parametrize("after", ["0", "x", "9" * 5000, "٣", ""])
    def test_one_that_is_not_there_repeats_nothing(self, place, dcp, client, after):
        assert not main(client.get(START, {"after": after})).select("input[name=activity][checked]")

    def test_one_of_another_unit_repeats_nothing(self, place, dcp, client):
        elsewhere = started(assessor=place.dcp2, prosecutor=place.prosecutor2, unit=place.unit2)

        assert not main(client.get(START, {"after": elsewhere.pk})).select("input[name=activity][checked]")

    def test_the_case_that_one_came_from_goes_along(self, place, dcp, client):
        response = client.post(f"{START}?urn=01AB1234518", said(place))

        assert response.url.endswith("/cases/add/?urn=01AB1234518")


class TestWhoseWork:
    def test_it_lists_prosecutors_of_the_units_where_one_records_by_unit(self, place, client):
        client.force_login(place.sdcp)

        assert offered(client.get(START)) == {
            str(place.unit): [place.prosecutor.name],
            str(place.unit2): [place.prosecutor2.name],
        }

    def test_someone_stays_two_years_after_they_moved(self, place, dcp, client):
        long_ago, lately = today() - timedelta(days=800), today() - timedelta(days=600)
        gone = PostingFactory(role=Role.PROSECUTOR, unit=place.unit, ends_on=long_ago).person
        moved = PostingFactory(role=Role.PROSECUTOR, unit=place.unit, ends_on=lately).person

        names = offered(client.get(START))[str(place.unit)]
        assert moved.name in names
        assert gone.name not in names

    def test_two_postings_in_one_unit_are_one_line(self, place, dcp, client):
        PostingFactory(person=place.prosecutor, role=Role.PROSECUTOR, unit=place.unit)

        assert offered(client.get(START))[str(place.unit)] == [place.prosecutor.name]

    def test_nobody_assesses_their_own_work(self, place, dcp, client):
        PostingFactory(person=dcp, role=Role.PROSECUTOR, unit=place.unit)

        assert dcp.name not in offered(client.get(START))[str(place.unit)]
        response = client.post(START, said(place, whose_work=f"{dcp.pk}-{place.unit.pk}"))
        assert problems(response) == [("Select whose work you assessed", "#id_whose_work")]

    def test_someone_of_another_unit_cannot_be_sent(self, place, dcp, client):
        response = client.post(START, said(place, whose_work=f"{place.prosecutor2.pk}-{place.unit2.pk}"))

        assert problems(response) == [("Select whose work you assessed", "#id_whose_work")]
        assert not HalfDay.objects.exists()

    def test_where_there_is_nobody_the_page_says_so(self, scheme, client):
        client.force_login(PostingFactory(role=Role.DCP).person)

        page = main(client.get(START))
        assert "There is nobody whose work you can assess." in page.get_text()
        assert not page.select("form")

    @pytest.mark.parametrize("who", ["prosecutor", "ccp", "apm", "businesscentre", "cat", "administrator"])
    def test_who_records_nowhere_may_not(self, place, client, who):
        client.force_login(getattr(place, who))

        assert client.get(START).status_code == 403
        assert client.post(START, said(place)).status_code == 403
        assert not HalfDay.objects.exists()

    def test_queries_do_not_grow_with_people(self, place, dcp, client):
        with CaptureQueriesContext(
            connection,
        ) as few:
            client.get(START)
        PostingFactory.create_batch(12, role=Role.PROSECUTOR, unit=place.unit)
        with CaptureQueriesContext(connection) as many:
            client.get(START)

        assert len(many) == len(few)


class TestBadInput:
    @pytest.mark.parametrize(
        ("changed", "expected"),
        [
            ({"worked_on_month": ""}, "Date of the work must include a month"),
            ({"worked_on_day": "31", "worked_on_month": "2"}, "Date of the work must be a real date"),
            (in_three("worked_on", date(2999, 1, 1)), "Date of the work must be today or in the past"),
            (in_three("worked_on", date(2014, 9, 30)), "Date of the work must be October 2014 or later"),
            (in_three("assessed_on", date(2999, 1, 1)), "Date assessed must be today or in the past"),
            ({"assessed_on_day": "", "assessed_on_month": "", "assessed_on_year": ""}, "Enter the date assessed"),
            ({"half": "night"}, "Select morning or afternoon"),
            ({"activity": "golf"}, "Select an activity"),
            ({"activity": ""}, "Select an activity"),
            ({"whose_work": "1-2-3"}, "Select whose work you assessed"),
            ({"kind_of_work": "x" * 100_000}, "Kind of work must be 100 characters or fewer"),
            ({"kind_of_work": "a\x00b"}, "Kind of work must not include characters that cannot be printed"),
            (
                {"activity": "case_presentation", "court_centre": "x" * 101, "list_type": "trials"},
                "Court centre must be 100 characters or fewer",
            ),
            (
                {"activity": "case_presentation", "court_centre": "x", "list_type": "shopping"},
                "Select the list type",
            ),
        ],
    )
    def test_it_gets_words_and_writes_nothing(self, place, dcp, client, changed, expected):
        response = client.post(START, said(place) | changed)

        assert [words for words, _ in problems(response)] == [expected]
        assert not HalfDay.objects.exists()

    def test_it_is_assessed_on_or_after_the_day_of_the_work(self, place, dcp, client):
        response = client.post(START, said(place, worked_on=today(), assessed_on=today() - timedelta(days=1)))

        expected = ("Date assessed must be on or after the date of the work", "#id_assessed_on_day")
        assert problems(response) == [expected]

    def test_the_prosecutor_was_posted_there_then(self, place, dcp, client):
        since = today() - timedelta(days=10)
        new = PostingFactory(role=Role.PROSECUTOR, unit=place.unit, starts_on=since).person

        day = since - timedelta(days=1)
        response = client.post(START, said(place, whose_work=f"{new.pk}-{place.unit.pk}", worked_on=day))

        ((words, where),) = problems(response)
        assert words.startswith(f"{new.name} had no posting in {place.unit.name} on {day.day} ")
        assert where == "#id_whose_work"
        assert not HalfDay.objects.exists()

    def test_what_was_typed_is_kept(self, place, dcp, client):
        page = main(client.post(START, said(place, half="", kind_of_work="Reviews")))

        assert page.find(id="id_kind_of_work")["value"] == "Reviews"
        assert page.select_one("#id_whose_work option[selected]")["value"] == f"{place.prosecutor.pk}-{place.unit.pk}"

    @pytest.mark.parametrize("key", ["", "not-a-key"])
    def test_a_tampered_key_is_replaced(self, place, dcp, client, key):
        response = client.post(START, said(place, key=key))

        expected = "This page was out of date: your answers are kept, check them and save again."
        assert problems(response) == [(expected, None)]
        renewed = main(response).select_one("input[name=key]")["value"]
        client.post(START, said(place, key=renewed))
        assert HalfDay.objects.count() == 1

    def test_a_key_used_for_something_else_is_not_used_again(self, place, dcp, client):
        form = said(place)
        client.post(START, form)
        response = client.post(START, form | {"half": "pm"})

        assert "has already started a half day" in problems(response)[0][0]
        assert HalfDay.objects.count() == 1
        client.post(START, form | {"half": "pm", "key": main(response).select_one("input[name=key]")["value"]})
        assert HalfDay.objects.count() == 2
