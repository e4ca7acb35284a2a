from django.apps import AppConfig


class ProductsConfig(AppConfig):
    name = "tenants.products"
    label = "products"
    verbose_name = "二级产品"

    def ready(self) -> None:
        from backend.platform.records import trails

        from . import dictionaries, errors, finders, permissions, selectors  # noqa: F401

        trails.trail("products.leveltwoproduct", selectors.product_reach)
