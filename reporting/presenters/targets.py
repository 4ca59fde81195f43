"""The words of targets: what each Area should do, and who said so."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone

from iqa.audit.models import Event
from iqa.govuk.formats import date_long
from reporting.models import Target


@dataclass(frozen=True)
class Said:
    """One word on a target: the number, when, by whom and why."""

    number: int
    when: str
    by: str
    why: str


@dataclass(frozen=True)
class Quarter:
    quarter: str
    targets: list[Target]


def title_of(target: Target) -> str:
    """Wessex, 2017-18 Q2, office-based"""
    return f"{target.area}, {target.quarter}, {target.get_base_display().lower()}"


def by_quarter(targets: Iterable[Target]) -> list[Quarter]:
    return [Quarter(quarter, list(of_it)) for quarter, of_it in groupby(targets, key=lambda target: target.quarter)]


def said_of(events: Iterable[Event]) -> list[Said]:
    """From the audit record, in its order."""
    return [
        Said(
            number=event.detail["proxy_target"],
            when=date_long(timezone.localdate(event.at)),
            by=event.by.name if event.by else "A command",
            why=event.detail["why"],
        )
        for event in events
    ]
