"""What is around every page, and the pages for errors."""

from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.views.defaults import server_error

from iqa.govuk.forms import CharField, GovukForm
from tests.govuk.markup import parse

pytestmark = pytest.mark.urls("tests.govuk.urls")

TEMPLATES = Path(__file__).parents[2] / "templates"
PAGES = ("base.html", "form_page.html", "400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html")


class NameForm(GovukForm):
    name = CharField()


def page(template="base.html", **context):
    return parse(render_to_string(template, context))


def signed_in():
    return SimpleNamespace(user=SimpleNamespace(is_authenticated=True, pk=1, name="Ada Lovelace"))


@pytest.mark.parametrize("template", PAGES)
def test_a_page_is_whole(template):
    drawn = page(template, form=NameForm(), title="Add a case")
    assert drawn.html["lang"] == "en"
    assert drawn.title.text.endswith(" – IQA")
    assert drawn.select_one(".govuk-skip-link")["href"] == "#main-content"
    assert drawn.main["id"] == "main-content"
    assert len(drawn.find_all("h1")) == (template != "base.html")


@pytest.mark.parametrize("template", PAGES)
def test_a_page_has_no_script_or_style_of_its_own(template):
    drawn = page(template, form=NameForm({}), title="Add a case", request=signed_in())
    assert not [script for script in drawn.find_all("script") if script.text.strip() or not script.get("src")]
    assert not drawn.find_all("style")
    assert not [
        each for each in drawn.find_all(True) for name in each.attrs if name == "style" or name.startswith("on")
    ]


@pytest.mark.parametrize("template", PAGES)
def test_every_element_that_is_opened_is_closed(template):
    drawn = render_to_string(template, {"form": NameForm({}), "title": "Add a case", "request": signed_in()})
    checker = Balance()
    checker.feed(drawn)
    assert checker.open == []


class Balance(HTMLParser):
    """Which elements are open; a closing tag must close the last one opened."""

    VOID = {"meta", "link", "input", "br", "img", "hr", "path", "rect"}

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        """Opens nothing."""

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag


def test_title():
    assert page("form_page.html", form=NameForm(), title="Add a case").title.text == "Add a case – IQA"
    assert page("form_page.html", form=NameForm({}), title="Add a case").title.text == "Error: Add a case – IQA"
    assert page(title="IQAs (43)", has_errors=True).title.text == "Error: IQAs (43) – IQA"


def test_who_is_signed_in_can_sign_out():
    drawn = page(request=signed_in())
    assert drawn.find(string="Signed in as Ada Lovelace")
    form = drawn.find("form", action="/sign-out/")
    assert form["method"] == "post"
    assert form.button["type"] == "submit"


def test_who_is_not_has_nothing_to_sign_out_of():
    drawn = page(request=SimpleNamespace(user=SimpleNamespace(is_authenticated=False)))
    assert "Signed in" not in drawn.text
    assert not drawn.find("form")


def test_messages_stand_above_the_heading():
    told = [Message(constants.SUCCESS, mark_safe('Saved. <a href="/x">See it</a>')), Message(constants.INFO, "<b>")]
    drawn = page("form_page.html", form=NameForm({}), title="Add a case", messages=told)
    children = drawn.main.find_all(class_=["govuk-notification-banner", "govuk-error-summary"])
    assert [each.get("role") for each in children] == ["alert", "region", None]
    assert children[0].a["href"] == "/x"
    assert "<b>" in children[1].text
    for banner in children[:2]:
        assert drawn.find(id=banner["aria-labelledby"])
    assert children[0]["aria-labelledby"] != children[1]["aria-labelledby"]
    assert drawn.main.h1.find_previous(class_="govuk-error-summary") is not None


def test_form_page():
    said = {"caption": "01AB1234518", "button": "Withdraw IQA", "button_kind": "warning", "cancel_href": "/iqa/"}
    drawn = page("form_page.html", form=NameForm(), title="Withdraw", back_href="/back/", **said)
    assert drawn.select_one(".govuk-back-link")["href"] == "/back/"
    assert drawn.find("button", type="submit", class_="govuk-button--warning").text.strip() == "Withdraw IQA"
    assert drawn.find("a", href="/iqa/").text == "Cancel"
    assert drawn.main.form.has_attr("novalidate")


def test_the_page_for_a_fault_needs_nothing_but_itself(rf):
    response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert b"There is a problem with the service" in response.content
    for template in ("400.html", "500.html", "components/bare_page.html"):
        assert not {"{% url", "{% static", "request", "user"} & set((TEMPLATES / template).read_text().split()), (
            template
        )


def test_a_fault_shows_its_reference():
    assert "f3a9" in page("500.html", reference="f3a9").main.text
    assert "reference" not in page("500.html").main.text
