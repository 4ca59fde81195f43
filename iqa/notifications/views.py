from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from iqa.notifications.mailbox import read_emails


@login_not_required
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    emails = read_emails(Path(getattr(settings, "EMAIL_FILE_PATH", "")))
    return render(request, "notifications/mailbox.html", {"emails": emails, "title": "Mailbox"})
