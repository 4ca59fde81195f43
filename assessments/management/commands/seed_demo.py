from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from assessments.loading import load_scheme
from dipsamples.demo.seeding import seed_all
from iqa.organisation.models import Person
from reporting.actions.rebuilding import rebuild_tallies
from reporting.demo.nation import make_nation
from reporting.demo.staff import units_exist


class Command(BaseCommand):
    help = (
        "Makes the demonstration organisation and its IQAs, in a database with nobody in it; with --iqas, a nation "
        "with so many IQAs beside it. Only with DEMO=1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--iqas", type=int, default=0, help="how many IQAs a nation beside it has")
        parser.add_argument(
            "--years",
            type=int,
            default=3,
            help="how many years up to today they are spread over",
        )
        parser.add_argument("--seed", type=int, default=1, help="the same number makes the same nation")

    def handle(self, *, iqas: int, years: int, seed: int, **options) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The demonstration's people have a known password, so it is made only with DEMO=1. Nothing was changed."
            )
        self._check(iqas, years)
        load_scheme()
        made = self._demonstration()
        if iqas:
            with tqdm(total=iqas, unit=" IQAs", disable=None) as progress:
                for number in make_nation(years=years, iqas=iqas, seed=seed):
                    progress.update(number)
            rebuild_tallies()
            self.stdout.write(f"A nation with {iqas:,} IQAs assessed in {years} years is there.")
        elif not made:
            self.stdout.write("There are people already: nothing was changed.")

    def _check(self, iqas: int, years: int) -> None:
        if iqas < 0 or years < 1:
            raise CommandError("--iqas is 0 or more, and --years 1 or more. Nothing was changed.")
        if iqas and units_exist():
            raise CommandError("The nation is there already. Nothing was changed.")
        if iqas and Person.objects.exclude(email__endswith="@example.test").exists():
            raise CommandError("There are real people in this database: no nation is made in it. Nothing was changed.")

    def _demonstration(self) -> bool:
        made = seed_all()
        if made:
            self.stdout.write("The demonstration is there.")
        return made
