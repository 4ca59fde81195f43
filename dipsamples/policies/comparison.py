"""How one answer compares with a reference. Pure, and the one place where any two markings are compared."""

from enum import StrEnum

from iqa.questions.models import Outcome

_FULLY_MET, _NOT_MET, _NOT_MET_OTHER = (
    Outcome.CountsAs.FULLY_MET,
    Outcome.CountsAs.NOT_MET,
    Outcome.CountsAs.NOT_MET_OTHER,
)
_NOT_APPLICABLE = Outcome.CountsAs.NOT_APPLICABLE

# From the most to the least favourable to the person assessed.
_FAVOUR = {_FULLY_MET: 3, _NOT_MET_OTHER: 2, _NOT_MET: 1}


class Difference(StrEnum):
    """In what way a marking's answer differs from the reference's (HMCPSI 2018 §5.18-5.24, annex B)."""

    TOO_LENIENT = "too_lenient"
    TOO_ROBUST = "too_robust"
    SHOULD_HAVE_BEEN_NA = "should_have_been_na"
    WRONGLY_NA = "wrongly_na"
    AGREED = "agreed"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Difference.TOO_LENIENT: "Too lenient",
    Difference.TOO_ROBUST: "Too robust",
    Difference.SHOULD_HAVE_BEEN_NA: "Should have been not applicable",
    Difference.WRONGLY_NA: "Wrongly not applicable",
    Difference.AGREED: "Agreed",
}


def difference(marked: str, reference: str) -> Difference:
    """Compare what two outcomes count as (`Outcome.CountsAs`): the marking's with the reference's."""
    if marked == reference:
        return Difference.AGREED
    if reference == _NOT_APPLICABLE:
        return Difference.SHOULD_HAVE_BEEN_NA
    if marked == _NOT_APPLICABLE:
        return Difference.WRONGLY_NA
    more_favourable = _FAVOUR[Outcome.CountsAs(marked)] > _FAVOUR[Outcome.CountsAs(reference)]
    return Difference.TOO_LENIENT if more_favourable else Difference.TOO_ROBUST


class UseOfReasons(StrEnum):
    """How two "not met" answers, or one and another outcome, use a question's reasons (HMCPSI 2018 §5.33-5.36)."""

    AGREED = "agreed"
    NOT_USED = "not_used"
    WRONGLY_USED = "wrongly_used"
    WRONG_ONE = "wrong_one"

    @property
    def words(self) -> str:
        return _USES[self]


_USES = {
    UseOfReasons.AGREED: "Agreed",
    UseOfReasons.NOT_USED: "Not used when it should have been",
    UseOfReasons.WRONGLY_USED: "Used when it should not have been",
    UseOfReasons.WRONG_ONE: "Wrong one",
}


def use_of_reasons(marked: frozenset[str], reference: frozenset[str]) -> UseOfReasons:
    """Compare the reasons (codes) that a marking gives for a question with the reference's."""
    if marked == reference:
        return UseOfReasons.AGREED
    if marked < reference:
        return UseOfReasons.NOT_USED
    if marked > reference:
        return UseOfReasons.WRONGLY_USED
    return UseOfReasons.WRONG_ONE


def pairs_with(kind: Difference) -> list[tuple[str, str]]:
    """What the outcomes of a marking and of the reference count as where they differ in this way."""
    every = Outcome.CountsAs.values
    return [(marked, reference) for marked in every for reference in every if difference(marked, reference) == kind]
