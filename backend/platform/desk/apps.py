from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "backend.platform.desk"
    label = "desk"
    verbose_name = "个人工作台"

    def ready(self) -> None:
        from . import errors, notices, permissions  # noqa: F401 - declares, and registers the sweeper
