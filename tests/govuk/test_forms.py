"""The base of forms: what it says of answers that will not do, in which order, and where it points."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.forms import formset_factory

from iqa.govuk.errors import Problem
from iqa.govuk.forms import CharField, DateField, GovukForm, GovukModelForm, TextField
from iqa.organisation.models import Area, Unit
from tests.govuk.markup import parse, render

OUTCOMES = [("met", "Fully met"), ("not_met", "Not met"), ("other", "Not met other")]


class QuestionForm(GovukForm):
    """One question of a marking page, its fields not in the order of the page."""

    reason_other = CharField(label="Other reason for question 14", required=False, max_length=10)
    comment = TextField(label="Comment on question 14", max_length=5000, required=False)
    outcome = forms.ChoiceField(
        label="Was the decision timely?",
        choices=OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={"required": "Select an outcome for question 14"},
    )
    reasons = forms.MultipleChoiceField(
        label="Reasons, if not met",
        choices=[("late", "Late"), ("other", "Other")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    lies_with = forms.ChoiceField(
        label="If not met other, who it lies with",
        choices=[("police", "Police"), ("court", "Court")],
        widget=forms.RadioSelect,
        required=False,
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    reveals = {
        "outcome": {"other": ["lies_with"], "not_met": ["reasons"]},
        "reasons": {"other": ["reason_other"]},
    }
    field_options = {"outcome": {"small": True}}


def names(fields):
    return [bound_field.name for bound_field in fields]


def test_fields_in_order_leaves_out_the_hidden_and_the_revealed():
    assert names(QuestionForm().fields_in_order()) == ["comment", "outcome"]


def test_errors_come_in_the_order_of_the_page():
    form = QuestionForm({"outcome": "not_met"})
    for name in ("lies_with", "reason_other", "reasons", "outcome", "comment"):
        form.add_error(name, name)
    assert [problem.message for problem in form.error_summary()] == [
        "comment",
        "outcome",
        "reasons",
        "reason_other",
        "lies_with",
    ]


def test_each_error_links_to_a_control_that_is_there():
    form = QuestionForm({"q14-outcome": "not_met"}, prefix="q14")
    for name in form.fields:
        form.add_error(name, name)
    drawn = parse(render("{% govuk_error_summary form %}{% govuk_fields form %}", form=form))
    links = drawn.select(".govuk-error-summary a")
    targets = [drawn.find(id=link["href"][1:]) for link in links]
    assert [(target.name, target["name"]) for target in targets] == [
        ("textarea", "q14-comment"),
        ("input", "q14-outcome"),
        ("input", "q14-reasons"),
        ("input", "q14-reason_other"),
        ("input", "q14-lies_with"),
    ]
    assert [target.get("value") for target in targets] == [None, "met", "late", None, "police"]
    # What is wrong with a hidden field has nowhere to go, and comes first.
    assert drawn.select_one(".govuk-error-summary li").find("a") is None


def test_an_error_of_a_field_whose_option_is_not_offered_is_still_said():
    form = QuestionForm({"outcome": "met"})
    form.fields["outcome"].choices = [("met", "Fully met")]
    form.add_error("lies_with", "Select who question 14 lies with")
    assert [problem.message for problem in form.error_summary()] == ["Select who question 14 lies with"]


def test_one_checkbox_can_reveal():
    class Form(GovukForm):
        is_late = forms.BooleanField(label="This is late", required=False)
        why = CharField(required=False)
        reveals = {"is_late": {"on": ["why"]}}

    drawn = parse(render("{% govuk_fields form %}", form=Form({"is_late": "on"})))
    box = drawn.find(id=drawn.find("input", type="checkbox")["data-aria-controls"])
    assert box.input["name"] == "why"
    assert box["class"] == ["govuk-checkboxes__conditional"]


def test_reveals_nest():
    drawn = parse(render("{% govuk_fields form %}", form=QuestionForm({"outcome": "not_met", "reasons": ["late"]})))
    outcome = drawn.find("input", value="not_met")
    reasons = drawn.find(id=outcome["data-aria-controls"])
    assert reasons["class"] == ["govuk-radios__conditional"]
    assert reasons.legend.text.strip() == "Reasons, if not met"
    other = reasons.find("input", value="other")
    box = reasons.find(id=other["data-aria-controls"])
    assert box["class"] == ["govuk-checkboxes__conditional", "govuk-checkboxes__conditional--hidden"]
    assert box.input["name"] == "reason_other"
    lies_with = drawn.find(id=drawn.find("input", type="radio", value="other")["data-aria-controls"])
    assert lies_with["class"] == ["govuk-radios__conditional", "govuk-radios__conditional--hidden"]
    assert [each["type"] for each in lies_with.find_all("input")] == ["radio", "radio"]
    ids = [element["id"] for element in drawn.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert len(drawn.find_all("input", {"name": "reason_other"})) == 1
    assert drawn.find("input", type="hidden")["name"] == "key"


def test_radios_that_reveal_are_never_inline():
    drawn = render("{% govuk_field form.outcome inline=True %}", form=QuestionForm())
    assert "--inline" not in drawn
    assert "govuk-radios--small" in drawn


def test_what_was_typed_is_shown_again():
    data = {"outcome": "not_met", "reasons": ["other"], "reason_other": "x" * 11, "comment": "<b>\r\nüß"}
    drawn = parse(render("{% govuk_fields form %}", form=QuestionForm(data)))
    assert [box["value"] for box in drawn.find_all("input", checked=True)] == ["not_met", "other"]
    assert drawn.find("input", {"name": "reason_other"})["value"] == "x" * 11
    assert drawn.textarea.text.strip() == "<b>\r\nüß"


@pytest.mark.parametrize("value", ["bogus", "met\x00", "m" * 100_000, ""])
def test_an_option_that_is_not_there_is_asked_for_again(value):
    form = QuestionForm({"outcome": value})
    assert form.error_summary() == [Problem("id_outcome", "Select an outcome for question 14")]


def test_a_tampered_checkbox_is_asked_for_again():
    form = QuestionForm({"outcome": "met", "reasons": ["late", "bogus"]})
    assert form.error_summary() == [Problem("id_reasons", "Select reasons, if not met")]
    assert "bogus" not in render("{% govuk_fields form %}", form=form)


def test_a_record_that_cannot_be_is_asked_for_again():
    class Form(GovukForm):
        unit = forms.ModelChoiceField(Unit.objects.all(), label="Unit, in %")
        areas = forms.ModelMultipleChoiceField(Area.objects.all(), error_messages={"required": "Select an Area"})

    form = Form({"unit": "1\x00", "areas": ["\x00"]})
    assert form.error_summary() == [Problem("id_unit", "Select unit, in %"), Problem("id_areas", "Select an Area")]


class WordsForm(GovukForm):
    urn = CharField(label="What is the URN?", called="URN", max_length=11)
    why = TextField(label="Why", max_length=5000, required=False)
    number = forms.IntegerField(label="Half days", min_value=1, max_value=2000, required=False)
    share = forms.DecimalField(label="Share", required=False)
    email = forms.EmailField(label="Email address", required=False)
    upload = forms.FileField(label="A CSV file", required=False)
    sure = forms.BooleanField(label="I have read it", required=False)


def said(**data):
    return [problem.message for problem in WordsForm({"urn": "01AB1234518", **data}).error_summary()]


def test_what_is_well_is_not_spoken_of():
    assert said() == []


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"urn": " "}, "Enter URN"),
        ({"urn": "x" * 12}, "URN must be 11 characters or fewer"),
        ({"urn": "a\x00b"}, "URN must not include characters that cannot be printed"),
        ({"urn": "a\nb"}, "URN must not include characters that cannot be printed"),
        ({"urn": "a\x85b"}, "URN must not include characters that cannot be printed"),
        ({"urn": "\ud800"}, "URN must not include characters that cannot be printed"),
        ({"why": "x" * 5001}, "Why must be 5,000 characters or fewer"),
        ({"why": "a\x0bb"}, "Why must not include characters that cannot be printed"),
        ({"number": "some"}, "Half days must be a whole number"),
        ({"number": "1.5"}, "Half days must be a whole number"),
        ({"number": "9" * 100_000}, "Half days must be a whole number"),
        ({"number": "2001"}, "Half days must be 2,000 or less"),
        ({"number": "0"}, "Half days must be 1 or more"),
        ({"share": "x"}, "Share must be a number"),
        ({"email": "ada"}, "Enter an email address in the correct format, like name@example.com"),
        ({"email": "a\x00@example.com"}, "Email address must not include characters that cannot be printed"),
    ],
)
def test_says_what_to_change(data, message):
    assert message in said(**data)


def test_says_one_thing_of_one_mistake():
    assert said(urn="a\x00b") == ["URN must not include characters that cannot be printed"]


def test_an_empty_file_is_said_to_be_empty():
    form = WordsForm({"urn": "x"}, {"upload": SimpleUploadedFile("a.csv", b"")})
    assert form.errors["upload"] == ["The selected file is empty"]


def test_line_ends_are_made_one_before_they_are_counted():
    form = WordsForm({"urn": "x", "why": "a\r\nb\rc\td" + "\r\n" * 10 + "x" * 4983})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["why"].startswith("a\nb\nc\td\n\n")
    assert len(form.cleaned_data["why"]) == 5000


def test_the_words_of_a_form_are_kept():
    class Form(GovukForm):
        urn = CharField(max_length=3, error_messages={"required": "Give a URN", "max_length": "Too long"})
        unit = forms.ChoiceField(choices=[("1", "Dover")], error_messages={"invalid_choice": "Which?"})

    assert Form({}).errors == {"urn": ["Give a URN"], "unit": ["Select unit"]}
    assert Form({"urn": "long", "unit": "2"}).errors == {"urn": ["Too long"], "unit": ["Which?"]}


def test_a_label_given_late_is_the_one_named():
    form = WordsForm({"urn": "x", "why": "\x00"})
    form.fields["why"].label = "100% of why"
    assert form.errors["why"] == ["100% of why must not include characters that cannot be printed"]


def test_one_form_does_not_teach_another_its_words():
    form = WordsForm({})
    form.fields["urn"].called = "Number"
    assert form.errors["urn"] == ["Enter number"]
    assert WordsForm({}).errors["urn"] == ["Enter URN"]


class PairForm(GovukForm):
    first = CharField()
    second = CharField()

    def clean(self):
        raise forms.ValidationError("First and second must be different")


def test_an_error_of_the_whole_form_links_to_nothing_and_comes_first():
    form = PairForm({"first": "x"})
    assert form.error_summary() == [
        Problem(None, "First and second must be different"),
        Problem("id_second", "Enter second"),
    ]


def test_unless_the_form_says_where():
    class Form(PairForm):
        error_anchor = "second"

    assert Form({"first": "x", "second": "x"}).error_summary()[0].anchor == "id_second"


def test_or_that_it_is_on_another_page():
    form = PairForm({"first": "x"})
    form.error_page = "/pairs/"
    drawn = parse(render("{% govuk_error_summary form %}", form=form))
    assert [link["href"] for link in drawn.find_all("a")] == ["/pairs/", "#id_second"]


def test_several_forms_have_one_summary():
    formset = formset_factory(PairForm)({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-first": "x"})
    forms_on_page = {"one": PairForm({"one-second": "x"}, prefix="one"), "formset": formset, "nothing": ""}
    drawn = parse(render("{% govuk_error_summary one formset nothing missing %}", **forms_on_page))
    assert [link["href"] for link in drawn.find_all("a")] == ["#id_one-first", "#id_form-0-second"]
    assert len(drawn.select(".govuk-error-summary")) == 1


def test_without_errors_there_is_no_summary():
    assert not render("{% govuk_error_summary form %}", form=PairForm()).strip()


def test_a_plain_form_of_djangos_is_drawn_too():
    class Plain(forms.Form):
        name = forms.CharField(help_text="As on your badge")

    drawn = parse(render("{% govuk_error_summary form %}{% govuk_fields form %}", form=Plain({})))
    assert drawn.select_one(".govuk-error-summary a")["href"] == "#id_name"
    assert drawn.find(id="id_name")["aria-describedby"] == "id_name-hint id_name-error"


def test_a_widget_without_markup_is_refused():
    class Form(GovukForm):
        when = forms.SplitDateTimeField()

    with pytest.raises(TypeError, match="SplitDateTimeWidget"):
        render("{% govuk_field form.when %}", form=Form())


def test_a_model_form_has_our_fields():
    class Thing(models.Model):
        name = models.CharField(max_length=5)
        text = models.TextField()
        on = models.DateField()
        kind = models.CharField(choices=[("a", "A")], max_length=1)

        class Meta:
            app_label = "govuk_tests"
            managed = False

    class Form(GovukModelForm):
        class Meta:
            model = Thing
            fields = ("name", "text", "on", "kind")

    kinds = {name: type(field) for name, field in Form().fields.items()}
    assert kinds == {"name": CharField, "text": CharField, "on": DateField, "kind": forms.TypedChoiceField}
    assert Form().fields["text"].has_lines


def test_two_mistakes_in_one_answer_are_both_said():
    form = WordsForm({"urn": "x", "email": "\x00" + "x" * 400})
    drawn = parse(render("{% govuk_error_summary form %}{% govuk_field form.email %}", form=form))
    messages = [link.text for link in drawn.select(".govuk-error-summary a")]
    assert len(messages) > 1
    assert list(drawn.find(id="id_email-error").stripped_strings) == ["Error:", *messages]
