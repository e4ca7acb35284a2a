from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "backend.platform.records"
    label = "records"
    verbose_name = "平台记录"

    def ready(self) -> None:
        from . import changes  # noqa: F401 - registers its errors and the sweep of lapsed changes
