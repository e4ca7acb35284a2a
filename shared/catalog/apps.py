from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "shared.catalog"
    label = "catalog"
    verbose_name = "一级产品"

    def ready(self) -> None:
        from . import errors, permissions  # noqa: F401
