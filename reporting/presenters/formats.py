"""Figures as people read them."""

from decimal import Decimal

from reporting.presenters.headlines import FEW, Rate

NONE = "None"
# A space at which no line breaks.
FIRM = "\N{NO-BREAK SPACE}"


def percent_words(share: Decimal | None) -> str:
    """84.0%"""
    return NONE if share is None else f"{share}%"


def rate_words(rate: Rate) -> str:
    """As in a cell; in a sentence it says so if it rests on few: 87.5% (7 of 8, fewer than 10)."""
    words = rate_in_cell(rate)
    return f"{words[:-1]}, fewer than {FEW})" if rate.is_of_few else words


def rate_in_cell(rate: Rate) -> str:
    """84.0% (210 of 250); 1,250 where there is no whole. The counts stay on one line."""
    if rate.whole is None:
        return f"{rate.part:,}"
    if not rate.whole:
        return NONE
    return f"{rate.share}% ({rate.part:,}{FIRM}of{FIRM}{rate.whole:,})"


def interval_words(low: Decimal | None, high: Decimal | None) -> str:
    """78.9% to 88.0%"""
    return NONE if low is None or high is None else f"{low}% to {high}%"
