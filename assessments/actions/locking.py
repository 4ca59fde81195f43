from assessments.models import Assessment


def locked(assessment: Assessment) -> Assessment:
    """The assessment as it stands, held until the transaction ends.

    First the lock, then the reading: on PostgreSQL a query that waited for a lock sees what it joins (the current
    marking, the action) as it was before the wait.
    """
    Assessment.objects.select_for_update().only("pk").get(pk=assessment.pk)
    return Assessment.objects.with_facts().get(pk=assessment.pk)
