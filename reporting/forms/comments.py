from django import forms
from django.http import QueryDict

from iqa.govuk.forms import TextField
from iqa.organisation.models import Person
from reporting.forms.choices import ChoicesForm
from reporting.policies.access import comment_places

FORMATS = [("xlsx", "Spreadsheet (XLSX)"), ("csv", "Comma-separated (CSV)")]


class CommentsForm(ChoicesForm):
    """Which comments, what for, and as what."""

    purpose = TextField(
        label="What are they for?",
        help_text="If they are to leave the CPS, say so, and who gets them. This is kept; those concerned can be told.",
        called="what they are for",
        max_length=500,
        min_length=10,
        error_messages={
            "required": "Enter what the comments are for",
            "min_length": "Say what the comments are for in 10 characters or more",
        },
    )
    file_format = forms.ChoiceField(
        label="File",
        choices=FORMATS,
        widget=forms.RadioSelect,
        error_messages={"required": "Select a file"},
    )
    field_options = {"purpose": {"rows": 3}, "file_format": {"small": True}}

    def __init__(self, address: QueryDict | None, *, person: Person) -> None:
        super().__init__(address, person=person, places=comment_places(person))
        del self.fields["compare"], self.fields["then"]
