"""A half day's own page."""

from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.actions.drafts import discard
from iqa.permissions import Role
from tests.assessments.pages import main
from tests.factories import GrantFactory, PostingFactory, UnitFactory, begun, recorded, started


class TestPage:
    def page(self, client, half_day):
        return main(client.get(f"/half-days/{half_day.pk}/"))

    def rows(self, page):
        return [
            (
                unescape(row.a.find(string=True, recursive=False)),
                row.a["href"],
                row.select_one(".govuk-tag").text.strip(),
            )
            for row in page.select(".iqa-worklist__item")
        ]

    def test_it_says_what_it_is(self, place, dcp, client):
        half_day = started(
            assessor=dcp,
            prosecutor=place.prosecutor,
            unit=place.unit,
            activity="case_presentation",
            worked_on=date(2017, 10, 3),
            court_centre="Winchester",
            list_type="trials",
            additional=True,
        )

        page = self.page(client, half_day)

        assert page.h1.get_text(strip=True) == "Case presentation, 3 October 2017, morning"
        facts = {row.dt.text.strip(): row.dd.text.strip() for row in page.select(".govuk-summary-list__row")}
        assert facts["Prosecutor"] == place.prosecutor.name
        assert facts["Assessor"] == dcp.name
        assert facts["List type"] == "Trials"
        assert facts["Additional"].startswith("Yes")
        assert "Kind of work" not in facts

    def test_empty_it_says_so_and_asks_for_a_case(self, place, dcp, client):
        half_day = started(assessor=dcp, prosecutor=place.prosecutor, unit=place.unit)

        page = self.page(client, half_day)

        assert "No cases have been added to this half day." in page.get_text()
        buttons = [(button.get_text(strip=True), button["href"]) for button in page.select(".govuk-button")]
        assert buttons == [("Add a case", f"/half-days/{half_day.pk}/cases/add/")]
        assert page.select_one(f'a[href="/half-days/start/?after={half_day.pk}"]')

    def test_it_lists_its_iqas_in_every_state(self, place, dcp, client):
        half_day = started(assessor=dcp, prosecutor=place.prosecutor, unit=place.unit)
        draft = begun(half_day=half_day)
        away = begun(half_day=half_day)
        discard(assessment=away, by=dcp)
        done = recorded(half_day=half_day, not_met={14: []}, action=True)
        elsewhere = begun(assessor=dcp, prosecutor=place.prosecutor, unit=place.unit, half="pm")

        page = self.page(client, half_day)

        assert self.rows(page) == [
            (f"Continue marking: {draft.case.urn}", f"/assessments/{draft.pk}/mark/", "Draft"),
            (away.case.urn, f"/assessments/{away.pk}/", "Discarded"),
            (done.case.urn, f"/assessments/{done.pk}/", "Recorded"),
        ]
        assert elsewhere.case.urn not in page.get_text()
        feedback = reverse("assessments:half_day_feedback_record", args=[half_day.pk])
        assert page.select_one(f'a.govuk-button[href="{feedback}"]')

    def test_a_manager_reads_it_and_adds_nothing(self, place, dcp, client):
        half_day = started(assessor=dcp, prosecutor=place.prosecutor, unit=place.unit)
        draft = begun(half_day=half_day)
        recorded(half_day=half_day)
        client.force_login(place.ccp)

        page = self.page(client, half_day)

        assert (draft.case.urn, f"/assessments/{draft.pk}/", "Draft") in self.rows(page)
        assert not page.select(".govuk-button")
        assert "after=" not in str(page)

    def test_a_colleague_may_record_feedback_and_adds_nothing(self, place, dcp, client):
        half_day = started(assessor=dcp, prosecutor=place.prosecutor, unit=place.unit)
        recorded(half_day=half_day)
        client.force_login(place.sdcp)

        buttons = [button.get_text(strip=True) for button in self.page(client, half_day).select(".govuk-button")]
        assert buttons == ["Record feedback"]

    @pytest.mark.parametrize(
        ("who", "status"),
        [("dcp", 200), ("apm", 200), ("cat", 200), ("businesscentre", 403), ("prosecutor", 404), ("dcp2", 404)],
    )
    def test_who_sees_it(self, place, client, who, status):
        half_day = started(assessor=place.dcp, prosecutor=place.prosecutor, unit=place.unit)
        client.force_login(getattr(place, who))

        assert client.get(f"/half-days/{half_day.pk}/").status_code == status

    def test_their_own_work_is_not_there_for_the_person_assessed(self, place, client):
        unit = UnitFactory(area=place.area)
        PostingFactory(person=place.dcp, role=Role.PROSECUTOR, unit=unit)
        GrantFactory(person=place.dcp, unit=unit)
        half_day = started(prosecutor=place.dcp, unit=unit)
        client.force_login(place.dcp)

        assert client.get(f"/half-days/{half_day.pk}/").status_code == 404

    def test_queries_do_not_grow_with_iqas(self, place, dcp, client):
        client.force_login(place.sdcp)  # of whom it is asked, too, whether the assessor may still finish the drafts
        half_day = started(assessor=dcp, prosecutor=place.prosecutor, unit=place.unit)
        begun(half_day=half_day)
        recorded(half_day=half_day)
        with CaptureQueriesContext(connection) as few:
            self.page(client, half_day)
        for _ in range(4):
            begun(half_day=half_day)
            recorded(half_day=half_day)
        with CaptureQueriesContext(connection) as many:
            self.page(client, half_day)

        assert len(many) == len(few)
