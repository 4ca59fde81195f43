"""What is in a cell of the contract's files. Pure. Each raises `Bad` with what is wrong, to stand after the column."""

import re
from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from iqa.organisation.policies.names import problem_of_name

UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


class Bad(Exception):
    """What is wrong with a value."""


def name(text: str, *, longest: int) -> str:
    if not text:
        raise Bad("is empty")
    if len(text) > longest:
        raise Bad(f"must be {longest} characters or fewer")
    if UNPRINTABLE.search(text):
        raise Bad("must not include characters that cannot be printed")
    if words := problem_of_name(text):
        raise Bad(words)
    return text


def email(text: str) -> str:
    """An email address, in lower case."""
    if not text:
        raise Bad("is empty")
    try:
        validate_email(text)
    except ValidationError:
        raise Bad(f"{quoted(text)} is not an email address") from None
    # Among letters beyond these, some turn into others in lower case.
    if not text.isascii() or len(text) > 254:
        raise Bad(f"{quoted(text)} is not an email address")
    return text.lower()


def day(text: str) -> date:
    """A date written 2017-09-30."""
    if not text:
        raise Bad("is empty")
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise Bad(f"{quoted(text)} is not a date like 2017-09-30")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Bad(f"{quoted(text)} is not a real date") from None


def yes_or_no(text: str) -> bool:
    if text not in ("yes", "no"):
        raise Bad(f"{quoted(text)} is neither yes nor no")
    return text == "yes"


def one_of(text: str, codes: list[str]) -> str:
    if not text:
        raise Bad("is empty")
    if text not in codes:
        raise Bad(f"{quoted(text)} is none of {', '.join(codes)}")
    return text


def one_of_areas(text: str, areas: Collection[str]) -> str:
    if not text:
        raise Bad("is empty")
    if text not in areas:
        raise Bad("is not one of the Areas")
    return text


def part_of_full_time(text: str) -> Decimal:
    """More than 0, 1 at most, in hundredths."""
    if not re.fullmatch(r"0?\.[0-9]{1,2}0*|1(\.0*)?", text) or Decimal(text) == 0:
        raise Bad(f"{quoted(text)} must be more than 0, and 1 or less, like 0.6")
    return Decimal(text).quantize(Decimal("0.01"))


def quoted(text: str) -> str:
    """A value as messages show it: short, and all of it visible."""
    shown = UNPRINTABLE.sub("�", text)
    return f"“{shown[:60]}…”" if len(shown) > 60 else f"“{shown}”"
