"""Recorded dip samples by who took each and whose IQA it is of (HMCPSI 2018 §4.24)."""

from collections import defaultdict
from typing import Any

from django.db.models import Count, Q

from assessments.additions import hidden_from
from dipsamples.querysets.dip_sample import was_marked_blind
from reporting.querysets.counts import Counted, Counts
from reporting.querysets.pairs import of_iqas
from reporting.querysets.selection import Selection

_SAMPLES = "dip_samples__"
_HAS_BOTH_COMMENTS = ~Q(dip_samples__iqa_comment="") & ~Q(dip_samples__work_comment="")
_SUMS = {
    "samples": Count("pk"),
    "targeted": Count("pk", filter=Q(dip_samples__targeted=True)),
    "both_comments": Count("pk", filter=_HAS_BOTH_COMMENTS),
    "marked_blind": Count("pk", filter=was_marked_blind(of=_SAMPLES)),
}


def samples_counted(selection: Selection) -> Counted:
    """How many recorded samples there are, by the values of the dimensions compared, then by the addresses of sampler
    and assessor: `samples`; of these `targeted`, with `both_comments`, and `marked_blind`."""
    compared = of_iqas(selection)
    rows = (
        selection.assessments()
        .recorded()
        .exclude(_kept_from(selection))
        .filter(dip_samples__recorded_at__isnull=False)
        .order_by()
        .values_list(*compared, "dip_samples__sampler__email", "half_day__assessor__email")
        .annotate(**{f"sum_{name}": each for name, each in _SUMS.items()})
    )
    found: dict[tuple[Any, ...], dict[tuple[Any, ...], Counts]] = defaultdict(dict)
    for row in rows:
        at = len(compared)
        found[row[:at]][row[at : at + 2]] = dict(zip(_SUMS, row[at + 2 :], strict=True))
    return found


def _kept_from(selection: Selection) -> Q:
    """IQAs whose dip samples are not there for the reader: those on their own work, released or not, and those that
    they are marking blind; as in the list of dip samples, for who sampled whom tells whose IQA it is."""
    reader = selection.scope.reader
    return Q(half_day__prosecutor=reader) | hidden_from(reader) if reader else Q(pk__in=[])
