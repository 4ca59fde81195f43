"""What the templates in `components/field/` need to know to draw a field: its control, and the words around it."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import BLANK_CHOICE_DASH
from django.forms import BoundField

from iqa.govuk.dates import PARTS, DateWidget, wrong_parts
from iqa.govuk.errors import element_id
from iqa.govuk.reveals import revealed_under
from iqa.govuk.words import first_messages

# Never in our HTML: the browser would cut off, or refuse in words of its own, what we can say something about.
LEFT_OUT = {"class", "id", "required", "maxlength", "minlength", "min", "max", "step", "cols", "rows", "checked"}
# But nothing is said of what is too long for an address: it comes to none of our pages.
LEFT_OUT_IN_ADDRESSES = LEFT_OUT - {"maxlength"}
DASHES = BLANK_CHOICE_DASH[0][1]


@dataclass(frozen=True)
class Options:
    """What a template, or a form's `field_options`, may say of how a field looks."""

    label: str | None = None  # instead of the field's own
    hint: str | None = None  # instead of the field's help_text
    label_size: str | None = None  # "s", "m", "l", "xl"; None: plain
    heading: bool = False  # the label is the page's h1
    hide_label: bool = False  # but read it out
    width: int | str | None = None  # 2, 3, 4, 5, 10, 20, 30 characters, or "one-half" and the like
    rows: int | None = None  # of a textarea
    prefix: str = ""  # "£"
    suffix: str = ""  # "%"
    small: bool = False  # radios and checkboxes
    inline: bool = False  # radios with two short options
    choice_hints: dict[str, str] = field(default_factory=dict)  # {option's value: hint}
    dividers: dict[str, str] = field(default_factory=dict)  # {option's value: word before it, like "or"}
    exclusive: str | None = None  # the value of the checkbox that unticks all others
    classes: str = ""  # more classes of the control
    group_classes: str = ""  # more classes of the whole


@dataclass
class Item:
    """One radio, checkbox or option of a select."""

    id: str
    value: Any
    label: str
    checked: bool
    attrs: dict[str, Any]
    hint: str = ""
    divider: str = ""
    group: str | None = None
    revealed: list[BoundField] = field(default_factory=list)
    described_by: str = ""

    @property
    def conditional_id(self) -> str:
        return f"conditional-{self.id}"


@dataclass
class DatePart:
    """One box of a date."""

    id: str
    name: str
    label: str
    value: str
    wrong: bool
    width: int


