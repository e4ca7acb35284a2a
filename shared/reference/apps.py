from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "shared.reference"
    label = "reference"
    verbose_name = "基础数据"

    def ready(self) -> None:
        from . import errors, permissions, services  # noqa: F401
