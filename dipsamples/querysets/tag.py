from django.db import models
from django.db.models import Count, Q


class TagQuerySet(models.QuerySet):
    def in_use(self):
        """Those that a dip sample may be given today."""
        return self.filter(retired_on__isnull=True)

    def with_uses(self):
        """With `uses`: how many recorded dip samples have it."""
        return self.annotate(uses=Count("dip_samples", filter=Q(dip_samples__recorded_at__isnull=False)))

    def offered_to(self, dip_sample):
        """Those in use, and those that the dip sample has already."""
        return self.filter(Q(retired_on__isnull=True) | Q(dip_samples=dip_sample)).distinct()
