"""What the tests of staff lists do: write a file, upload it, and read what it says and what is there."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from iqa.organisation.actions import staff_lists
from iqa.organisation.models import Person, Posting, StaffList, Unit

DAY = timedelta(days=1)
HEADER = "email,name,role,area,unit,from,to,advocate,full_time_equivalent"
PORTSMOUTH = "Wessex,Portsmouth magistrates' courts"


def url(name, *args):
    return reverse(f"organisation:{name}", args=args)


def csv(*lines, header=HEADER):
    return "\n".join([header, *lines, ""]).encode()


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def uploaded(client, people=b"", units=b""):
    files = {"people": people, "units": units}
    given = {name: SimpleUploadedFile(f"{name}.csv", content) for name, content in files.items() if content}
    return client.post(url("staff_list_import"), given, follow=True)


def text(response):
    return response.content.decode()


def planned(by, people=b"", units=b""):
    return staff_lists.planned(StaffList(people=people, units=units, uploaded_by=by), by=by)


def said(found):
    return [change.words for change in found.changes]


def problems(found):
    return [str(problem) for problem in found.problems]


def everything():
    people = Person.objects.order_by("pk").values("email", "name", "is_active")  # but not when they signed in
    return [list(people), *(list(model.objects.order_by("pk").values()) for model in (Posting, Unit))]
