"""Terms of the scheme, in the browser: as they stand, their history, a change."""

import ast
import re
import uuid
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from iqa.audit.models import Event
from iqa.organisation.models import UnitKind
from iqa.terms.actions import change_term
from iqa.terms.models import AREA_MAY_SET, Term, TermName
from iqa.terms.policies import NotAllowed
from tests.at_once import at_once
from tests.factories import PostingFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-03-02T09:00:00+00:00", tick=False) as clock:
        yield clock


@pytest.fixture
def page(client, place):
    def page(path, person=place.dcp, **posted):
        client.force_login(person)
        response = client.post(path, posted) if posted else client.get(path)
        return response, BeautifulSoup(response.content, "html.parser")

    return page


def change_page(name="hours_before_email"):
    return f"/terms/{name}/change/"


def posted(value="36", day=TODAY, reason="Agreed with the Areas", **more):
    when = {"starts_on_day": day.day, "starts_on_month": day.month, "starts_on_year": day.year}
    return {"value": value, **when, "reason": reason, **more}


def summary(page):
    return [(link.get("href"), link.text) for link in page.select(".govuk-error-summary a")]


def rows(page):
    return {
        row.select_one("dt").text.strip(): row.select_one("dd").get_text("|", strip=True)
        for row in page.select(".govuk-summary-list__row")
    }


def set_term(value, starts_on, area=None, name=TermName.HOURS_BEFORE_EMAIL, **more):
    return Term.objects.create(name=name, value=value, starts_on=starts_on, area=area, reason="Tried", **more)


def test_everyone_signed_in_reads_every_term_in_words(page, place):
    for person in (place.prosecutor, place.administrator):
        response, html = page("/terms/", person)
        assert response.status_code == 200
    assert html.h1.text == "Terms of the scheme"
    assert html.title.text == "Terms of the scheme – IQA"
    said = rows(html)
    assert len(said) == len(TermName)
    since = "Since 1 October 2014"
    assert said["Hours between recording and the email to the prosecutor"] == f"24 hours|{since}"
    assert said["Working days in which feedback is given"] == f"5 working days|{since}"
    assert said["Percentage of IQAs that are dip sampled"] == f"10%|{since}"
    assert said["An email for every IQA, whatever its marks"] == f"No|{since}"


def test_it_says_what_areas_have_of_their_own_and_what_is_to_come(page, place):
    set_term(48, date(2018, 4, 1), place.area)
    set_term(30, date(2026, 4, 1))
    set_term(40, date(2026, 5, 1), place.area2)
    set_term(8, date(2018, 4, 1), place.area, TermName.DIP_SAMPLE_PERCENT)
    said = rows(page("/terms/")[1])
    assert said["Hours between recording and the email to the prosecutor"].split("|")[2:] == [
        "Wessex: 48 hours since 1 April 2018",
        "From 1 April 2026: 30 hours",
        "From 1 May 2026 in South West: 40 hours",
    ]
    assert said["Percentage of IQAs that are dip sampled"].split("|")[2:] == [
        "Wessex: 8% since 1 April 2018, below the national value, which holds instead"
    ]


def test_whoever_may_change_a_term_is_offered_it(page, place):
    def offered(person):
        return [link.contents[0].strip() for link in page("/terms/", person)[1].select("main dd a")]

    assert set(offered(place.cat)) == {"History and change"}
    assert offered(place.dccp).count("History and change") == len(AREA_MAY_SET)
    assert set(offered(place.dcp)) == {"History"}


def test_before_the_scheme_is_loaded_the_page_says_so(page, place):
    Term.objects.all().delete()
    assert set(rows(page("/terms/")[1]).values()) == {"Not loaded yet"}
    assert "Run load_question_set" in page("/terms/iqas_advice/")[1].text


def test_a_terms_history_says_who_when_and_why(page, place):
    set_term(48, date(2018, 4, 1), set_by=place.cat)
    set_term(60, date(2026, 4, 1), place.area, set_by=place.dccp)
    html = page("/terms/hours_before_email/")[1]
    assert html.h1.text == "Hours between recording and the email to the prosecutor"
    entries = [item.get_text(" ", strip=True) for item in html.select("main li.iqa-worklist__item")]
    assert entries[0].startswith(
        "60 hours For: Wessex From: 1 April 2026 Set by: Dev Deputy on 2 March 2026 Why: Tried"
    )
    assert entries[1].startswith("48 hours In force For: National From: 1 April 2018 Set by: Cat Assurance")
    assert "Loaded with the scheme" in entries[2]
    assert [heading.text for heading in html.select("main h2")] == ["To come", "Until then"]


