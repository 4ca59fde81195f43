from django.db import transaction

from assessments.demo.seeding import seed
from dipsamples.demo.exercises import seed_exercises
from dipsamples.demo.samples import seed_dip_samples


@transaction.atomic
def seed_all() -> bool:
    """Make the demonstration, its dip samples and exercises, in a database with nobody in it; says whether it did."""
    if not seed():
        return False
    seed_dip_samples()
    seed_exercises()
    return True
