from typing import Any

from django.db.models import QuerySet

FEW = 100


def keys_if_few(found: QuerySet) -> list[Any] | QuerySet:
    """What to look for by `…__in`: the keys of what was found or, of more than a hundred, the query itself. From keys
    PostgreSQL begins; of a query it asks last, after all the rest of an Area (docs/decisions/0018)."""
    keys = list(found.order_by().values_list("pk", flat=True)[: FEW + 1])
    return keys if len(keys) <= FEW else found.order_by().values("pk")
