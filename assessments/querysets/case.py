from django.db import models


class CaseQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Cases with an IQA or a draft in the person's places; one on their own work shows them no case."""
        from assessments.models import Assessment

        in_place = Assessment.objects.visible_to(person).exclude(half_day__prosecutor=person)
        return self.filter(pk__in=in_place.values("case"))

    def with_facts(self):
        return self.prefetch_related("sensitive")