def test_an_unknown_term_is_not_found(page):
    assert page("/terms/hours/")[0].status_code == 404
    assert page("/terms/hours/change/")[0].status_code == 404


@pytest.mark.parametrize(
    ("name", "term", "status"),
    [
        ("cat", "half_days_rasso", 200),
        ("dccp", "hours_before_email", 200),
        ("dccp", "half_days_rasso", 403),
        ("editor", "hours_before_email", 403),
        ("administrator", "hours_before_email", 403),
        ("sdcp", "hours_before_email", 403),
        ("prosecutor", "hours_before_email", 403),
    ],
)
def test_who_changes_what(page, place, name, term, status):
    person = place.people[name]
    assert page(change_page(term), person)[0].status_code == status
    linked = page(f"/terms/{term}/", person)[1].select(f"a[href='{change_page(term)}']")
    assert bool(linked) is (status == 200)
    if status == 403:
        assert page(change_page(term), person, **posted())[0].status_code == 403
        assert not Event.objects.exists()


def test_headquarters_changes_the_nations_value(page, place):
    response, _ = page(change_page(), place.cat, **posted(day=date(2026, 4, 1)))
    assert response["Location"] == "/terms/hours_before_email/"
    term = Term.objects.get(starts_on=date(2026, 4, 1))
    assert (term.value, term.area, term.set_by, term.reason) == (36, None, place.cat, "Agreed with the Areas")
    assert [event.verb for event in Event.objects.of(term)] == ["set"]
    assert "National: 36 hours from 1 April 2026." in page("/terms/hours_before_email/", place.cat)[1].text


def test_a_deputy_sets_their_areas_own_and_no_other(page, place):
    html = page(change_page(), place.dccp)[1]
    assert "For: Wessex" in html.main.text
    response, _ = page(change_page(), place.dccp, **posted(whose=str(place.area2.pk)))
    assert response.status_code == 302
    assert Term.objects.get(value=36).area == place.area


def test_with_several_places_it_asks_which(page, place):
    PostingFactory(person=place.cat, role="dccp", area=place.area)
    html = page(change_page(), place.cat)[1]
    labels = [label.text.strip() for label in html.select(".govuk-radios__label")]
    assert labels == ["The nation", "Wessex"]
    html = page(change_page(), place.cat, **posted())[1]
    assert summary(html) == [("#id_whose", "Select who it is for")]
    html = page(change_page(), place.cat, **posted(whose=str(place.area2.pk)))[1]
    assert summary(html) == [("#id_whose", "Select who it is for")]
    assert page(change_page(), place.cat, **posted(whose=str(place.area.pk)))[0].status_code == 302


def test_headquarters_expects_another_number_of_a_kind_of_unit(page, place):
    name = "iqas_charging"
    html = page(change_page(name), place.cat)[1]
    assert [label.text.strip() for label in html.select(".govuk-radios label")] == [
        "The nation",
        *(f"{kind.label} alone" for kind in UnitKind),
    ]
    response, _ = page(change_page(name), place.cat, **posted("2.5", whose="rasso"))
    assert response.status_code == 302
    assert Term.objects.get(name=name, unit_kind="rasso").value == Decimal("2.5")
    national = Term.objects.value_on(TODAY, name=name, area_id=None)
    assert national != Decimal("2.5")
    label = "IQAs expected in a half day: charging and review"
    said = rows(page("/terms/")[1])[label].split("|")
    assert said[2:] == ["Rape and serious sexual offences: 2.5 IQAs since 2 March 2026"]
    newest = page(f"/terms/{name}/")[1].select_one("li.iqa-worklist__item")
    assert "For: Rape and serious sexual offences" in newest.get_text(" ", strip=True)


def test_of_a_kind_of_unit_from_the_same_day_as_the_nation(page, place):
    for whose in ("national", "crown", "rasso"):
        assert page(change_page("iqas_advice"), place.cat, **posted("3", whose=whose))[0].status_code == 302
    html = page(change_page("iqas_advice"), place.cat, **posted("4", whose="crown"))[1]
    assert "There is a change from that date already" in html.select_one(".govuk-error-summary").text


def test_what_holds_for_all_alike_is_set_apart_for_no_kind_of_unit(page, place):
    assert not page(change_page(), place.cat)[1].select(".govuk-radios")
    with pytest.raises(PermissionDenied):
        change(place.cat, whose=UnitKind.CROWN)
    with pytest.raises(PermissionDenied):
        change(place.dccp, name="iqas_advice", value=Decimal(3), whose=UnitKind.CROWN)


