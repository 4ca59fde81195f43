import sys
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.http import Http404

from iqa.organisation.models import Person
from reporting.choices import DIMENSIONS, BadChoices, Choices
from reporting.exports.figures import FORMATS, as_file
from reporting.forms.choices import check_choices
from reporting.measures import REPORTS
from reporting.policies.access import check_may_read_reports

_CHOICES = {"year": "2017-18", "quarter": "Q1", "month": "2017-09", "area": "Wessex", "unit": "", "activity": "advice"}


class Command(BaseCommand):
    help = "Print the figures of a report, as its page shows them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME", help=f"One of {', '.join(REPORTS)}.")
        for name, example in _CHOICES.items():
            parser.add_argument(f"--{name}", default="", metavar=name.upper(), help=example and f"Such as {example}.")
        words = f"By {', '.join(DIMENSIONS)}; twice, by both."
        parser.add_argument("--compare", action="append", default=[], metavar="DIMENSION", help=words)
        parser.add_argument("--as", dest="email", default="", metavar="EMAIL", help="As this person would see it.")
        parser.add_argument("--format", choices=FORMATS, default="csv")

    def handle(self, **options: Any) -> None:
        report = REPORTS.get(options["name"])
        if not report:
            raise CommandError(f"There is no report “{options['name']}”. The reports are {', '.join(REPORTS)}.")
        person = _person(options["email"])
        try:
            choices = Choices.parse(
                {name: options[name] for name in _CHOICES} | {"compare": ",".join(options["compare"])}
            )
            if person:
                check_may_read_reports(person)
                report.check_is_for(person)
                check_choices(choices, person=person, compared_by=report.compared_by)
            table = report.figures(choices, person=person)
        except BadChoices as wrong:
            raise CommandError(f"{wrong}.") from wrong
        except PermissionDenied as refused:
            raise CommandError(str(refused) or f"{options['email']} may not read these figures.") from refused
        except Http404 as refused:
            raise CommandError(f"{options['email']} may not read figures of this place.") from refused
        author = person.name if person else "Individual Quality Assessments"
        file = as_file(options["format"], report=report, table=table, chosen=choices.as_strings(), author=author)
        self._print(file, is_text=options["format"] != "xlsx")

    def _print(self, file: bytes, *, is_text: bool) -> None:
        if is_text:
            self.stdout.write(file.decode(), ending="")
        else:
            sys.stdout.buffer.write(file)


def _person(email: str) -> Person | None:
    if not email:
        return None
    person = Person.objects.filter(email=email.strip().lower()).first()
    if not person:
        raise CommandError(f"There is nobody with the email address “{email}”.")
    return person