class Control:
    """A bound field as GOV.UK's markup has it."""

    def __init__(self, bound_field: BoundField, options: Options) -> None:
        self.bound_field = bound_field
        self.options = options
        self.widget = bound_field.field.widget
        self.kind = kind_of(self.widget)
        self.id = element_id(bound_field)
        self.name = bound_field.html_name
        self.label = bound_field.label if options.label is None else options.label
        self.hint = bound_field.help_text if options.hint is None else options.hint
        self.errors = first_messages(bound_field.errors.as_data()) if bound_field.errors else []
        self._context = self.widget.get_context(self.name, bound_field.value(), {"id": self.id})["widget"]

    @property
    def template(self) -> str:
        return f"components/field/{self.kind}.html"

    @property
    def described_by(self) -> str:
        """The ids of the words about the control."""
        ids = [self.widget.attrs.get("aria-describedby", "")]
        ids += [f"{self.id}-hint"] if self.hint else []
        ids += [f"{self.id}-error"] if self.errors else []
        return " ".join(filter(None, ids))

    @property
    def type(self) -> str:
        # A number box changes under a mouse's wheel, and some read its value out wrongly.
        return "text" if isinstance(self.widget, forms.NumberInput) else self._context["type"]

    @property
    def value(self) -> str:
        value = self._context["value"]
        return "" if value is None else value

    @property
    def rows(self) -> int:
        rows = self.options.rows or self.widget.attrs.get("rows")
        # Django's own "10" is a text; a form that wants ten says 10.
        return 5 if rows in (None, "10") else int(rows)

    @property
    def classes(self) -> str:
        """The control's classes beyond GOV.UK's own: widths, and what the widget or the page ask for."""
        width = self.options.width
        ours = {int: f"govuk-input--width-{width}", str: f"govuk-!-width-{width}"}.get(type(width), "")
        return " ".join(filter(None, (ours, self.widget.attrs.get("class", ""), self.options.classes)))

    @property
    def attrs(self) -> dict[str, Any]:
        """The widget's own attributes, to pass through."""
        left_out = LEFT_OUT_IN_ADDRESSES if getattr(self.bound_field.form, "in_address", False) else LEFT_OUT
        given = {name: value for name, value in self.widget.attrs.items() if name not in left_out}
        given.pop("aria-describedby", None)
        if self.bound_field.field.disabled:
            given["disabled"] = True
        if isinstance(self.widget, forms.NumberInput):
            whole = not isinstance(self.bound_field.field, forms.DecimalField | forms.FloatField)
            given.setdefault("inputmode", "numeric" if whole else "decimal")
        if isinstance(self.widget, forms.EmailInput):
            given = {"spellcheck": "false", "autocapitalize": "none", **given}
        if isinstance(self.widget, forms.PasswordInput):
            given = {"spellcheck": "false", "autocapitalize": "none", "autocomplete": "current-password", **given}
        if getattr(self.widget, "allow_multiple_selected", False):
            # Checkboxes are several by nature; a list and a file box must say so.
            given |= {} if isinstance(self.widget, forms.CheckboxSelectMultiple) else {"multiple": True}
        return given

    @property
    def items(self) -> list[Item]:
        """The options of radios, checkboxes or a select, in order."""
        if isinstance(self.widget, forms.CheckboxInput):
            checked = bool(self._context["attrs"].get("checked"))
            return [self._item(1, self._context["value"] or "on", str(self.label), checked, {})]
        items: list[Item] = []
        for group, options, _ in self._context["optgroups"]:
            for option in options:
                if self.kind == "choices" and option["value"] in ("", None) and str(option["label"]) == DASHES:
                    continue
                attrs = {
                    name: value
                    for name, value in option["attrs"].items()
                    if name not in (LEFT_OUT | self.widget.attrs.keys() | {"selected"})
                }
                label = "" if str(option["label"]) == DASHES else option["label"]
                items.append(self._item(len(items) + 1, option["value"], label, option["selected"], attrs, group))
        return items

    def _item(
        self, number: int, value: Any, label: str, checked: bool, attrs: dict[str, Any], group: str | None = None
    ) -> Item:
        key = "" if value is None else str(value)
        if self.kind == "choices" and self.bound_field.field.disabled:
            attrs = attrs | {"disabled": True}
        if self.options.exclusive == key:
            attrs = attrs | {"data-behaviour": "exclusive"}
        item_id = self.id if number == 1 else f"{self.id}-{number}"
        hint = self.options.choice_hints.get(key, "")
        # A fieldset carries the words about all; a single checkbox has none.
        about = [self.described_by if self.is_single else "", f"{item_id}-item-hint" if hint else ""]
        return Item(
            id=item_id,
            value=key,
            label=label,
            checked=checked,
            attrs=attrs,
            hint=hint,
            divider=self.options.dividers.get(key, ""),
            group=group,
            revealed=self._revealed.get(key, []),
            described_by=" ".join(filter(None, about)),
        )

    @property
    def _revealed(self) -> dict[str, list[BoundField]]:
        if isinstance(self.widget, forms.CheckboxInput):
            # A single checkbox has one option; whatever its key, it is the ticked one.
            return {"on": [each for fields in revealed_under(self.bound_field).values() for each in fields]}
        return revealed_under(self.bound_field) if self.kind == "choices" else {}

    @property
    def style(self) -> str:
        """Which of the two kinds of choices: "radios" or "checkboxes"."""
        # A CheckboxSelectMultiple is a RadioSelect too, so it is asked about first.
        return "checkboxes" if isinstance(self.widget, forms.CheckboxSelectMultiple | forms.CheckboxInput) else "radios"

    @property
    def is_single(self) -> bool:
        """One checkbox, whose label is all there is to say: no legend."""
        return isinstance(self.widget, forms.CheckboxInput)

    @property
    def is_inline(self) -> bool:
        # GOV.UK does not support reveals on inline radios.
        return self.options.inline and not any(item.revealed for item in self.items)

    @property
    def parts(self) -> list[DatePart]:
        """The boxes of a date."""
        wrong = wrong_parts(self.bound_field.errors.as_data()) if self.errors else []
        value = self.bound_field.value()
        texts = value if isinstance(value, list | tuple) else self.widget.decompress(value)
        return [
            DatePart(
                id=f"{self.id}_{part}",
                name=f"{self.name}_{part}",
                label=part.capitalize(),
                value=text or "",
                wrong=part in wrong,
                width=4 if part == "year" else 2,
            )
            for part, text in zip(PARTS, texts, strict=True)
        ]


def kind_of(widget: forms.Widget) -> str:
    """Which template in `components/field/` draws `widget`."""
    if isinstance(widget, DateWidget):
        return "date"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxInput):
        return "choices"
    kinds = (
        (forms.Select, "select"),
        (forms.Textarea, "textarea"),
        (forms.FileInput, "file"),
        (forms.PasswordInput, "password"),
        (forms.HiddenInput, "hidden"),
        (forms.widgets.Input, "input"),
    )
    for widget_class, kind in kinds:
        if isinstance(widget, widget_class):
            return kind
    raise TypeError(f"No GOV.UK markup for {type(widget).__name__}: choose another widget.")