def test_a_yes_or_no_term_is_chosen(page, place):
    assert summary(page(change_page("email_every_iqa"), place.cat, **posted(value="2"))[1]) == [
        ("#id_value", "Select yes or no")
    ]
    page(change_page("email_every_iqa"), place.cat, **posted(value="1"))
    assert Term.objects.get(set_by=place.cat).value == 1


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"value": ""}, ("#id_value", "Enter the new value")),
        ({"value": "lots"}, ("#id_value", "The new value must be a number")),
        ({"value": "NaN"}, ("#id_value", "The new value must be a number")),
        ({"value": "9" * 10_000}, ("#id_value", "The new value must be between 0 and 240")),
        ({"value": "1e999999999"}, ("#id_value", "The new value must be between 0 and 240")),
        ({"value": "1.5"}, ("#id_value", "The new value must be a whole number")),
        ({"day": date(2026, 3, 1)}, ("#id_starts_on_day", "The date must be today or in the future")),
        ({"reason": "  "}, ("#id_reason", "Enter why it is changed")),
        ({"reason": "x" * 2001}, ("#id_reason", "The reason must be 2,000 characters or fewer")),
    ],
)
def test_bad_input_gets_words_and_writes_nothing(page, place, wrong, problem):
    html = page(change_page(), place.cat, **posted(**wrong))[1]
    assert summary(html) == [problem]
    assert html.title.text.startswith("Error: Change")
    assert not Event.objects.exists()


def test_a_second_change_from_the_same_day_is_refused(page, place):
    page(change_page(), place.cat, **posted())
    html = page(change_page(), place.cat, **posted(value="48"))[1]
    assert summary(html) == [("#id_value", "There is a change from that date already. Enter another date.")]
    assert html.select_one("textarea").text.strip() == "Agreed with the Areas"


def test_an_areas_rate_below_the_nations_is_refused_in_words(page, place):
    html = page(change_page("dip_sample_percent"), place.dccp, **posted(value="9"))[1]
    assert summary(html) == [("#id_value", "An Area’s value cannot be below the national one, 10%.")]


def test_contested_half_days_are_compared_with_advocacys(place):
    with pytest.raises(NotAllowed, match="more than the 2 half days"):
        change(place.cat, name="half_days_contested", value=Decimal(3))


def change(by, **given):
    said = {"name": "hours_before_email", "value": Decimal(36), "starts_on": TODAY, "whose": None, "reason": "x"}
    return change_term(**{**said, **given}, by=by)


def test_the_action_asks_again_who_may(place):
    with pytest.raises(PermissionDenied):
        change(place.dccp)
    with pytest.raises(PermissionDenied):
        change(place.dccp, whose=place.area2)


@pytest.mark.django_db(transaction=True)
def test_pressed_many_times_at_once_it_is_changed_once(place):
    reason = str(uuid.uuid4())
    changed = at_once(8, lambda: change(place.cat, reason=reason).pk)
    assert len(set(changed)) == 1
    assert Event.objects.count() == 1


def test_the_pages_queries_do_not_grow(client, place):
    client.force_login(place.cat)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get("/terms/")
            client.get("/terms/hours_before_email/")
        return len(captured)

    before = queries()
    for month in range(1, 10):
        set_term(30 + month, date(2027, month, 1), place.area, set_by=place.dccp)
    assert queries() == before


NUMBER_OF_THE_SCHEME = re.compile(
    r"\b(\d+|five|ten|twenty-four) (hours?|working days?)\b|\b(?!400)\d+ ?(%(?!})|per cent)", re.IGNORECASE
)

# How the worklist is cut up, confidence, and shades of a table: none of it is the scheme's to say.
OTHER_NUMBERS = {
    ("worklist.py", "five working days"),
    *((path, "95%") for path in ("fully_met.py", "funnel.py", "report_page.py", "robustness.py", "tables.py")),
    ("charts.py", "95%"),
    *((path, "8%") for path in ("charts.py", "funnel.py")),
    ("reasons.py", "100%"),
    *(("shades.html", shade) for shade in ("90%", "80%", "70%", "60%")),
}


def test_no_page_no_email_and_no_code_says_a_number_of_the_scheme():
    """It is asked of the terms: it may be another next year, or in another Area."""
    texts = [(path, path.read_text()) for path in (ROOT / "templates").rglob("*.*")]
    texts += [
        (path, text)
        for app in ("iqa", "assessments", "dipsamples", "reporting")
        for path in (ROOT / app).rglob("*.py")
        for text in words(path)
    ]
    said = {(path.name, found[0]) for path, text in texts for found in NUMBER_OF_THE_SCHEME.finditer(text)}
    assert said - OTHER_NUMBERS == set()


def words(path):
    """The texts in a module, without what it says of itself."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    constants = (node for node in nodes if isinstance(node, ast.Constant) and id(node) not in docstrings)
    return [node.value for node in constants if isinstance(node.value, str)]
