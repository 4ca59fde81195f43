from django.core.management.base import BaseCommand

from assessments.loading import load_scheme


class Command(BaseCommand):
    help = "Loads the Areas, the terms of the scheme and the first question set. Run again, it changes nothing."

    def handle(self, **options):
        self.stdout.write("The question set is loaded." if load_scheme() else "The question set was there already.")
