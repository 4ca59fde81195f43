from django.core.management.base import BaseCommand

from assessments.loading import load_scheme
from iqa.questions.loading import load_next_set


class Command(BaseCommand):
    help = (
        "Loads the Areas, the terms of the scheme, the first question set and a draft of the next. "
        "Run again, it changes nothing."
    )

    def handle(self, **options):
        self.stdout.write("The question set is loaded." if load_scheme() else "The question set was there already.")
        if load_next_set():
            self.stdout.write("A draft of the next question set is loaded.")
