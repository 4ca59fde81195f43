"""What an import would do, one thing each. Pure."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from iqa.govuk.formats import date_long
from iqa.organisation.imports.lines import UnitKey
from iqa.organisation.models import UnitKind
from iqa.permissions import Role


@dataclass(frozen=True)
class PostingTerms:
    """A posting but for its identity."""

    ends_on: date | None = None
    is_advocate: bool = False
    full_time_equivalent: Decimal = Decimal("1.00")

    def saying(self, **said: object) -> "PostingTerms":
        return replace(self, **said)  # type: ignore[arg-type]


@dataclass(frozen=True)
class PostingKey:
    """The identity of a posting."""

    email: str
    role: str
    area: str
    unit: str
    starts_on: date

    @property
    def words(self) -> str:
        place = ", ".join(filter(None, (self.unit, self.area))) or "national"
        return f"{Role(self.role).label}, {place}, from {date_long(self.starts_on)}"


def have_a_day_in_common(one: PostingKey, its: PostingTerms, other: PostingKey, others: PostingTerms) -> bool:
    return (its.ends_on is None or other.starts_on <= its.ends_on) and (
        others.ends_on is None or others.ends_on >= one.starts_on
    )


@dataclass(frozen=True)
class Change:
    """`line` is the line of the file that says so."""

    line: int


@dataclass(frozen=True)
class AddUnit(Change):
    key: UnitKey
    kind: str

    @property
    def words(self) -> str:
        return f"Open the unit {self.key[1]}, {self.key[0]} ({UnitKind(self.kind).label})"


@dataclass(frozen=True)
class ChangeKind(Change):
    key: UnitKey
    before: str
    kind: str

    @property
    def words(self) -> str:
        kinds = f"from {UnitKind(self.before).label} to {UnitKind(self.kind).label}"
        return f"Change the kind of {self.key[1]}, {self.key[0]}, {kinds}"


@dataclass(frozen=True)
class AddPerson(Change):
    email: str
    name: str

    @property
    def words(self) -> str:
        return f"Add {self.name} ({self.email})"


@dataclass(frozen=True)
class RenamePerson(Change):
    email: str
    before: str
    name: str

    @property
    def words(self) -> str:
        return f"Change the name of {self.before} ({self.email}) to {self.name}"


@dataclass(frozen=True)
class AddPosting(Change):
    key: PostingKey
    terms: PostingTerms
    name: str

    @property
    def words(self) -> str:
        end = f" to {date_long(self.terms.ends_on)}" if self.terms.ends_on else ""
        return f"Give {self.name} ({self.key.email}) a posting: {self.key.words}{end}{_terms_in_words(self.terms)}"


@dataclass(frozen=True)
class ChangePosting(Change):
    key: PostingKey
    before: PostingTerms
    terms: PostingTerms
    name: str

    @property
    def words(self) -> str:
        changed = []
        if self.before.ends_on != self.terms.ends_on:
            changed.append(f"last day from {_end(self.before)} to {_end(self.terms)}")
        if self.before.is_advocate != self.terms.is_advocate:
            changed.append("now an advocate" if self.terms.is_advocate else "no longer an advocate")
        if self.before.full_time_equivalent != self.terms.full_time_equivalent:
            old, new = self.before.full_time_equivalent, self.terms.full_time_equivalent
            changed.append(f"full-time equivalent from {old} to {new}")
        return f"Change the posting of {self.name} ({self.key.email}), {self.key.words}: {'; '.join(changed)}"


AnyChange = AddUnit | ChangeKind | AddPerson | RenamePerson | AddPosting | ChangePosting


def _terms_in_words(terms: PostingTerms) -> str:
    advocate = ", advocate" if terms.is_advocate else ""
    part = f", {terms.full_time_equivalent} of full time" if terms.full_time_equivalent != 1 else ""
    return advocate + part


def _end(terms: PostingTerms) -> str:
    return date_long(terms.ends_on) if terms.ends_on else "none"
