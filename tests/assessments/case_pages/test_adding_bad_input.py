"""Adding a case to a half day with bad input, or by who may not."""

from datetime import UTC, datetime

import pytest
import time_machine

from assessments.models import Assessment, Case
from tests.assessments.case_pages.pages import URN, new_case, using
from tests.assessments.pages import main, problems
from tests.factories import CaseFactory


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
