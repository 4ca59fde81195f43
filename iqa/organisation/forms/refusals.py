from django.forms import BaseForm

from iqa.organisation.policies.refusals import NotAllowed


class Refusable(BaseForm):
    """A form that says why an action refused what it asked for, beside the field at fault where it has that field."""

    # What actions call a thing, where the form has another name for it.
    called_here: dict[str, str] = {}

    def show(self, refusal: NotAllowed) -> None:
        field = self.called_here.get(refusal.field or "", refusal.field)
        self.add_error(field if field in self.fields else None, str(refusal))
