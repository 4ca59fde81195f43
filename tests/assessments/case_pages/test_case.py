"""A case's page, and editing its facts."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.actions.cases import edit, facts_of
from assessments.models import Case
from iqa.audit.models import Event, Read
from iqa.permissions import Role
from tests.assessments.case_pages.pages import URN, buttons, facts_on
from tests.assessments.pages import main, problems
from tests.factories import CaseFactory, PostingFactory, begun, facts, recorded


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

    @pytest.mark.parametrize("field", ["next_hearing", "trial_date"])
    @pytest.mark.parametrize("day", [date(2014, 9, 1), date(2080, 1, 1)])
    def test_a_day_that_it_came_with_may_stand(self, field, day, dcp, client, case):
        Case.objects.filter(pk=case.pk).update(**{field: day})
        case.refresh_from_db()
        form = {"court_level": "youth", "plea": "unknown", "status": "live", "seen": facts_of(case).fingerprint}
        form |= {f"{field}_day": day.day, f"{field}_month": day.month}
        beyond = {f"{field}_year": day.year - 1 if day.year < 2020 else day.year + 1}
        assert "must be" in client.post(f"/cases/{case.pk}/edit/", form | beyond).content.decode()

        assert client.post(f"/cases/{case.pk}/edit/", form | {f"{field}_year": day.year}).status_code == 302
        case.refresh_from_db()
        assert (case.court_level, getattr(case, field)) == ("youth", day)

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
