from django.apps import AppConfig

from iqa import navigation


class DipSamplesConfig(AppConfig):
    name = "dipsamples"

    def ready(self) -> None:
        # They register themselves: with iqa.worklist, with assessments.additions, and for changes to an IQA.
        from dipsamples import (  # noqa: F401
            additions,
            draws_due,
            exercises_due,
            reference_additions,
            references_due,
            tasks_due,
        )
        from dipsamples.actions import following  # noqa: F401
        from dipsamples.policies.access import may_find
        from dipsamples.policies.references import may_only_refer

        others = ("/draws/", "/exercises/", "/references/")
        navigation.register("Dip samples", "dipsamples:dip_sample_list", shown_to=may_find, others=others)
        # Who has dip samples finds them there.
        navigation.register("Reference markings", "dipsamples:reference_list", shown_to=may_only_refer)
