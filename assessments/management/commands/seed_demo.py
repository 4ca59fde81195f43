from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from assessments.demo.seeding import seed


class Command(BaseCommand):
    help = "Makes the demonstration organisation and its IQAs, in a database with nobody in it. Only with DEMO=1."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError(
                "The demonstration's people have a known password, so it is made only with DEMO=1. Nothing was changed."
            )
        made = seed()
        self.stdout.write("The demonstration is there." if made else "There are people already: nothing was changed.")
