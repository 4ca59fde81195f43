"""The reasons of a question. A reason keeps its code from set to set, whatever becomes of its words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.text import slugify

from iqa.questions.models import Reason, Wording
from iqa.questions.policies.publishing import NotAllowed


@dataclass(frozen=True)
class ReasonData:
    """A reason; without a code where it is new."""

    text: str
    code: str = ""


def write_reasons(wording: Wording, reasons: Iterable[ReasonData], *, with_other: bool) -> None:
    """In place of those that it has; with `with_other`, "Other" comes last. Raises `NotAllowed` for one without words.

    A code that none of the question's reasons ever had is not taken: the reason is new, and gets one of its own.
    """
    given = list(reasons)
    if not all(reason.text.strip() for reason in given):
        raise NotAllowed("Enter the words of each reason, or remove it.")
    known = _codes_of(wording)
    others = Reason.objects.filter(wording__question=wording.question_id, is_other=True).order_by("-wording_id")
    other = others.values_list("code", flat=True).first() or ""
    Reason.objects.filter(wording=wording).delete()
    kept = [ReasonData(each.text, each.code if each.code in known and each.code != other else "") for each in given]
    rows = [*kept, ReasonData("Other", other)] if with_other else kept
    Reason.objects.bulk_create(
        Reason(wording=wording, code=code, text=row.text, order=order, is_other=with_other and order == len(rows))
        for order, (row, code) in enumerate(zip(rows, _codes(rows, wording), strict=True), 1)
    )


def _codes_of(wording: Wording) -> set[str]:
    """Those of the question in every set, and of this wording, should it be a new question's by now."""
    theirs = Reason.objects.filter(Q(wording__question=wording.question_id) | Q(wording=wording))
    return set(theirs.values_list("code", flat=True))


def _codes(rows: list[ReasonData], wording: Wording) -> list[str]:
    """Each row's code; a new one's is made of the question's number and its first words, and was never used before."""
    codes: list[str] = []
    for row in rows:
        if row.code and row.code not in codes:
            codes.append(row.code)
            continue
        base = f"q{wording.number}-{slugify(row.text)[:60].strip('-') or 'reason'}"
        used = {*codes, *(each.code for each in rows), *_codes_beginning(base)}
        codes.append(next(code for code in _numbered(base, len(used)) if code not in used))
    return codes


def _codes_beginning(base: str) -> Iterable[str]:
    return Reason.objects.filter(code__startswith=base).values_list("code", flat=True)


def _numbered(base: str, times: int) -> Iterable[str]:
    """The base, then the base with 2, 3 … after it: one more than `times`."""
    return (base if n == 1 else f"{base}-{n}" for n in range(1, times + 2))
