from django.db import models


class AppendOnlyQuerySet(models.QuerySet):
    def of(self, subject: models.Model):
        return self.filter(subject_kind=subject._meta.model_name, subject_id=subject.pk)

    def update(self, **kwargs):
        raise TypeError("An audit record does not change.")

    def delete(self):
        raise TypeError("Audit records are not deleted.")
