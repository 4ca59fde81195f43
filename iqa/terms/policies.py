"""What each number of the scheme may be, and who sets it where. Pure, and one table: another term is another row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from iqa.organisation.models import Area, UnitKind
from iqa.permissions import NATIONAL, Holder, Permission, has_permission
from iqa.terms.models import AREA_MAY_SET, AREA_NEVER_BELOW, BY_UNIT_KIND, TermName


class NotAllowed(Exception):
    """What was asked for cannot be done; its text says so in words for the person who asked."""


@dataclass(frozen=True)
class Rule:
    """What a term's value may be. `unit` is "hour" of "24 hours"; `places` how many decimals it may have."""

    unit: str
    least: int
    most: int
    places: int = 0

    @property
    def is_yes_or_no(self) -> bool:
        return self.unit == YES_OR_NO


YES_OR_NO = "yes or no"
_N = TermName
RULES: dict[str, Rule] = {
    _N.HOURS_BEFORE_EMAIL: Rule("hour", 0, 240),
    _N.FEEDBACK_WORKING_DAYS: Rule("working day", 1, 60),
    _N.RECORDING_DAYS: Rule("day", 0, 60),
    _N.EMAIL_EVERY_IQA: Rule(YES_OR_NO, 0, 1),
    _N.DIP_SAMPLE_PERCENT: Rule("%", 0, 100, places=2),
    _N.HALF_DAYS_OTHER: Rule("half day", 0, 52),
    _N.HALF_DAYS_RASSO: Rule("half day", 0, 52),
    _N.HALF_DAYS_CCU: Rule("half day", 0, 52),
    _N.HALF_DAYS_ADVOCACY: Rule("half day", 0, 52),
    _N.HALF_DAYS_CONTESTED: Rule("half day", 0, 52),
    _N.IQAS_ADVICE: Rule("IQA", 1, 20, places=1),
    _N.IQAS_CHARGING: Rule("IQA", 1, 20, places=1),
    _N.IQAS_PROGRESSION: Rule("IQA", 1, 20, places=1),
    _N.IQAS_PRESENTATION: Rule("IQA", 1, 20, places=1),
}

# The half days on a contested case are some of those of advocacy (§3.3).
PART_OF: dict[str, str] = {_N.HALF_DAYS_CONTESTED: _N.HALF_DAYS_ADVOCACY}


def value_in_words(name: str, value: Decimal) -> str:
    """24 hours; 5 working days; 10%; Yes"""
    rule = RULES[name]
    if rule.is_yes_or_no:
        return "Yes" if value else "No"
    number = f"{value.normalize():f}"
    if rule.unit == "%":
        return f"{number}%"
    return f"{number} {rule.unit}{'' if value == 1 else 's'}"


def problem_with_value(name: str, value: Decimal) -> str:
    """Why a term cannot have this value, in words; empty where it can."""
    rule = RULES[name]
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        return "The new value must be a number"
    if not rule.least <= value <= rule.most:
        return f"The new value must be between {rule.least} and {rule.most}"
    if value != round(value, rule.places):
        decimals = f"a number with {rule.places} decimal place{'s' if rule.places > 1 else ''} or fewer"
        return f"The new value must be {decimals if rule.places else 'a whole number'}"
    return ""


def check_new_value(
    *, name: str, value: Decimal, starts_on: date, area: Area | None, on: date, national: Decimal, whole: Decimal | None
) -> None:
    """A change holds from today (`on`) or later, for what was judged stays judged. Raises `NotAllowed`.

    `national` is the nation's value on the day of the change, `whole` that of the term that this one is part of, in
    place.
    """
    if problem := problem_with_value(name, value):
        raise NotAllowed(f"{problem}.")
    if starts_on < on:
        raise NotAllowed("A change cannot begin in the past: what was judged by the old value stays judged by it.")
    if area and name in AREA_NEVER_BELOW and value < national:
        raise NotAllowed(f"An Area’s value cannot be below the national one, {value_in_words(name, national)}.")
    if whole is not None and value > whole:
        part, all_of_them = value_in_words(name, value), value_in_words(PART_OF[name], whole)
        raise NotAllowed(f"{part} on contested cases are more than the {all_of_them} of advocacy that they are among.")


def may_set(person: Holder, name: str, whose: Area | UnitKind | None) -> bool:
    """The nation's values, and where the term allows it those for a kind of unit, are set by who publishes question
    sets; an Area's own, where the term allows it, by who draws samples in all of the Area."""
    if isinstance(whose, Area):
        return name in AREA_MAY_SET and has_permission(person, Permission.DRAW_SAMPLES, whose.place)
    is_allowed = whose is None or name in BY_UNIT_KIND
    return is_allowed and has_permission(person, Permission.PUBLISH_QUESTION_SETS, NATIONAL)


def those_to_set(person: Holder, name: str, areas: Iterable[Area]) -> list[Area | UnitKind | None]:
    """The Areas, the kinds of unit, and None for the nation, for which they may set the term."""
    return [whose for whose in (None, *areas, *UnitKind) if may_set(person, name, whose)]
