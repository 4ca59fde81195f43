from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from iqa.govuk.keys import OneUseForm
from reporting.imports.files import NAMES

MOST_MEGABYTES = 1_000
NOTHING, ALL = "trial", "import"


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files named as the contract names them."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files: list[UploadedFile] = [super(FilesField, self).clean(file, initial) for file in data or [None]]
        names = [file.name or "" for file in files]
        if unknown := [name for name in names if name not in NAMES]:
            raise forms.ValidationError(f"{unknown[0]} must be called one of {', '.join(NAMES)}")
        if sum(file.size or 0 for file in files) > MOST_MEGABYTES * 1024 * 1024:
            raise forms.ValidationError(f"The selected files must be smaller than {MOST_MEGABYTES}MB together")
        if len(set(names)) < len(names):
            raise forms.ValidationError("Select each file once")
        return files


class ImportForm(OneUseForm):
    records = FilesField(
        label="Files", help_text="One or more of the files named above.", error_messages={"required": "Select a file"}
    )
    what = forms.ChoiceField(
        label="What is to be done?",
        choices=[(NOTHING, "Check the files: nothing comes in"), (ALL, "Import them")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what is to be done"},
    )
