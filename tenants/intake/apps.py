from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "tenants.intake"
    label = "intake"
    verbose_name = "进件"

    def ready(self) -> None:
        from . import errors, permissions  # noqa: F401
