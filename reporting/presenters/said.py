"""The choices of a report in words."""

from iqa.govuk.formats import MONTHS
from reporting.choices import Choices
from reporting.words import Words


def place_words(choices: Choices, everywhere: str) -> str:
    if choices.unit:
        return str(choices.unit)
    return choices.area.name if choices.area else everywhere


def period_words(choices: Choices) -> str:
    """2017-18; 2017-18 Q2; September 2017; all years"""
    if choices.month:
        return f"{MONTHS[int(choices.month[5:]) - 1]} {choices.month[:4]}"
    return " ".join(filter(None, (choices.year, choices.quarter))) or "all years"


def filters_of(choices: Choices, words: Words, everywhere: str) -> list[tuple[str, str]]:
    """Each choice that was made, as a label and its value; place and period always."""
    said = choices.as_strings()
    found = [("Place", place_words(choices, everywhere)), ("Period", period_words(choices))]
    for name, label in (
        ("unit_kind", "Unit kind"),
        ("activity", "Activity"),
        ("court_level", "Court level"),
        ("sensitive", "Sensitive category"),
        ("additional", "Additional IQAs"),
    ):
        if name in said:
            found.append((label, words.of(name, said[name])))
    return found


def narrowed_words(choices: Choices, words: Words) -> str:
    """What narrows a report beside place and period, for a caption: ", Crown Court, Rape"."""
    labels = [value for _, value in filters_of(choices, words, "")[2:]]
    return "".join(f", {label}" for label in labels)
