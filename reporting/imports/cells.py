"""What is in a cell of the files of records, beside what the organisation's own files have too. Pure."""

import re
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from iqa.calendar import today
from iqa.organisation.imports.cells import Bad, day, quoted
from iqa.organisation.policies.postings import FIRST_DAY, LAST_DAY

LONDON = ZoneInfo("Europe/London")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_PERIOD = re.compile(r"([0-9]{4})-([0-9]{2}) Q[1-4]")
_URN = re.compile(r"[0-9A-Z]{11}")
_BETWEEN = re.compile(r"[\s/\-\u2010-\u2015]+")
# As many as an integer column of the database holds.
_MOST = 2_147_483_647
# SQLite keeps 15 digits of a number with decimals; the column has room for 10 decimals and 14 digits before them.
_DIGITS, _DECIMALS, _TOO_LARGE = 15, 10, Decimal("1E14")


def any_words(text: str) -> str:
    return text


def likely_day(text: str) -> date:
    """A date in the years that any record can be of."""
    found = day(text)
    if not FIRST_DAY <= found <= LAST_DAY:
        raise Bad(f"must be between {FIRST_DAY.year} and {LAST_DAY.year}")
    return found


def past_day(text: str) -> date:
    """The day of something done."""
    found = likely_day(text)
    if found > today():
        raise Bad("must be today or in the past")
    return found


def moment(text: str) -> datetime:
    """A time, in UTC. Without an offset it is London's: of two that read alike when clocks go back, the first; one
    that clocks going forward leave out is none."""
    if not _MOMENT.fullmatch(text):
        raise Bad(f"{quoted(text)} is not a time like 2017-09-30T14:05:00+01:00")
    try:
        found = datetime.fromisoformat(text)
        aware = found if found.tzinfo else found.replace(tzinfo=LONDON)
        if not FIRST_DAY <= aware.date() <= LAST_DAY:
            raise Bad(f"must be between {FIRST_DAY.year} and {LAST_DAY.year}")
        universal = aware.astimezone(UTC)
    except ValueError:
        raise Bad(f"{quoted(text)} is not a real time") from None
    if found.tzinfo is None and universal.astimezone(LONDON).replace(tzinfo=None) != found:
        raise Bad(f"{quoted(text)} never was in London: clocks went forward over it")
    return universal


def start_of(day_: date) -> datetime:
    """The first moment of a day in London: what stands for a time of which only the day is known."""
    return datetime(day_.year, day_.month, day_.day, tzinfo=LONDON)


def urn(text: str) -> str:
    """A URN without the spaces, slashes and hyphens that it is also written with."""
    if not text:
        raise Bad("is empty")
    found = _BETWEEN.sub("", text).upper()
    if not _URN.fullmatch(found):
        raise Bad(f"{quoted(text)} must be 11 letters and numbers")
    return found


def codes(text: str) -> list[str]:
    """Several values of one cell, each once, in their order."""
    return list(dict.fromkeys(part for part in (code.strip() for code in text.split("|")) if part))


def codes_among(text: str, known: list[str]) -> list[str]:
    found = codes(text)
    for code in found:
        if code not in known:
            raise Bad(f"{quoted(code)} is none of {', '.join(known)}")
    return found


def whole_number(text: str) -> int:
    """0 or more."""
    if not text:
        raise Bad("is empty")
    if not re.fullmatch(r"[0-9]{1,10}", text) or int(text) > _MOST:
        raise Bad(f"{quoted(text)} is not a whole number, 0 or more")
    return int(text)


def number(text: str) -> Decimal:
    """As every database keeps it: rounded half up to 10 decimals, and to 15 digits in all."""
    if not text:
        raise Bad("is empty")
    if not re.fullmatch(r"-?[0-9]{1,14}(\.[0-9]+)?", text):
        raise Bad(f"{quoted(text)} is not a number like 84.5")
    given = Decimal(text)
    last = max(given.adjusted() + 1 - _DIGITS, -_DECIMALS)
    kept = given.quantize(Decimal(1).scaleb(last), ROUND_HALF_UP)
    if abs(kept) >= _TOO_LARGE:
        raise Bad(f"{quoted(text)} is too large")
    return kept


def period(text: str) -> str:
    """A quarter of a business year, as it is written: 2017-18 Q2."""
    if not text:
        raise Bad("is empty")
    found = _PERIOD.fullmatch(text)
    if not found or int(found[2]) != (int(found[1]) + 1) % 100:
        raise Bad(f"{quoted(text)} is not a quarter like 2017-18 Q2")
    if not FIRST_DAY.year <= int(found[1]) < LAST_DAY.year:
        raise Bad(f"{quoted(text)} is not between {FIRST_DAY.year} and {LAST_DAY.year}")
    return text


def code(text: str, *, longest: int) -> str:
    """What something is called where its name is one's own to choose."""
    if not text:
        raise Bad("is empty")
    if len(text) > longest:
        raise Bad(f"must be {longest} characters or fewer")
    return text
