from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The project itself: the demo and the committed API documents, which know every app."""

    name = "backend.config"
    label = "config"
    verbose_name = "项目"
