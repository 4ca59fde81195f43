"""One sweep of the outbox in a process of its own, killed at a step: `python -m tests.sweep STEP FOLDER`."""

import os
import signal
import sys
from typing import Any

import django
from django.conf import settings
from django.core.mail.backends.filebased import EmailBackend
from django.db import connection, transaction

# The steps of a sweep, and between which two it dies.
STEPS = ("claimed", "sent", "marked", "committed")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class DyingBackend(EmailBackend):
    """Writes emails to a folder, and does not outlive the step that the environment names."""

    def send_messages(self, messages: Any) -> int:
        step = os.environ["DIE_ONCE"]
        if step == "claimed":
            die()
        sent = super().send_messages(messages)
        if step == "sent":
            die()
        if step == "marked":
            connection.execute_wrappers.append(die_once_marked)
        if step == "committed":
            transaction.on_commit(die)
        return sent


def die_once_marked(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    result = execute(sql, params, many, context)
    if sql.startswith("UPDATE"):
        die()
    return result


def main(step: str, folder: str) -> None:
    os.environ["DIE_ONCE"] = step
    django.setup()
    settings.EMAIL_BACKEND = "tests.sweep.DyingBackend"
    settings.EMAIL_FILE_PATH = folder
    from iqa.notifications.actions import send_due_emails

    send_due_emails()


if __name__ == "__main__":
    main(*sys.argv[1:])
