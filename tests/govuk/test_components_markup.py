"""The other tags, and the shell, against GOV.UK Frontend's own examples."""

from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.safestring import mark_safe

from iqa.govuk.errors import Problem
from tests.govuk.markup import fixture, normal, parse, render

BUTTONS = {
    "default": '{% govuk_button "Save and continue" %}',
    "prevent double click": '{% govuk_button "Submit" %}',
    "secondary": '{% govuk_button "Secondary button" kind="secondary" name="secondary" %}',
    "warning": '{% govuk_button "Warning button" kind="warning" name="Warning" %}',
    "name": '{% govuk_button "Submit" name="start-now" %}',
    "value": '{% govuk_button "Submit" value="start" %}',
    "type": '{% govuk_button "Submit" type="button" %}',
    "id": '{% govuk_button "Submit" id="submit" %}',
    "link": '{% govuk_button "Link button" href="/" %}',
    "start link": '{% govuk_button "Start now link button" href="/" start=True %}',
    "attributes": '{% govuk_button "Submit" aria_controls="test-target-element" data_tracking_dimension=123 %}',
}


@pytest.mark.parametrize("name", BUTTONS)
def test_button(name: str) -> None:
    params, expected = fixture("button", name)
    drawn = parse(render(BUTTONS[name]))
    for button in expected.find_all("button", type="submit"):
        button["data-prevent-double-click"] = "true"  # ours always do
    if name == "id":
        drawn.button["id"] = params["id"]
        drawn.button.string = params["text"]
    assert normal(drawn) == normal(expected)


@pytest.mark.parametrize("colour", ["default", "grey", "green", "purple", "red", "orange", "yellow"])
def test_tag(colour: str) -> None:
    params, expected = fixture("tag", colour)
    drawn = render("{% govuk_tag text colour %}", text=params["text"], colour="" if colour == "default" else colour)
    assert normal(parse(drawn)) == normal(expected)


@pytest.mark.parametrize("name", ["default", "without links", "mixed with and without links"])
def test_error_summary(name: str) -> None:
    params, expected = fixture("error-summary", name)
    problems = [Problem(item.get("href", "")[1:] or None, item["text"]) for item in params["errorList"]]
    said = {"problems": problems, "title": params["titleText"]}
    if "descriptionText" in params:
        expected.find(class_="govuk-error-summary__body").p.decompose()
    assert normal(parse(render_to_string("components/error_summary.html", said))) == normal(expected)


BANNERS = {
    "default": "{% govuk_banner %}",
    "with type as success": '{% govuk_banner kind="success" %}',
    "custom title": '{% govuk_banner "Important information" %}',
}


@pytest.mark.parametrize("name", BANNERS)
def test_notification_banner(name: str) -> None:
    params, expected = fixture("notification-banner", name)
    source = BANNERS[name] + '<p class="govuk-notification-banner__heading">{{ text }}</p>{% endgovuk_banner %}'
    assert normal(parse(render(source, text=params["text"]))) == normal(expected)


@pytest.mark.parametrize("name", ["default", "expanded"])
def test_details(name: str) -> None:
    params, expected = fixture("details", name)
    source = "{% govuk_details summary open=open id=id %}{{ text }}{% endgovuk_details %}"
    said = {"summary": params["summaryText"], "text": params["text"], "open": params.get("open", False)}
    assert normal(parse(render(source, id=params.get("id"), **said))) == normal(expected)


@pytest.mark.parametrize(
    ("component", "source"),
    [
        ("inset-text", "{% govuk_inset %}{{ text }}{% endgovuk_inset %}"),
        ("warning-text", "{% govuk_warning %}{{ text }}{% endgovuk_warning %}"),
    ],
)
def test_text_in_a_frame(component: str, source: str) -> None:
    params, expected = fixture(component, "default")
    assert normal(parse(render(source, text=params["text"]))) == normal(expected)


@pytest.mark.parametrize("name", ["default", "title with no body text"])
def test_panel(name: str) -> None:
    params, expected = fixture("panel", name)
    title = params.get("titleText") or params["titleHtml"]
    source = "{% govuk_panel title %}{{ body }}{% endgovuk_panel %}"
    assert normal(parse(render(source, title=title, body=mark_safe(params.get("html", ""))))) == normal(expected)


@pytest.mark.parametrize("name", ["default", "with one level", "with last breadcrumb as current page"])
def test_breadcrumbs(name: str) -> None:
    params, expected = fixture("breadcrumbs", name)
    pairs = [word for item in params["items"] for word in (item["text"], item.get("href")) if word]
    names = {f"word{number}": word for number, word in enumerate(pairs)}
    assert normal(parse(render("{% govuk_breadcrumbs " + " ".join(names) + " %}", **names))) == normal(expected)


