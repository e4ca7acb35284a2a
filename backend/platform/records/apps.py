from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "backend.platform.records"
    label = "records"
    verbose_name = "平台记录"

    def ready(self) -> None:
        from django.db.models.signals import pre_save

        # registers its errors, the sweep of lapsed changes, and the kinds of the platform's own changes
        from . import changes, deliveries  # noqa: F401
        from .field_changes import name_cause
        from .models import FieldChange

        pre_save.connect(name_cause, sender=FieldChange, dispatch_uid="name_cause")
