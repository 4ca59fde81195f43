from django.db import models


class SecondMarkingQuerySet(models.QuerySet):
    def visible_to(self, person):
        """A person's own: what others marked is read where it belongs, on a dip sample's or an exercise's page."""
        return self.filter(by=person)

    def with_facts(self):
        """With all that a marking page or a comparison names."""
        return self.select_related(
            "marking",
            "compared_with",
            "by",
            "dip_sample",
            "assessment__case",
            "assessment__marking",
            "assessment__half_day__activity",
            "assessment__half_day__assessor",
            "assessment__half_day__prosecutor",
            "assessment__half_day__unit__area",
            "exercise_case__case",
            "exercise_case__exercise__activity",
            "exercise_case__exercise__area",
        )
