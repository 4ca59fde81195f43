from django.db import models


def kind_of(subject: models.Model) -> str:
    """What records call subjects of this kind: the model's name in lower case."""
    return str(subject._meta.model_name)


class AppendOnlyQuerySet(models.QuerySet):
    def of(self, subject: models.Model):
        return self.filter(subject_kind=kind_of(subject), subject_id=subject.pk)

    def update(self, **kwargs):
        raise TypeError("An audit record does not change.")

    def delete(self):
        raise TypeError("Audit records are not deleted.")
