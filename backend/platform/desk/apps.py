from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "backend.platform.desk"
    label = "desk"
    verbose_name = "个人工作台"

    def ready(self) -> None:
        # they declare, and register what the sweep takes away
        from . import drafts, errors, notices, permissions  # noqa: F401
