"""A date as three boxes: day, month, year."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from iqa.govuk import formats
from iqa.govuk.words import name_in_messages, required_message

PARTS = ("day", "month", "year")
Limit = date | Callable[[], date] | None


class DateWidget(forms.MultiWidget):
    """Three text boxes, posted as `<name>_day`, `<name>_month`, `<name>_year`."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(widgets={part: forms.TextInput() for part in PARTS}, attrs=attrs)

    def decompress(self, value: Any) -> list[str]:
        """The text of each box, for a date or for nothing."""
        return [str(value.day), str(value.month), str(value.year)] if isinstance(value, date) else ["", "", ""]


class DateField(forms.Field):
    """A date, or None where it is not required and all three boxes are empty.

    `min_date` and `max_date` are dates, or functions that return one, asked each time; the messages for them should
    be given: "Date of the work must be today or in the past". `called` is as for CharField.
    """

    widget = DateWidget

    def __init__(
        self,
        *,
        called: str | None = None,
        min_date: Limit = None,
        max_date: Limit = None,
        min_message: str = "",
        max_message: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.called = called
        self.min_date, self.max_date = min_date, max_date
        self.min_message, self.max_message = min_message, max_message

    def clean(self, value: Any) -> date | None:
        """The date that `value` (three texts, a date, or nothing) says; or a ValidationError that names its parts."""
        if not isinstance(value, date):
            value = self._read([str(part or "").strip() for part in value or ("", "", "")])
        if value is not None:
            self._check_limits(value)
            self.run_validators(value)
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        if self.disabled:
            return False
        boxes = [str(part or "").strip() for part in data or ("", "", "")]
        try:
            return self._read(boxes) != initial
        except ValidationError:
            return any(boxes) or initial is not None

    def _read(self, boxes: list[str]) -> date | None:
        missing = [part for part, text in zip(PARTS, boxes, strict=True) if not text]
        if len(missing) == 3:
            if self.required:
                default = forms.Field.default_error_messages["required"]
                given = self.error_messages["required"]
                raise ValidationError(required_message(self) if given == default else given, code="required")
            return None
        if missing:
            self._refuse(f"must include a {' and '.join(missing)}", "incomplete", missing)
        day, month, year = boxes
        numbers = {"day": _number(day, 31), "month": _month(month), "year": _number(year, 9999)}
        if re.fullmatch(r"[0-9]{1,3}|[0-9]{5,}", year):
            self._refuse("must include a year of 4 numbers", "year", ["year"])
        wrong = [part for part, number in numbers.items() if number is None]
        if wrong:
            self._refuse("must be a real date", "invalid", wrong)
        try:
            return date(numbers["year"], numbers["month"], numbers["day"])  # type: ignore[arg-type]
        except ValueError:
            self._refuse("must be a real date", "invalid", list(PARTS))
        return None

    def _check_limits(self, value: date) -> None:
        earliest = self.min_date() if callable(self.min_date) else self.min_date
        latest = self.max_date() if callable(self.max_date) else self.max_date
        if earliest and value < earliest:
            self._refuse(f"must be {formats.date_long(earliest)} or later", "min_date", list(PARTS), self.min_message)
        if latest and value > latest:
            self._refuse(f"must be {formats.date_long(latest)} or earlier", "max_date", list(PARTS), self.max_message)

    def _refuse(self, words: str, code: str, parts: list[str], message: str = "") -> None:
        message = message or f"{name_in_messages(self)} {words}"
        raise ValidationError(message.replace("%", "%%"), code=code, params={"parts": parts})


def wrong_parts(errors: list[ValidationError]) -> list[str]:
    """Which of a date's boxes `errors` are about; all of them if they do not say."""
    for error in errors:
        if isinstance(error.params, dict) and "parts" in error.params:
            return list(error.params["parts"])
    return list(PARTS) if errors else []


def _number(text: str, largest: int) -> int | None:
    """`text` as a number from 1 to `largest`, written in at most four of 0 to 9; or None."""
    number = int(text) if re.fullmatch(r"[0-9]{1,4}", text) else 0
    return number if 1 <= number <= largest else None


def _month(text: str) -> int | None:
    """A month's number, for a number or for at least three letters of its name."""
    name = text.lower()
    if len(name) >= 3:
        return next((number for number, month in enumerate(formats.MONTHS, 1) if month.lower().startswith(name)), None)
    return _number(text, 12)
