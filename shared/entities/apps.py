from django.apps import AppConfig


class EntitiesConfig(AppConfig):
    name = "shared.entities"
    label = "entities"
    verbose_name = "法人行社"

    def ready(self) -> None:
        from . import errors, permissions  # noqa: F401
