from typing import Any

from django import forms

from dipsamples.models import Tag
from iqa.govuk.forms import CharField, GovukForm
from iqa.govuk.keys import OneUseForm

_NAME: dict[str, Any] = {
    "label": "Name",
    "called": "The name",
    "max_length": 80,
    "error_messages": {"required": "Enter a name"},
}


class AddTagForm(OneUseForm):
    kind = forms.ChoiceField(
        label="What is it?",
        choices=Tag.Kind,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it is a recurring issue or good practice"},
    )
    name = CharField(help_text="As samplers will see it, for example “Disclosure dates not checked”", **_NAME)


class RenameTagForm(GovukForm):
    name = CharField(help_text="Dip samples that have it show the new name.", **_NAME)

    error_anchor = "name"
