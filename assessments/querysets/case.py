from django.db import models


class CaseQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Cases with an IQA or a draft that the person may see."""
        from assessments.models import Assessment

        return self.filter(pk__in=Assessment.objects.visible_to(person).values("case"))

    def with_facts(self):
        return self.prefetch_related("sensitive")
