"""`{% govuk_field %}` against GOV.UK Frontend's own examples of each control."""

from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict, ErrorList
from django.utils.safestring import mark_safe

from iqa.govuk.forms import DateField, GovukForm, TextField
from tests.govuk.markup import fixture, normal, parse, render

PASSED_THROUGH = ("autocomplete", "autocapitalize", "inputmode", "pattern")


def draw(field: forms.Field, name: str, params: dict[str, Any], **options: Any) -> BeautifulSoup:
    """A field as the tag draws it, with the label, hint, error and id that an example's `params` ask for."""
    field.widget.attrs |= params.get("attributes", {})
    field.widget.attrs["id"] = params.get("idPrefix") or params.get("id") or name
    if params.get("classes"):
        field.widget.attrs["class"] = params["classes"]
    if params.get("describedBy"):
        field.widget.attrs["aria-describedby"] = params["describedBy"]
    label = params.get("label") or params["fieldset"]["legend"]
    size = label.get("classes", "").rpartition("--")[2] or None
    field.label, field.help_text = label["text"], params.get("hint", {}).get("text", "")
    form = GovukForm()
    form.fields = {name: field, **options.pop("revealed", {})}
    form.reveals = options.pop("reveals", {})
    form._errors = ErrorDict()
    if "errorMessage" in params:
        parts = [part for part in ("day", "month", "year") if params.get(part, {}).get("error")]
        error = ValidationError(params["errorMessage"]["text"], params={"parts": parts} if parts else None)
        form._errors[name] = ErrorList([error])
    options |= {"label_size": size, "heading": label.get("isPageHeading", False)}
    options["group_classes"] = params.get("formGroup", {}).get("classes", "")
    form.field_options = {name: options}
    return parse(render("{% govuk_field field %}", field=form[name]))


INPUTS = (
    "default",
    "with hint text",
    "with error message",
    "with error and hint",
    "with width-5 class",
    "with label as page heading",
    "with prefix",
    "with suffix",
    "with prefix and suffix and error",
    "with autocomplete attribute",
    "with autocapitalize turned off",
    "with spellcheck disabled",
    "inputmode",
    "value",
    "zero value",
    "disabled",
    "attributes",
    "with describedBy",
    "with error, hint and describedBy",
    "with optional form-group classes",
)


@pytest.mark.parametrize("name", INPUTS)
def test_input(name: str) -> None:
    params, expected = fixture("input", name)
    attrs = {each: params[each] for each in PASSED_THROUGH if each in params}
    if "spellcheck" in params:
        attrs["spellcheck"] = str(params["spellcheck"]).lower()
    field = forms.CharField(
        widget=forms.TextInput(attrs), initial=params.get("value"), disabled=params.get("disabled", False)
    )
    options = {affix: params[affix]["text"] for affix in ("prefix", "suffix") if affix in params}
    classes = params.get("classes", "")
    if classes.startswith("govuk-input--width-"):
        options["width"] = int(classes.rpartition("-")[2])
        params = params | {"classes": ""}
    assert normal(draw(field, params["name"], params, **options)) == normal(expected)


def test_a_number_is_asked_for_in_a_text_box():
    box = draw(forms.IntegerField(min_value=1, max_value=9), "n", {"label": {"text": "Number"}}).input
    assert (box["type"], box["inputmode"]) == ("text", "numeric")
    assert not {"min", "max", "step", "required", "maxlength"} & box.attrs.keys()


@pytest.mark.parametrize("in_address", [False, True])
def test_only_a_box_whose_text_goes_into_an_address_ends_where_its_field_does(in_address):
    class Form(GovukForm):
        q = forms.CharField(max_length=150)

    form = Form()
    form.in_address = in_address
    box = parse(render("{% govuk_field form.q %}", form=form)).input
    assert box.get("maxlength") == ("150" if in_address else None)


@pytest.mark.parametrize("name", ["default", "with hint text", "with error message", "with new-password autocomplete"])
def test_password(name: str) -> None:
    params, expected = fixture("password-input", name)
    attrs = {"autocomplete": params["autocomplete"]} if "autocomplete" in params else {}
    drawn = draw(forms.CharField(widget=forms.PasswordInput(attrs)), params["name"], params)
    assert normal(drawn) == normal(expected)


TEXTAREAS = (
    "default",
    "with hint",
    "with error message",
    "with default value",
    "with custom rows",
    "with label as page heading",
    "with hint, error message and described by",
    "with spellcheck enabled",
)


@pytest.mark.parametrize("name", TEXTAREAS)
def test_textarea(name: str) -> None:
    params, expected = fixture("textarea", name)
    attrs = {"spellcheck": "true"} if params.get("spellcheck") else {}
    field = forms.CharField(widget=forms.Textarea(attrs), initial=params.get("value"))
    drawn = draw(field, params["name"], params, **({"rows": params["rows"]} if "rows" in params else {}))
    assert normal(drawn) == normal(expected)


def test_a_text_that_begins_with_a_line_end_keeps_it():
    drawn = draw(TextField(initial="\nx"), "a", {"label": {"text": "A"}})
    # The browser drops the first.
    assert drawn.textarea.text == "\n\nx"


class SelectWithAttributes(forms.Select):
    """A select whose options have attributes of their own, as in GOV.UK's examples."""

    option_attributes: dict[str, dict[str, Any]] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"] |= self.option_attributes.get(str(value), {})
        return option


SELECTS = (
    "default",
    "with hint text and error message",
    "with label as page heading",
    "attributes",
    "with selected value",
)


