"""Adding a case to a half day: found by its URN, or registered."""

from datetime import date

import pytest

from assessments.actions.drafts import discard
from assessments.models import Assessment, Case
from iqa.audit.models import Event, Read
from tests.assessments.case_pages.pages import URN, buttons, facts_on, new_case, using
from tests.assessments.pages import main, problems
from tests.factories import CaseFactory, begun, recorded


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
