"""Adding a case to a half day, a case's page, and editing its facts."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.actions.cases import edit, facts_of
from assessments.actions.drafts import discard
from assessments.models import Assessment, Case
from iqa.audit.models import Event, Read
from iqa.permissions import Role
from tests.factories import CaseFactory, PostingFactory, begun, facts, recorded, started

URN = "01AB1234518"


def main(response):
    return BeautifulSoup(response.content, "html.parser").main


def problems(response):
    links = main(response).select(".govuk-error-summary__list li")
    return [(item.get_text(strip=True), item.a["href"] if item.a else None) for item in links]


def facts_on(page):
    return {row.dt.text.strip(): row.dd.text.strip() for row in page.select(".govuk-summary-list__row")}


def buttons(page):
    return [button.get_text(strip=True) for button in page.select(".govuk-button")]


@pytest.fixture
def dcp(place, client):
    client.force_login(place.dcp)
    return place.dcp


@pytest.fixture
def half_day(place):
    return started(assessor=place.dcp, prosecutor=place.prosecutor, unit=place.unit)


@pytest.fixture
def add(half_day):
    return f"/half-days/{half_day.pk}/cases/add/"


def using(urn=URN, **said):
    """What the page of a known case posts."""
    return {"key": str(uuid.uuid4()), "urn": urn, **said}


def new_case(urn=URN, **said):
    """What the page of a new case posts."""
    return using(urn, **{"court_level": "crown", "status": "live", **said})


class TestFinding:
    def test_first_it_asks_for_the_urn_in_the_address(self, dcp, client, add):
        page = main(client.get(add))

        assert page.h1.get_text(strip=True) == "Add a case"
        assert page.form["method"] == "get"
        assert buttons(page) == ["Find case"]
        assert not page.select(".govuk-error-summary")
        assert not Read.objects.exists()

    @pytest.mark.parametrize("typed", ["01ab1234518", " 01 AB 12345 18 ", "01/AB/12345/18", "01-ab–12345-18"])
    def test_a_urn_is_found_however_it_is_written(self, dcp, client, add, typed):
        CaseFactory(urn=URN)

        assert URN in main(client.get(add, {"urn": typed})).h2.get_text()

    @pytest.mark.parametrize(
        "typed", ["1", "01AB123451", "01AB12345189", "01ABC234518", "01AB12345\x0018", "x" * 100_000, "０１AB1234518"]
    )
    def test_what_cannot_be_a_urn_gets_words(self, dcp, client, add, typed):
        response = client.get(add, {"urn": typed})

        assert problems(response) == [("URN must be 11 letters and numbers", "#id_urn")]
        assert not Case.objects.exists()

    def test_nothing_typed(self, dcp, client, add):
        response = client.get(add, {"urn": " "})

        assert problems(response) == [("Enter the URN", "#id_urn")]

    def test_what_is_known_comes_back_and_the_look_is_logged(self, dcp, client, add):
        trial = date(2030, 5, 6)
        case = CaseFactory(urn=URN, court_level="crown", plea="ngap", trial_date=trial, finalised="Acquitted")

        page = main(client.get(add, {"urn": URN}))

        assert facts_on(page) == {
            "Court level": "Crown Court",
            "Anticipated plea": "Not guilty anticipated plea (NGAP)",
            "Live or finalised": "Finalised: Acquitted",
            "Trial date": "6 May 2030",
        }
        assert buttons(page) == ["Use this case"]
        assert page.find("a", string="Use a different URN")["href"] == add
        assert Read.objects.of(case).get().by == dcp

    def test_none_of_its_iqas_come_with_it(self, place, dcp, client, add):
        other = recorded(assessor=place.dcp2, prosecutor=place.prosecutor2, unit=place.unit2)

        text = main(client.get(add, {"urn": other.case.urn})).get_text()

        assert place.prosecutor2.name not in text
        assert place.dcp2.name not in text

    def test_one_that_the_half_day_has_already_is_linked(self, dcp, client, add, half_day):
        draft = begun(half_day=half_day)
        done = recorded(half_day=half_day)

        pages = [main(client.get(add, {"urn": iqa.case.urn})) for iqa in (draft, done)]

        assert all("is already in this half day" in page.get_text() for page in pages)
        assert all(not page.select("form") for page in pages)
        links = [page.find("a", string="Go to its IQA")["href"] for page in pages]
        assert links == [f"/assessments/{draft.pk}/mark/", f"/assessments/{done.pk}/"]

    def test_one_put_away_can_be_added_again(self, dcp, client, add, half_day):
        draft = begun(half_day=half_day)
        discard(assessment=draft, by=dcp)

        assert buttons(main(client.get(add, {"urn": draft.case.urn}))) == ["Use this case"]


class TestAdding:
    def test_a_known_case_is_used(self, dcp, client, add, half_day):
        case = CaseFactory(urn=URN)

        response = client.post(add, using())

        assessment = Assessment.objects.get()
        assert (assessment.case, assessment.half_day) == (case, half_day)
        assert response.url == f"/assessments/{assessment.pk}/mark/"

    def test_a_new_case_is_registered_with_its_facts(self, dcp, client, add):
        response = client.post(
            add,
            new_case(
                court_level="youth",
                plea="gap",
                sensitive=["rape", "hate_racial"],
                next_hearing_day=5,
                next_hearing_month="feb",
                next_hearing_year=2030,
            )
            | {"urn": "01ab1234518"},
        )

        case = Case.objects.get()
        assert (case.urn, case.court_level, case.plea, case.finalised) == (URN, "youth", "gap", "")
        assert [category.code for category in case.sensitive.all()] == ["rape", "hate_racial"]
        assert (case.next_hearing, case.trial_date) == (date(2030, 2, 5), None)
        assert Event.objects.of(case).get().verb == "registered"
        assert response.url == f"/assessments/{case.assessments.get().pk}/mark/"

    def test_it_may_be_finalised(self, dcp, client, add):
        client.post(add, new_case(plea="unknown") | {"status": "finalised", "finalised": "Acquitted after trial"})

        case = Case.objects.get()
        assert (case.finalised, case.plea) == ("Acquitted after trial", "")

    def test_how_it_was_finalised_is_left_out_of_a_live_one(self, dcp, client, add):
        client.post(add, new_case(finalised="Typed before I changed my mind"))

        assert Case.objects.get().finalised == ""

    def test_a_new_case_asks_for_its_facts(self, dcp, client, add):
        page = main(client.get(add, {"urn": "01 ab 12345 18"}))

        assert f"No case has the URN {URN} yet." in page.get_text()
        assert page.select_one("input[name=urn]")["value"] == URN
        assert not page.select("input[checked]")

    def test_pressing_twice_makes_one(self, dcp, client, add):
        form = new_case()

        first, second = client.post(add, form), client.post(add, form)

        assert first.url == second.url
        assert Assessment.objects.count() == Case.objects.count() == 1

    def test_a_case_that_is_there_already_leads_to_its_iqa(self, dcp, client, add, half_day):
        draft, done = begun(half_day=half_day), recorded(half_day=half_day)

        assert client.post(add, using(draft.case.urn)).url == f"/assessments/{draft.pk}/mark/"
        assert client.post(add, using(done.case.urn)).url == f"/assessments/{done.pk}/"
        assert Assessment.objects.count() == 2

    def test_of_one_that_somebody_registered_meanwhile_theirs_and_ones_own_are_shown(self, dcp, client, add):
        CaseFactory(urn=URN, court_level="youth")

        page = main(client.post(add, new_case(status="finalised", finalised="Hung jury")))

        inset = page.select_one(".govuk-inset-text").extract()
        assert "This case was registered in another tab, or by someone else" in inset.get_text()
        assert facts_on(inset) == {"Court level": "Crown Court", "Live or finalised": "Finalised: Hung jury"}
        assert facts_on(page) == {"Court level": "Youth court", "Live or finalised": "Live"}
        assert not Assessment.objects.exists()
        client.post(add, using(key=page.select_one("input[name=key]")["value"]))
        assert Case.objects.get().court_level == "youth"
        assert Assessment.objects.count() == 1

    def test_facts_typed_of_one_that_the_half_day_has_by_now_are_shown_too(self, dcp, client, add):
        client.post(add, new_case())

        page = main(client.post(add, new_case(court_level="youth")))

        assert facts_on(page.select_one(".govuk-inset-text"))["Court level"] == "Youth court"
        assert page.find("a", string="Go to its IQA")

    def test_one_that_somebody_registered_meanwhile_with_the_same_facts_is_used(self, dcp, client, add):
        CaseFactory(urn=URN, court_level="crown")

        client.post(add, new_case())

        assert Assessment.objects.get().case.urn == URN


class TestBadInput:
    @pytest.mark.parametrize(
        ("changed", "expected"),
        [
            ({"court_level": ""}, ("Select the court level", "#id_court_level")),
            ({"court_level": "moot"}, ("Select the court level", "#id_court_level")),
            ({"plea": "maybe"}, ("Select the anticipated plea", "#id_plea")),
            ({"sensitive": ["golf"]}, ("Select the sensitive categories", "#id_sensitive")),
            ({"sensitive": ["rape", "\x00"]}, ("Select the sensitive categories", "#id_sensitive")),
            ({"status": ""}, ("Select whether the case is live or finalised", "#id_status")),
            ({"status": "finalised"}, ("Enter how it was finalised", "#id_finalised")),
            (
                {"status": "finalised", "finalised": "x" * 101},
                ("How it was finalised must be 100 characters or fewer", "#id_finalised"),
            ),
            ({"next_hearing_day": "1"}, ("Next hearing must include a month and year", "#id_next_hearing_month")),
            (
                {"trial_date_day": "31", "trial_date_month": "6", "trial_date_year": "2030"},
                ("Trial date must be a real date", "#id_trial_date_day"),
            ),
        ],
    )
    def test_facts_get_words_and_nothing_is_written(self, dcp, client, add, changed, expected):
        response = client.post(add, new_case() | changed)

        assert problems(response) == [expected]
        assert not Case.objects.exists()
        assert not Assessment.objects.exists()

    @pytest.mark.parametrize(("field", "called"), [("next_hearing", "Next hearing"), ("trial_date", "Trial date")])
    @pytest.mark.parametrize(
        ("days", "words"),
        [(("30", "9", "2014"), "1 October 2014 or later"), (("6", "3", "2030"), "5 March 2030 or earlier")],
    )
    @time_machine.travel(datetime(2020, 3, 4, 12, 0, tzinfo=UTC), tick=False)
    def test_a_day_in_court_is_of_the_scheme_s_time_and_within_ten_years(
        self, dcp, client, add, field, called, days, words
    ):
        typed = {f"{field}_{part}": text for part, text in zip(("day", "month", "year"), days, strict=True)}

        assert problems(client.post(add, new_case() | typed)) == [(f"{called} must be {words}", f"#id_{field}_day")]
        assert not Case.objects.exists()

    @pytest.mark.parametrize("urn", ["", "nonsense"])
    def test_a_tampered_urn_is_asked_for_again(self, dcp, client, add, urn):
        response = client.post(add, new_case(urn))

        assert problems(response)[0][1] == "#id_urn"
        assert not Case.objects.exists()

    @pytest.mark.parametrize("key", ["", "not-a-key"])
    def test_a_tampered_key_is_replaced(self, dcp, client, add, key):
        response = client.post(add, new_case() | {"key": key, "finalised": "kept"})

        assert problems(response) == [
            ("This page was out of date: your answers are kept, check them and save again.", None)
        ]
        page = main(response)
        assert page.select_one("input[name=court_level][checked]")["value"] == "crown"
        client.post(add, new_case() | {"key": page.select_one("input[name=key]")["value"]})
        assert Assessment.objects.count() == 1

    def test_a_key_that_added_another_case_gets_words(self, dcp, client, add):
        CaseFactory(urn=URN)
        CaseFactory(urn="02AB1234518")
        form = using()
        client.post(add, form)

        response = client.post(add, form | {"urn": "02AB1234518"})

        assert "has already added another case" in problems(response)[0][0]
        assert Assessment.objects.count() == 1

    def test_a_urn_that_only_seems_known_asks_for_its_facts(self, dcp, client, add):
        response = client.post(add, using())

        assert ("Select the court level", "#id_court_level") in problems(response)
        assert not Case.objects.exists()

    @pytest.mark.parametrize(
        ("who", "status"),
        [("sdcp", 403), ("ccp", 403), ("apm", 403), ("businesscentre", 403), ("prosecutor", 404), ("dcp2", 404)],
    )
    def test_only_its_assessor_adds_to_a_half_day(self, place, client, add, who, status):
        client.force_login(getattr(place, who))

        assert client.get(add, {"urn": URN}).status_code == status
        assert client.post(add, new_case()).status_code == status
        assert not Case.objects.exists()


class TestCasePage:
    def test_it_shows_its_facts_and_iqas(self, place, dcp, client):
        done = recorded(assessor=dcp, prosecutor=place.prosecutor, unit=place.unit, not_met={14: []})
        case = done.case
        draft = begun(case=case, prosecutor=place.prosecutor, unit=place.unit, assessor=dcp, activity="advice")

        page = main(client.get(f"/cases/{case.pk}/"))

        assert page.h1.get_text(strip=True) == f"Case {case.urn}"
        assert facts_on(page) == {"Court level": "Magistrates' court", "Live or finalised": "Live"}
        links = [row.a["href"] for row in page.select(".iqa-worklist__item")]
        assert links == [f"/assessments/{draft.pk}/", f"/assessments/{done.pk}/"]
        assert page.find("a", string="Edit this case")["href"] == f"/cases/{case.pk}/edit/"
        assert page.select_one(".govuk-button")["href"] == f"/half-days/start/?urn={case.urn}"
        assert Read.objects.of(case).get().by == dcp

    def test_iqas_of_other_places_are_not_on_it(self, place, dcp, client):
        done = recorded(assessor=dcp, prosecutor=place.prosecutor, unit=place.unit)
        recorded(case=done.case, assessor=place.dcp2, prosecutor=place.prosecutor2, unit=place.unit2)

        page = main(client.get(f"/cases/{done.case.pk}/"))

        assert len(page.select(".iqa-worklist__item")) == 1
        assert place.prosecutor2.name not in page.get_text()

    @pytest.mark.parametrize(
        ("who", "page", "form"),
        [
            ("dcp", 200, 200),
            ("sdcp", 200, 200),
            ("dccp", 200, 200),
            ("ccp", 200, 403),
            ("apm", 200, 403),
            ("cat", 200, 403),
            ("inspector", 200, 403),
            ("businesscentre", 403, 403),
            ("pmu", 403, 403),
            ("prosecutor", 404, 404),
            ("dcp2", 404, 404),
            ("apm2", 404, 404),
        ],
    )
    def test_who_sees_it_and_who_edits_it(self, place, client, who, page, form):
        yesterday = timezone.now() - timedelta(days=2)
        done = recorded(assessor=place.dcp, prosecutor=place.prosecutor, unit=place.unit, at=yesterday)
        client.force_login(getattr(place, who))

        assert client.get(f"/cases/{done.case.pk}/").status_code == page
        assert client.get(f"/cases/{done.case.pk}/edit/").status_code == form

    def test_ones_own_work_opens_no_case(self, place, client):
        """Not even where one is a manager too."""
        PostingFactory(person=place.dcp, role=Role.PROSECUTOR, unit=place.unit)
        own = recorded(
            assessor=place.sdcp, prosecutor=place.dcp, unit=place.unit, at=timezone.now() - timedelta(days=2)
        )
        client.force_login(place.dcp)

        assert client.get(f"/cases/{own.case.pk}/").status_code == 404

    def test_who_reads_only_is_offered_nothing(self, place, client):
        done = recorded(assessor=place.dcp, prosecutor=place.prosecutor, unit=place.unit)
        client.force_login(place.ccp)

        page = main(client.get(f"/cases/{done.case.pk}/"))

        assert not page.find("a", string="Edit this case")
        assert not buttons(page)

    def test_there_is_none(self, dcp, client):
        assert client.get("/cases/4711/").status_code == 404

    def test_queries_do_not_grow_with_iqas(self, place, dcp, client):
        case = recorded(assessor=dcp, prosecutor=place.prosecutor, unit=place.unit).case
        with CaptureQueriesContext(connection) as few:
            client.get(f"/cases/{case.pk}/")
        for _ in range(4):
            assessor = PostingFactory(role=Role.DCP, unit=place.unit).person
            recorded(case=case, assessor=assessor, prosecutor=place.prosecutor, unit=place.unit)
        with CaptureQueriesContext(connection) as many:
            client.get(f"/cases/{case.pk}/")

        assert len(many) == len(few)


class TestEditing:
    @pytest.fixture
    def case(self, place):
        case = CaseFactory(urn=URN, court_level="crown", plea="gap", finalised="Convicted", trial_date=date(2030, 5, 6))
        begun(case=case, assessor=place.dcp, prosecutor=place.prosecutor, unit=place.unit)
        return case

    def test_it_begins_with_what_is_known(self, dcp, client, case):
        page = main(client.get(f"/cases/{case.pk}/edit/"))

        checked = {radio["name"]: radio["value"] for radio in page.select("input[checked]")}
        assert checked == {"court_level": "crown", "plea": "gap", "status": "finalised"}
        assert page.find(id="id_finalised")["value"] == "Convicted"
        assert page.find(id="id_trial_date_year")["value"] == "2030"
        assert Read.objects.of(case).get().by == dcp

    def test_it_changes_the_case(self, dcp, client, case):
        form = {"court_level": "youth", "plea": "unknown", "status": "live", "finalised": "", "sensitive": ["rape"]}
        form["seen"] = facts_of(case).fingerprint

        response = client.post(f"/cases/{case.pk}/edit/", form)

        case.refresh_from_db()
        assert response.url == f"/cases/{case.pk}/"
        assert (case.court_level, case.plea, case.finalised, case.trial_date) == ("youth", "", "", None)
        assert [category.code for category in case.sensitive.all()] == ["rape"]
        assert Event.objects.of(case).filter(verb="edited", by=dcp).exists()

    def test_of_two_the_second_sees_what_the_first_saved(self, place, dcp, client, case):
        edit_page = f"/cases/{case.pk}/edit/"
        seen = main(client.get(edit_page)).select_one("input[name=seen]")["value"]
        edit(case=case, facts=facts(court_level="youth"), by=place.dcp)

        mine = {"court_level": "magistrates", "plea": "gap", "status": "finalised", "finalised": "Discontinued"}
        page = main(client.post(edit_page, mine | {"seen": seen}))

        heading = page.select_one(".govuk-inset-text h2")
        assert heading.get_text() == "This case was changed in another tab, or by someone else, after you opened it"
        assert facts_on(page) == {"Court level": "Youth court", "Live or finalised": "Live"}
        assert page.find(id="id_finalised")["value"] == "Discontinued"
        case.refresh_from_db()
        assert case.court_level == "youth"
        client.post(edit_page, mine | {"seen": page.select_one("input[name=seen]")["value"]})
        case.refresh_from_db()
        assert (case.court_level, case.finalised) == ("magistrates", "Discontinued")

    @pytest.mark.parametrize("seen", ["x" * 17, "\x00"])
    def test_a_tampered_fingerprint_is_replaced(self, dcp, client, case, seen):
        typed = {"court_level": "youth", "status": "live"}
        response = client.post(f"/cases/{case.pk}/edit/", typed | {"seen": seen})

        assert problems(response) == [
            ("This page was out of date: your answers are kept, check them and save again.", None)
        ]
        page = main(response)
        assert page.select_one("input[name=court_level][checked]")["value"] == "youth"
        case.refresh_from_db()
        assert case.court_level == "crown"
        client.post(f"/cases/{case.pk}/edit/", typed | {"seen": page.select_one("input[name=seen]")["value"]})
        case.refresh_from_db()
        assert case.court_level == "youth"

    def test_a_mistake_keeps_what_was_typed(self, dcp, client, case):
        response = client.post(f"/cases/{case.pk}/edit/", {"court_level": "youth", "status": "finalised"})

        assert problems(response) == [("Enter how it was finalised", "#id_finalised")]
        assert main(response).select_one("input[name=court_level][checked]")["value"] == "youth"
        case.refresh_from_db()
        assert case.court_level == "crown"

    def test_ones_own_work_gives_no_right_to_edit(self, place, client, case):
        """The case has an IQA of theirs, released, and one in a unit where they read but do not record."""
        PostingFactory(person=place.ccp, role=Role.PROSECUTOR, unit=place.unit)
        client.force_login(place.ccp)

        assert client.post(f"/cases/{case.pk}/edit/", {"court_level": "youth", "status": "live"}).status_code == 403
