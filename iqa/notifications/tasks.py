from celery import shared_task

from iqa.notifications import actions


@shared_task
def send_due() -> int:
    return actions.send_due_emails()
