from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ConfigConfig(AppConfig):
    """The project itself: the demo and the committed API documents, which know every app."""

    name = "backend.config"
    label = "config"
    verbose_name = "项目"

    def ready(self) -> None:
        autodiscover_modules("events")  # what every app tells is known from the start
