"""What a sampler says of an IQA, and a DCP of the outcome."""

from typing import cast

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from dipsamples.actions.dip_samples import Comments
from dipsamples.models import DipSample, Tag
from iqa.govuk.fields import KeysField
from iqa.govuk.forms import CharField, GovukForm, TextField
from iqa.govuk.keys import CarryingForm


class _TagsField(KeysField):
    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            queryset=Tag.objects.none(),
            widget=forms.CheckboxSelectMultiple,
            required=False,
            error_messages=dict.fromkeys(("invalid_choice", "invalid_pk_value", "list"), "Select tags from the list"),
        )


class CommentsForm(CarryingForm):
    """The two comments and the tags, as far as they have come. `version` is the draft's when they were read."""

    iqa_comment = TextField(
        label="Standard of the IQA",
        called="The comment on the standard of the IQA",
        help_text="How well was the work assessed? The assessor reads this.",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "iqa-grows"}),
    )
    work_comment = TextField(
        label="Standard of the work",
        called="The comment on the standard of the work",
        help_text="How good was the prosecutor’s work? The assessor reads this, the prosecutor does not.",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "iqa-grows"}),
    )
    issues = _TagsField("Recurring issues")
    good_practice = _TagsField("Good practice")
    version = CharField(widget=forms.HiddenInput, required=False)

    label_size = "m"
    field_options = {"issues": {"small": True}, "good_practice": {"small": True}}

    def __init__(self, data: QueryDict | None, *, dip_sample: DipSample) -> None:
        chosen = list(dip_sample.tags.all())
        super().__init__(
            data,
            initial={
                "iqa_comment": dip_sample.iqa_comment,
                "work_comment": dip_sample.work_comment,
                "issues": chosen,
                "good_practice": chosen,
                "version": dip_sample.draft_version,
            },
        )
        offered = Tag.objects.offered_to(dip_sample)
        self._offer("issues", offered.filter(kind=Tag.Kind.ISSUE))
        self._offer("good_practice", offered.filter(kind=Tag.Kind.GOOD_PRACTICE))

    @property
    def comments(self) -> Comments:
        """What was said, once the form is valid."""
        said = self.cleaned_data
        tags = [*said.get("issues", ()), *said.get("good_practice", ())]
        return Comments(iqa=said["iqa_comment"], work=said["work_comment"], tags=frozenset(tags))

    @property
    def seen(self) -> int:
        """The version that was read; what is no number is taken for older than any."""
        given = self.cleaned_data["version"]
        return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else -1

    def require_both(self) -> bool:
        """Whether both comments are there, as recording asks; what is missing is said beside it."""
        for name, words in (
            ("iqa_comment", "Enter a comment on the standard of the IQA"),
            ("work_comment", "Enter a comment on the standard of the work"),
        ):
            if not self.cleaned_data[name]:
                self.add_error(name, words)
        return not self.errors

    def show_as_read(self, version: int) -> None:
        """After a save, or one that came second: what is stored now is what this page goes on from."""
        self.show_instead(version=str(version))

    def _offer(self, name: str, tags: QuerySet[Tag]) -> None:
        if tags:
            cast(forms.ModelMultipleChoiceField, self.fields[name]).queryset = tags
        else:
            del self.fields[name]


class AcknowledgeForm(GovukForm):
    reply = TextField(
        label="Your reply (optional)",
        called="Your reply",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ConfirmForm(GovukForm):
    """Nothing to say but yes."""