def test_back_link():
    params, expected = fixture("back-link", "with custom text and link")
    landmark = parse(render("{% govuk_back_link href text %}", **params)).nav
    assert landmark["aria-label"] == "Back"
    assert normal(landmark) == normal(expected)


def rows_of(params: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "key": row["key"]["text"],
            "value": mark_safe(row["value"].get("html") or row["value"]["text"]),
            "actions": [
                {"href": action["href"], "text": action["text"], "hidden": action.get("visuallyHiddenText", "")}
                for action in row.get("actions", {}).get("items", [])
            ],
        }
        for row in params["rows"]
    ]


@pytest.mark.parametrize(
    "name", ["default", "with actions", "with some actions", "no-border", "as a summary card with a text header"]
)
def test_summary_list(name: str) -> None:
    params, expected = fixture("summary-list", name)
    said = {"rows": rows_of(params), "classes": params.get("classes", "")}
    if "card" in params:
        said["card"] = params["card"]["title"]["text"]
    assert normal(parse(render_to_string("components/summary_list.html", said))) == normal(expected)


def test_summary_list_written_in_a_template():
    drawn = render(
        '{% govuk_summary_list card="Facts" %}'
        '{% govuk_row "URN" href="/u" %}{{ urn }}{% endgovuk_row %}'
        '{% for unit in units %}{% govuk_row "Unit" %}{{ unit }}{% endgovuk_row %}{% endfor %}'
        "{% endgovuk_summary_list %}",
        urn="<b>",
        units=["Dover"],
    )
    actions = [{"href": "/u", "text": "Change", "hidden": "URN"}]
    rows = [{"key": "URN", "value": "<b>", "actions": actions}, {"key": "Unit", "value": "Dover", "actions": []}]
    expected = render_to_string("components/summary_list.html", {"card": "Facts", "rows": rows})
    assert normal(parse(drawn)) == normal(parse(expected))
    assert "<b>" not in drawn


@pytest.mark.parametrize(
    ("name", "number"), [("with prev and next only", 2), ("with previous only", 3), ("with next only", 1)]
)
def test_pagination(name: str, number: int) -> None:
    _, expected = fixture("pagination", name)
    request = RequestFactory().get("/?unit=7&page=1&unit=8")
    drawn = parse(render("{% govuk_pagination page %}", request=request, page=Paginator("abc", 1).page(number)))
    for link in drawn.find_all("a"):
        # Which page of how many: GOV.UK's examples leave it out.
        page = number + (1 if link["rel"] == ["next"] else -1)
        assert link.find(class_="govuk-pagination__link-label").extract().text == f"{page} of 3"
        assert link["href"] == f"?unit=7&unit=8&page={page}" or link["href"] == f"?unit=7&page={page}&unit=8"
        link.find(class_="govuk-visually-hidden", string=":").extract()
    for link, wanted in zip(drawn.find_all("a"), expected.find_all("a"), strict=True):
        link["href"] = wanted["href"]
        link.find(class_="govuk-pagination__link-title")["class"].append("govuk-pagination__link-title--decorated")
        title = wanted.find(class_="govuk-pagination__link-title")
        if not title.find("span"):
            link.find(class_="govuk-pagination__link-title").string = title.text
    assert normal(drawn) == normal(expected)


def test_one_page_has_no_pagination():
    assert not render("{% govuk_pagination page %}", page=Paginator("abc", 3).page(1)).strip()


@pytest.mark.parametrize("name", ["with navigation with a current item", "with large navigation"])
def test_service_navigation(name: str) -> None:
    params, expected = fixture("service-navigation", name)
    items = [
        {"text": item["text"], "href": item["href"], "current": item.get("current") or item.get("active")}
        for item in params["navigation"]
    ]
    drawn = parse(render_to_string("components/service_navigation.html", {"navigation": items}))
    assert normal(drawn) == normal(expected)


def test_header():
    params, expected = fixture("generic-header", "default")
    drawn = parse(render_to_string("components/header.html"))
    drawn.a.string = params["logoText"]
    assert normal(drawn) == normal(expected)


def test_skip_link():
    _, expected = fixture("skip-link", "default")
    expected.a.string, expected.a["href"] = "Skip to main content", "#main-content"
    assert normal(parse(render_to_string("components/skip_link.html"))) == normal(expected)
