from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "shared.catalog"
    label = "catalog"
    verbose_name = "一级产品"

    def ready(self) -> None:
        from backend.platform.records import trails

        from . import errors, finders, permissions, selectors  # noqa: F401

        trails.trail("catalog.leveloneproduct", selectors.level_one_reach)
