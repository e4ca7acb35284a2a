from django.apps import AppConfig


class EntitiesConfig(AppConfig):
    name = "shared.entities"
    label = "entities"
    verbose_name = "法人行社"

    def ready(self) -> None:
        from backend.platform import ports

        from . import errors, finders, permissions, selectors  # noqa: F401

        ports.entity_name.provide(selectors.entity_name)
