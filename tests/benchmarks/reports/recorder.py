"""`python -m tests.benchmarks.reports.recorder SECONDS EACH_SECOND`: IQAs recorded through the actions, so many a
second, and the tallies folded once a minute, as the worker does. It begins at the first line that it reads, ends at the
second, and says how many it recorded, and how long each took."""

import logging
import statistics
import sys
import time
import uuid
from select import select

import django

MINUTE = 60


def main(seconds: float, each_second: int) -> None:
    logging.disable(logging.INFO)
    django.setup()
    from reporting.actions.folding import fold

    drafts = _drafts(round(seconds * each_second))
    print("ready", flush=True)
    sys.stdin.readline()
    began = folded = time.monotonic()
    took: list[float] = []
    for number, draft in enumerate(drafts):
        told, _, _ = select([sys.stdin], [], [], max(0, began + number / each_second - time.monotonic()))
        if told or time.monotonic() - began > seconds:
            break
        started = time.perf_counter()
        _record(draft)
        took.append((time.perf_counter() - started) * 1000)
        if time.monotonic() - folded > MINUTE:
            folded = time.monotonic()
            fold()
    rate = len(took) / (time.monotonic() - began)
    print(f"{rate:.1f} IQAs a second recorded, p50 {statistics.median(took):.0f} ms each", flush=True)


def _drafts(count: int) -> list:
    """Complete drafts, of people in post across the nation."""
    from iqa.calendar import today
    from iqa.organisation.models import Posting
    from iqa.permissions import Role
    from tests.factories import draft, started

    def posted(role: Role) -> dict[int, Posting]:
        postings = Posting.objects.in_force(on=today()).filter(role=role, unit__isnull=False).select_related("unit")
        return {posting.unit_id: posting for posting in postings}

    assessors, prosecutors = posted(Role.DCP), posted(Role.PROSECUTOR)
    half_days = [
        started(assessor=assessors[unit].person, prosecutor=prosecutors[unit].person, unit=prosecutors[unit].unit)
        for unit in sorted(assessors.keys() & prosecutors.keys())
    ]
    return [
        draft(half_day=half_days[number % len(half_days)], case=_case(), not_met={14: []} if number % 3 else {})
        for number in range(count)
    ]


def _case():  # type: ignore[no-untyped-def]
    from tests.factories import CaseFactory

    return CaseFactory(urn=f"99{uuid.uuid4().int % 10**9:09}")


def _record(draft) -> None:  # type: ignore[no-untyped-def]
    from assessments.actions import recording

    recording.record(assessment=draft, by=draft.half_day.assessor)


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]))
