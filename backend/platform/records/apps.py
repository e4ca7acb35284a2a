from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "backend.platform.records"
    label = "records"
    verbose_name = "平台记录"

    def ready(self) -> None:
        # registers its errors, the sweep of lapsed changes, and the kinds of the platform's own changes
        from . import changes, deliveries  # noqa: F401
