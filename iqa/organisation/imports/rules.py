"""Which planned changes a person may make, by the rules that hold for them on any page. Pure, but for what it asks
of who does it.

A command run by nobody in particular has no such rules but the last.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from iqa.organisation.imports.changes import (
    AddPerson,
    AddPosting,
    AddUnit,
    AnyChange,
    ChangeKind,
    ChangePosting,
    PostingKey,
    PostingTerms,
    RenamePerson,
    have_a_day_in_common,
)
from iqa.organisation.imports.lines import PEOPLE, UNITS
from iqa.organisation.imports.reading import Problem
from iqa.organisation.policies.postings import HAS_GRANT, LAST_ADMINISTRATOR, SEES_CASEWORK, mixes_casework
from iqa.permissions import Role

OWN = "is your own: somebody else must import a change of yours"
OUTSIDE = "is outside the place whose people you manage"
ELSEWHERE = "is of somebody who works elsewhere: ask an administrator"
NOT_TO_GIVE = "is a role that an administrator gives"


@dataclass(frozen=True)
class Importer:
    """Whoever imports: their address, the Areas whose people they manage (None: all), the roles that they may give,
    and, of those in the files who have postings, whom they find under People and whose account is theirs to change."""

    email: str
    areas: Collection[str] | None
    roles: Collection[str]
    found: Collection[str]
    wholly: Collection[str]


def problems_for(importer: Importer, changes: Iterable[AnyChange]) -> Iterator[Problem]:
    """Why `importer` may not make some of `changes`."""
    added = set()
    for change in changes:
        if isinstance(change, AddUnit | ChangeKind):
            if importer.areas is not None and change.key[0] not in importer.areas:
                yield Problem(UNITS, change.line, "area", OUTSIDE)
            continue
        if isinstance(change, AddPerson):
            added.add(change.email)
        elif column_and_words := _why_not(importer, change, added):
            yield Problem(PEOPLE, change.line, *column_and_words)


def _why_not(
    importer: Importer, change: RenamePerson | AddPosting | ChangePosting, added: Collection[str]
) -> tuple[str, str] | None:
    email = change.email if isinstance(change, RenamePerson) else change.key.email
    if email == importer.email:
        return "email", OWN
    if isinstance(change, RenamePerson):
        return None if email in importer.wholly else ("name", ELSEWHERE)
    if change.key.role not in importer.roles:
        return "role", NOT_TO_GIVE
    if importer.areas is not None and change.key.area not in importer.areas:
        return "area", OUTSIDE
    if email not in added and email not in importer.found:
        return "email", ELSEWHERE
    return None


def problems_of_administrators(
    changes: Iterable[AnyChange], before: Mapping[PostingKey, PostingTerms], *, others_remain: bool
) -> Iterator[Problem]:
    """Postings that would leave no administrator, or one who sees casework. `before` are the postings of those in the
    files; `others_remain` whether an administrator who is not among them goes on."""
    after, lines = dict(before), dict[PostingKey, int]()
    for change in changes:
        if isinstance(change, AddPosting | ChangePosting):
            after[change.key], lines[change.key] = change.terms, change.line
    administrators = {key: terms for key, terms in after.items() if key.role == Role.ADMINISTRATOR}
    ending = [key for key in lines if key in before and key in administrators and administrators[key].ends_on]
    if ending and not others_remain and all(terms.ends_on for terms in administrators.values()):
        yield Problem(PEOPLE, lines[ending[0]], "to", LAST_ADMINISTRATOR)
    of_person: dict[str, dict[PostingKey, PostingTerms]] = defaultdict(dict)
    for key, terms in after.items():
        of_person[key.email][key] = terms
    for key, line in lines.items():
        if words := _mixed(key, of_person[key.email]):
            yield Problem(PEOPLE, line, "role", words)


def problems_of_grants(
    changes: Iterable[AnyChange], granted: Mapping[str, Collection[tuple[date, date]]]
) -> Iterator[Problem]:
    """Postings of administrators on days on which they have a grant; `granted` has the first and last days of grants by
    the email address of whose they are."""
    for change in changes:
        if isinstance(change, AddPosting | ChangePosting) and change.key.role == Role.ADMINISTRATOR:
            last_day = change.terms.ends_on or date.max
            for starts_on, ends_on in granted.get(change.key.email, ()):
                if starts_on <= last_day and ends_on >= change.key.starts_on:
                    yield Problem(PEOPLE, change.line, "role", HAS_GRANT.format(name=change.name))
                    break


def _mixed(key: PostingKey, postings: Mapping[PostingKey, PostingTerms]) -> str:
    """Whether a posting cannot stand beside another of the same person's `postings`."""
    for other, terms in postings.items():
        role = mixes_casework(key.role, other.role)
        if role and have_a_day_in_common(key, postings[key], other, terms):
            return SEES_CASEWORK.format(role=Role(role).label)
    return ""
