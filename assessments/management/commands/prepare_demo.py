from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from assessments.demo.people import PASSWORD
from assessments.loading import load_scheme
from dipsamples.demo.seeding import seed_all
from iqa.organisation.models import Person
from iqa.questions.loading import load_next_set


class Command(BaseCommand):
    help = "Brings the demonstration's database up to date, fills it if it is empty, and says how to sign in."
    requires_system_checks: list[str] = []

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("prepare_demo is for demonstration mode: set DEMO=1.")
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            # Apart from what is said again when there is nothing to prepare (deploy/demo.py).
            self.stderr.write("Preparing the database …", str)  # as it is: no error, and not in red
            call_command("migrate", verbosity=0, interactive=False)
        load_scheme()
        load_next_set()
        seed_all()
        self.stdout.write("\n".join(self._how_to_sign_in()))

    def _how_to_sign_in(self):
        yield f"\nIndividual Quality Assessments: http://127.0.0.1:{settings.PORT}\n"
        yield f"Everyone's password is {PASSWORD}"
        people = Person.objects.filter(email__endswith="@example.test").order_by("pk")
        for person in people.prefetch_related("postings__unit__area", "postings__area"):
            if person.has_usable_password():
                yield f"  {person.email:<29}{person.name:<20}{_described(person)}"
        yield ""


def _described(person):
    """What they are and where: "Prosecutor, Crown Court Unit, Wessex"; "…, 3 units"."""
    current = [posting for posting in person.postings.all() if not posting.ends_on]
    if len(current) > 1:
        return f"{current[0].get_role_display()}, {len(current)} units"
    return ", ".join(f"{each.get_role_display()}, {each.unit or each.area or 'national'}" for each in current)
