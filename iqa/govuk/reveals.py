"""Which fields a form shows only under one option of another field, and what order that puts them in."""

from collections.abc import Iterator

from django.forms import BaseForm, BoundField


def revealed_under(bound_field: BoundField) -> dict[str, list[BoundField]]:
    """For each option of `bound_field` that reveals something, the fields it reveals."""
    form = bound_field.form
    reveals = getattr(form, "reveals", {}).get(bound_field.name, {})
    return {str(option): [form[name] for name in names if name in form.fields] for option, names in reveals.items()}


def top_level(form: BaseForm) -> Iterator[BoundField]:
    """The visible fields that are not revealed by another, in order."""
    revealed = {
        name for options in getattr(form, "reveals", {}).values() for names in options.values() for name in names
    }
    return (bound_field for bound_field in form.visible_fields() if bound_field.name not in revealed)


def in_page_order(form: BaseForm) -> Iterator[BoundField]:
    """Every field, hidden ones first, and each revealed field where its option puts it."""
    yield from form.hidden_fields()
    for bound_field in top_level(form):
        yield from _with_revealed(bound_field)


def _with_revealed(bound_field: BoundField) -> Iterator[BoundField]:
    yield bound_field
    reveals = revealed_under(bound_field)
    # In the order of the options on the page; then those of options that are not on it, lest an error go unsaid.
    offered = [str(widget.data.get("value")) for widget in bound_field.subwidgets] if reveals else []
    for option in sorted(reveals, key=lambda each: offered.index(each) if each in offered else len(offered)):
        for revealed in reveals[option]:
            yield from _with_revealed(revealed)
