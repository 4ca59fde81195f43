from dipsamples.models import Exercise


def locked(exercise: Exercise) -> Exercise:
    """The exercise as it stands, held until the transaction ends: whoever marks, closes or agrees goes one by one."""
    Exercise.objects.select_for_update().only("pk").get(pk=exercise.pk)
    return Exercise.objects.with_facts().get(pk=exercise.pk)
