from celery import shared_task

from reporting.actions import checking, folding, record_imports
from reporting.actions.records import stepping


@shared_task
def fold_tallies() -> None:
    if not stepping.rebuild_if_given_up():
        folding.fold()


@shared_task
def check_tallies() -> int:
    return checking.check_tallies()


@shared_task
def import_records() -> int:
    return record_imports.run_waiting()
