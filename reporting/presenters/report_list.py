"""The list of reports: those that someone may read, in groups by what one asks."""

from collections.abc import Iterable
from dataclasses import dataclass

from reporting.measures.report import Group, Report


@dataclass(frozen=True)
class Section:
    heading: str
    reports: tuple[Report, ...]


def sections(reports: Iterable[Report]) -> list[Section]:
    """Without a group that has none."""
    reports = list(reports)
    found = [Section(group.value, tuple(each for each in reports if each.group is group)) for group in Group]
    return [section for section in found if section.reports]
