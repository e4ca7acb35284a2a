from django.apps import AppConfig


class ProductsConfig(AppConfig):
    name = "tenants.products"
    label = "products"
    verbose_name = "二级产品"

    def ready(self) -> None:
        from . import dictionaries, errors, permissions  # noqa: F401