@pytest.mark.parametrize("name", [*SELECTS, "with selected value", "attributes on items", "with full width override"])
def test_select(name: str) -> None:
    params, expected = fixture("select", name)
    widget = SelectWithAttributes()
    widget.option_attributes = {
        str(item["value"]): item.get("attributes", {}) | ({"disabled": True} if item.get("disabled") else {})
        for item in params["items"]
    }
    chosen = next((item["value"] for item in params["items"] if item.get("selected")), params.get("value"))
    choices = [(item["value"], item["text"]) for item in params["items"]]
    field = forms.ChoiceField(choices=choices, widget=widget, initial=chosen)
    assert normal(draw(field, params["name"], params)) == normal(expected)


def test_select_with_groups_and_dashes():
    choices = [("", "---------"), ("Kent", [("1", "Maidstone"), ("2", "Dover")]), ("3", "Elsewhere")]
    drawn = draw(forms.ChoiceField(choices=choices, initial="2"), "unit", {"label": {"text": "Unit"}})
    group = drawn.find("select").optgroup
    assert group["label"] == "Kent"
    assert [option["value"] for option in group.find_all("option")] == ["1", "2"]
    assert [option.text for option in drawn.find("select").find_all("option", recursive=False)] == ["", "Elsewhere"]
    assert drawn.find("option", selected=True)["value"] == "2"


@pytest.mark.parametrize(
    "name", ["default", "with hint text", "with error message and hint", "with label as page heading", "attributes"]
)
def test_file_upload(name: str) -> None:
    params, expected = fixture("file-upload", name)
    assert normal(draw(forms.FileField(), params["name"], params)) == normal(expected)


def compare_choices(
    component: str, name: str, field_class: type[forms.ChoiceField], widget: type[forms.RadioSelect]
) -> None:
    """Compare a group of radios or checkboxes; what is revealed is emptied, being the caller's own."""
    params, expected = fixture(component, name)
    items = [item for item in params["items"] if item]
    options: dict[str, Any] = {"choice_hints": {}, "dividers": {}}
    reveals, revealed, divider = {}, {}, ""
    for number, item in enumerate(items):
        if "divider" in item:
            divider = item["divider"]
            continue
        value = str(item["value"])
        if divider:
            options["dividers"][value], divider = divider, ""
        if "hint" in item:
            options["choice_hints"][value] = item["hint"]["text"]
        if item.get("behaviour") == "exclusive":
            options["exclusive"] = value
        if "conditional" in item:
            reveals[value] = [f"revealed_{number}"]
            revealed[f"revealed_{number}"] = forms.CharField()
    chosen = [item["value"] for item in items if item.get("checked")] + list(params.get("values", []))
    choices = [(item["value"], mark_safe(item.get("html") or item["text"])) for item in items if "value" in item]
    multiple = issubclass(field_class, forms.MultipleChoiceField)
    initial = chosen if multiple else next(iter(chosen), None)
    field = field_class(choices=choices, widget=widget, initial=initial)
    if "small" in params.get("classes", "") or "inline" in params.get("classes", ""):
        # Asked for by option, as our pages do.
        options |= {"small": "small" in params["classes"], "inline": "inline" in params["classes"]}
        params = params | {"classes": ""}
    reveals = {params["name"]: reveals}
    drawn = draw(field, params["name"], params, reveals=reveals, revealed=revealed, **options)
    for soup in (drawn, expected):
        for conditional in soup.select(f".govuk-{component}__conditional"):
            conditional.clear()
    assert normal(drawn) == normal(expected)


RADIOS = (
    "default",
    "with hint",
    "inline",
    "small inline",
    "with legend as page heading",
    "with a divider",
    "with hints on items",
    "with very long option text",
    "with fieldset and error message",
    "with conditional items",
    "with conditional item checked",
    "small",
    "small with error",
    "small with conditional reveal",
)


@pytest.mark.parametrize("name", RADIOS)
def test_radios(name: str) -> None:
    compare_choices("radios", name, forms.ChoiceField, forms.RadioSelect)


CHECKBOXES = (
    "default",
    "with hint",
    "with pre-checked values",
    "with divider and None",
    "with divider, None and conditional items",
    "with legend as a page heading",
    "with error message",
    "with error message and hint",
    "with conditional items",
    "with conditional item checked",
    "small",
    "small with error",
    "small with conditional reveal",
)


@pytest.mark.parametrize("name", CHECKBOXES)
def test_checkboxes(name: str) -> None:
    compare_choices("checkboxes", name, forms.MultipleChoiceField, forms.CheckboxSelectMultiple)


def test_a_single_checkbox_has_no_legend():
    params, expected = fixture("checkboxes", "with single option set 'aria-describedby' on input, and describedBy")
    item = params["items"][0]
    field = forms.BooleanField(widget=forms.CheckboxInput({"aria-describedby": params["describedBy"]}))
    drawn = draw(field, params["name"], {"label": item, **params})
    drawn.input["value"] = item["value"]
    assert normal(drawn) == normal(expected)


DATES = (
    "default",
    "with values",
    "with error message and hint",
    "with error on day input",
    "with error on month input",
    "with error on year input",
    "with optional form-group classes",
)


@pytest.mark.parametrize("name", DATES)
def test_date(name: str) -> None:
    params, expected = fixture("date-input", name)
    values = params.get("values")
    initial = date(values["year"], values["month"], values["day"]) if values else None
    drawn = draw(DateField(initial=initial), params["id"], params)
    for soup in (drawn, expected):
        for box in soup.find_all("input"):
            box["name"] = box["name"].replace("-", "_").rpartition("_")[2]
    assert normal(drawn) == normal(expected)
