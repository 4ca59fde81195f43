from typing import Any

from django import forms

from iqa.govuk.forms import GovukForm
from iqa.organisation.imports.lines import PEOPLE, UNITS

MOST_MEGABYTES = 5


class StaffListForm(GovukForm):
    units = forms.FileField(label=f"Units ({UNITS})", required=False, allow_empty_file=True)
    people = forms.FileField(label=f"People ({PEOPLE})", required=False, allow_empty_file=True)

    def clean(self) -> None:
        super().clean()
        given = {name: self.cleaned_data.get(name) for name in ("units", "people")}
        for name, file in given.items():
            if file and file.size > MOST_MEGABYTES * 1024 * 1024:
                self.add_error(name, f"The selected file must be smaller than {MOST_MEGABYTES}MB")
            elif file is not None and not file.size:
                self.add_error(name, "The selected file is empty")
        if not self.errors and not any(given.values()):
            self.add_error("people", "Select a file of people, of units, or both")

    def content(self, name: str) -> bytes:
        file: Any = self.cleaned_data[name]
        return file.read() if file else b""


class ApplyForm(GovukForm):
    """What was shown, by its mark."""

    previewed = forms.CharField(widget=forms.HiddenInput, required=False)
