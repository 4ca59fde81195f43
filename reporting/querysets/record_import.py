from django.db import models

from iqa.organisation.models import Person
from iqa.permissions import NATIONAL, Permission, has_permission


class RecordImportQuerySet(models.QuerySet):
    def visible_to(self, person: Person):
        """One's own; and all, for who imports records."""
        if has_permission(person, Permission.IMPORT_RECORDS, NATIONAL):
            return self
        return self.filter(uploaded_by=person)
