"""The base of every form, and the fields to build one with.

class CaseForm(GovukForm):
    urn = CharField(label="What is the URN?", called="URN", max_length=11)
    assessed_on = DateField(label="Date of the work", max_date=today)
    outcome = forms.ChoiceField(label="Outcome", choices=…, widget=forms.RadioSelect)
    why = TextField(label="Why, if not met")

    reveals = {"outcome": {"not_met": ["why"]}}
    field_options = {"urn": {"width": 10}, "outcome": {"small": True}}
"""

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.db import models
from django.forms.models import ModelFormMetaclass
from django.forms.utils import pretty_name
from django.http import QueryDict

from iqa.govuk import errors, reveals
from iqa.govuk.dates import DateField, DateWidget
from iqa.govuk.fields import CharField, TextField
from iqa.govuk.words import give_words

__all__ = ["CharField", "DateField", "DateWidget", "GovukForm", "GovukFormMixin", "GovukModelForm", "TextField"]


class GovukFormMixin:
    """What makes any Django form one of ours; put it before the form's own base."""

    # The browser's own messages would come before ours and say less.
    use_required_attribute = False

    # {field with options: {option's value: [names of the fields shown under that option]}}
    reveals: dict[str, dict[str, list[str]]] = {}
    # {field: what `govuk_field` is to be told about it}; see iqa/govuk/controls.py for what there is to tell.
    field_options: dict[str, dict[str, Any]] = {}
    # Whether what is typed goes into the address of a page; its boxes then end where their fields do.
    in_address = False
    # The size of labels and legends: "s", "m", "l", "xl", or None for plain text.
    label_size: str | None = "s"
    # The field that the form's own errors are about, if one is.
    error_anchor: str | None = None
    # The address of the page on which the form's own errors are put right, if that is another.
    error_page = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            if field.label is None:
                # Messages name the field, and a field does not know its own name.
                field.label = pretty_name(name)

    def error_summary(self) -> list[errors.Problem]:
        """(anchor id, message) of each error, in page order."""
        return errors.error_summary(self)  # type: ignore[arg-type]

    def fields_in_order(self) -> Iterator[forms.BoundField]:
        """The fields for a template to show: neither hidden ones, nor those shown inside another field."""
        return reveals.top_level(self)  # type: ignore[arg-type]

    def show_instead(self, **values: str) -> None:
        """Of hidden fields, once the form was sent: show these values, by name, in place of what came with it."""
        form = cast(forms.Form, self)
        form.data = cast(QueryDict, form.data).copy()
        for name, value in values.items():
            form.data[form.add_prefix(name)] = value

    def _clean_fields(self) -> None:
        # As late as this, so that a label set by a form's __init__ is the one that messages name.
        for field in self.fields.values():  # type: ignore[attr-defined]
            give_words(field)
        super()._clean_fields()  # type: ignore[misc]


class GovukForm(GovukFormMixin, forms.Form):
    """A form."""


def _field_for(db_field: models.Field, **kwargs: Any) -> forms.Field | None:
    """A model field's form field: ours for text and dates, Django's for the rest."""
    ours = {models.CharField: CharField, models.TextField: CharField, models.DateField: DateField}
    if type(db_field) in ours and db_field.choices is None:
        kwargs.setdefault("form_class", ours[type(db_field)])
    return db_field.formfield(**kwargs)


class _GovukModelFormMetaclass(ModelFormMetaclass):
    def __new__(mcs, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> type:
        meta = attrs.get("Meta")
        if meta is not None and not hasattr(meta, "formfield_callback"):
            meta.formfield_callback = staticmethod(_field_for)
        return super().__new__(mcs, name, bases, attrs)


class GovukModelForm(GovukFormMixin, forms.ModelForm, metaclass=_GovukModelFormMetaclass):
    """A form over a model."""
